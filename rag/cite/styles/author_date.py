"""Author and date in Markdown: what stands in the text, and the entry for the list."""

from __future__ import annotations

from rag.cite.dates import year_of
from rag.cite.names import et_al
from rag.cite.reference import Reference
from rag.cite.styles import markdown


def format_author_date(reference: Reference, number: int) -> str:
    """`(author, year, clause)` on a line of its own, and the list entry below it.

    Without author the title stands for it. `number` is not used.
    """
    comma = "，" if reference.is_chinese else ", "
    in_text = comma.join((_short(reference), _year(reference), markdown.plain(reference.locator)))
    cited = f"（{in_text}）" if reference.is_chinese else f"({in_text})"
    return f"{cited}\n\n- {markdown.linked(_entry(reference), reference)}"


def _entry(reference: Reference) -> str:
    author, work, year = markdown.authors(reference), markdown.work(reference), _year(reference)
    facts = (markdown.imprint(reference), markdown.access(reference))
    if reference.is_chinese:
        lead = f"{author}（{year}）：{work}" if author else f"{work}（{year}）"
        return f"{'，'.join(filter(None, (lead, *facts)))}。"
    lead = f"{author} ({year}). {work}" if author else f"{work} ({year})"
    return f"{'. '.join(filter(None, (lead, *facts)))}."


def _short(reference: Reference) -> str:
    names = reference.authors
    if not names:
        return markdown.work(reference)
    first = markdown.plain(names[0].partition(",")[0].strip() or names[0])
    if len(names) == 1:
        return first
    word = et_al(reference, names[:1])
    return f"{first}{word}" if word == "等" else f"{first} {word}"


def _year(reference: Reference) -> str:
    if reference.year:
        return markdown.plain(year_of(reference.year))
    if not reference.is_chinese:
        return "n.d."
    return "无日期" if reference.is_simplified else "無日期"
