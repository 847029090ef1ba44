"""Labels that name their unit: 第一章, 第 3-1 條, 第十二条之一, Article 5, Part II, 附件一."""

from __future__ import annotations

import re

from rag.corpus.label import (
    GAP,
    LONGEST_HEADING,
    NUMBER,
    Label,
    could_be_heading,
    label_at,
    without_gaps,
)
from rag.corpus.numerals import letter_number, number, roman_number

_STATUTE = re.compile(
    rf"第{GAP}*(?P<number>{NUMBER}(?:{GAP}*[-－—–之]{GAP}*{NUMBER})*){GAP}*"
    r"(?P<unit>部分|分編|分编|[編编篇卷章講讲課课節节條条款項项目])"
    rf"(?P<sub>(?:{GAP}*之{GAP}*{NUMBER}(?!{GAP}*[條条款項项]))*)"
)
_UNITS = {
    **dict.fromkeys(("部分", "分編", "分编", "編", "编", "篇", "卷"), "part"),
    **dict.fromkeys("章講讲課课", "chapter"),
    **dict.fromkeys("節节", "section"),
    **dict.fromkeys("條条", "article"),
    "款": "subsection 款",
    "目": "subsection 目",
    **dict.fromkeys("項项", "subsection 項"),
}
_SEPARATED = re.compile(rf"{GAP}|$|[:：(（【〔《「“]")
_INSIDE = re.compile(rf"{GAP}第{GAP}*{NUMBER}{GAP}*[節节條条]{GAP}")
# What follows an article's number when the line only refers to it (第五條第一項, 第五條、第六條).
_REFERENCE = re.compile(rf"第{GAP}*{NUMBER}{GAP}*[款項项條条]|[、和或至之的与與款項项，,;；）)]")

_ENGLISH = re.compile(
    r"(?P<unit>part|title|chapter|section|article|annex|appendix|schedule|§)"
    rf"{GAP}*(?P<number>[0-9]{{1,4}}(?:-[0-9]{{1,3}})?[A-Z]?|[IVXLC]+|[A-Z])(?![\w-])"
    rf"(?P<stop>[.:：]?)",
    re.IGNORECASE,
)
_ENGLISH_FAMILIES = {
    **{"part": "part", "title": "part", "chapter": "chapter", "article": "article"},
    **{"section": "section", "§": "section"},
    **dict.fromkeys(("annex", "appendix", "schedule"), "appendix"),
}
_ENGLISH_REFERENCE = re.compile(r"\s*(?:of|to|and|or|shall|is|are|in|applies|provides)\b|\s*[,)]")
_APPENDIX = re.compile(
    rf"附(?P<unit>件|錄|录|表){GAP}*(?P<number>{NUMBER}|[A-ZＡ-Ｚ])?{GAP}*(?=$|[:：\s])"
)


def read_statute(line: str, at: int) -> tuple[Label, ...]:
    """第 + number + unit. Parts, chapters and sections must look like headings."""
    match = _STATUTE.match(line, at)
    if not match:
        return ()
    numbers = _numbers(match["number"] + match["sub"])
    if numbers is None:
        return ()
    family, rest = _UNITS[match["unit"]], line[match.end() :]
    is_separated = bool(_SEPARATED.match(rest))
    if family == "article":
        is_clause = is_separated or not _REFERENCE.match(rest)
    elif family.startswith("subsection"):
        is_clause = is_separated
    else:
        inside = _INSIDE.search(rest)
        has_article = inside is not None and inside.start() <= LONGEST_HEADING
        is_clause = could_be_heading(rest) or has_article
    if not is_clause:
        return ()
    span, canonical = (at, match.end()), without_gaps(match[0])
    return (label_at(line, span, family, numbers, canonical, is_strong=is_separated),)


def _numbers(written: str) -> tuple[int, ...] | None:
    pieces = re.split("[-－—–之]", re.sub(GAP, "", written))
    values = tuple(value for piece in pieces if (value := number(piece)) is not None)
    return values if len(values) == len(pieces) else None


def read_english_unit(line: str, at: int) -> tuple[Label, ...]:
    """Article 5, PART II, Section 3-1, § 7: none if the line only refers to it (Article 5 of …)."""
    match = _ENGLISH.match(line, at)
    if not match:
        return ()
    unit, rest = match["unit"].lower(), line[match.end() :]
    family = _ENGLISH_FAMILIES[unit]
    value = _english_number(match["number"])
    refers = not match["stop"] and _ENGLISH_REFERENCE.match(rest)
    is_too_long = family not in ("article", "section") and len(rest) > 2 * LONGEST_HEADING
    if value is None or refers or is_too_long:
        return ()
    canonical = f"{unit.capitalize()} {match['number'].upper()}"
    return (label_at(line, (at, match.end()), family, value, canonical),)


def _english_number(written: str) -> tuple[int, ...] | None:
    match = re.fullmatch(r"(\d+)(?:-(\d+))?([A-Z]?)", written, re.IGNORECASE)
    if match:
        letter = letter_number(match[3]) if match[3] else None
        return tuple(value for value in (int(match[1]), int(match[2] or 0), letter) if value)
    value = roman_number(written) or letter_number(written)
    return None if value is None else (value,)


def read_appendix(line: str, at: int) -> tuple[Label, ...]:
    """附件, 附錄二, 附表A: with a number or alone, and nothing but a heading behind it."""
    match = _APPENDIX.match(line, at)
    if not match or not could_be_heading(line[match.end() :]):
        return ()
    written = without_gaps(match["number"] or "1")
    value = number(written)
    if value is None:
        value = letter_number(written)
    if value is None:
        return ()
    return (label_at(line, (at, match.end()), "appendix", (value or 1,), without_gaps(match[0])),)
