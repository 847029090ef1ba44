"""The clauses that a sentence refers to by number as broken: 违反本法第八条第二款, 犯前條之罪.

On the mainland 款 is a paragraph and 项 an item below it, on Taiwan the other way round: an address
is made in the order in which it is written, and `rag/corpus/paragraphs.py` looks it up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rag.answer.candidates import Quoted
from rag.corpus import Subdivision, find_section, subdivisions
from rag.corpus.address import address_key
from rag.corpus.numerals import number
from rag.text import Span, folded
from rag.types import Document, Section

_NUMERAL = r"[〇零一二三四五六七八九十百千两\d]+"
_PLACE = rf"第\s*{_NUMERAL}\s*(?:条(?:\s*之\s*{_NUMERAL})?|款|项|目)?"
_JOINED = r"(?:,|和|或者?|及|以及|与|至|到)"
# What is broken: not what is referred to as the ground of a decision (依照本法第十条处罚), and not
# another law's article (违反商业法第二条).
_BROKEN = r"(?:违反|触犯|犯|有|经依|[未不][依按具符履遵][照合行守有]?)(?:了|依)?(?:本\w{1,6}?)?"
_NUMBERED = re.compile(
    rf"{_BROKEN}(?P<places>{_PLACE}(?:{_JOINED}?(?:{_PLACE}|(?<=,){_NUMERAL}\s*[条款项目]?))*)"
)
_BEFORE = re.compile(rf"{_BROKEN}前[二两三]?(?P<unit>[条款项])")
_COMPONENT = re.compile(
    rf"(?P<range>[至到]?)第?\s*(?P<number>{_NUMERAL})\s*(?P<unit>[条款项目]?)"
    rf"(?P<sub>(?:\s*之\s*{_NUMERAL})?)"
)
# A range is read out as far as this: no law has a longer one.
_LONGEST_RANGE = 50


def rules_broken(said: Quoted, sections: Mapping[str, Section]) -> list[Subdivision]:
    """The clauses of its own document, given by their addresses, that a sentence says are
    broken."""
    document = said.document
    text = folded(said.span.of(document.text))
    article = _article_of(sections, said.section)
    everything = tuple(sections.values())
    found: dict[Subdivision, None] = {}
    for address in references(text):
        if not address.partition("条")[1] and article:
            address = f"{article.label}{address}"
        found |= dict.fromkeys(_at(document, everything, address))
    if article and (before := _BEFORE.search(text)):
        found |= dict.fromkeys(_before(everything, article, said.span, before["unit"]))
    return [rule for rule in found if not rule.span.contains(said.span)]


def references(folded_text: str) -> list[str]:
    """The addresses that a folded text says are broken, each whole.

    >>> references("违反本法第八条第一,二项,第九条规定")
    ['第8条第1项', '第8条第2项', '第9条']
    >>> references("依照本法第八条处罚"), references("犯第四条至第六条之罪")
    ([], ['第4条', '第5条', '第6条'])
    """
    chains = (match["places"] for match in _NUMBERED.finditer(folded_text))
    return list(dict.fromkeys(address for chain in chains for address in _addresses(chain)))


def _addresses(chain: str) -> Iterator[str]:
    """Each address of a chain that leaves out what its neighbors say: 第一,二项, 第八条,第九条."""
    levels: list[tuple[str, str]] = []
    for is_range, count, unit in _components(chain):
        at = next((i for i, (known, _) in enumerate(levels) if known == unit), None)
        if at is None:
            levels.append((unit, count))
            continue
        yield _written(levels)
        if is_range and count.isdecimal() and levels[at][1].isdecimal():
            first, last = int(levels[at][1]) + 1, int(count)
            for between in range(first, min(last, first + _LONGEST_RANGE)):
                yield _written([*levels[:at], (unit, str(between))])
        levels[at:] = [(unit, count)]
    if levels:
        yield _written(levels)


def _components(chain: str) -> Iterator[tuple[bool, str, str]]:
    """Whether a range ends here, the number and the unit, which may be that of the next one."""
    matches = list(_COMPONENT.finditer(chain))
    for place, match in enumerate(matches):
        unit = next((later["unit"] for later in matches[place:] if later["unit"]), "")
        if unit:
            sub = match["sub"].replace("之", "-").replace(" ", "")
            count = "-".join(str(number(part)) for part in (match["number"] + sub).split("-"))
            yield bool(match["range"]), count, unit


def _written(levels: Iterable[tuple[str, str]]) -> str:
    return "".join(f"第{count}{unit}" for unit, count in levels)


def _at(document: Document, sections: Sequence[Section], address: str) -> list[Subdivision]:
    if section := find_section(sections, address):
        return [Subdivision(section, section.span)]
    parts = subdivisions(sections, address, lambda _: document.text)
    items = [part for part in parts if part.section.kind == "item"]
    # 第八条第一项 is an item on the mainland, and may be a paragraph on Taiwan.
    is_item = "款" not in address and document.language == "zh-Hans"
    return list((is_item and items) or parts)


def _before(
    sections: Sequence[Section], article: Section, sentence: Span, unit: str
) -> list[Subdivision]:
    """What stands before: the article before this one, or what is above in this one."""
    if unit != "条":
        start = article.body_span.start
        above = Span(start, sentence.start) if start < sentence.start else None
        return [Subdivision(article, above)] if above else []
    earlier = [s for s in sections if _is_article(s) and s.span.end <= article.span.start]
    return [Subdivision(earlier[-1], earlier[-1].span)] if earlier else []


def _article_of(sections: Mapping[str, Section], section: Section) -> Section | None:
    while not _is_article(section):
        if not section.parent:
            return None
        section = sections[section.parent]
    return section


def _is_article(section: Section) -> bool:
    return address_key(section.address).rpartition("/")[2].startswith("条")
