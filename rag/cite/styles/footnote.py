"""A Markdown footnote: the mark for the text, and the note itself."""

from __future__ import annotations

from rag.cite.reference import Reference
from rag.cite.styles import markdown


def format_footnote(reference: Reference, number: int) -> str:
    """`[^1]` on its own line, to be put where the quotation ends, and the definition below it.

    What is not known is left out.
    """
    comma, stop = ("，", "。") if reference.is_chinese else (", ", ".")
    facts = (
        markdown.imprint(reference),
        markdown.plain(reference.year),
        markdown.plain(reference.locator),
        markdown.access(reference),
    )
    author = markdown.authors(reference)
    lead = f"{author}{'：' if reference.is_chinese else ', '}" if author else ""
    note = f"{lead}{comma.join(filter(None, (markdown.work(reference), *facts)))}{stop}"
    return f"[^{number}]\n\n[^{number}]: {markdown.linked(note, reference)}"
