"""The numbers that Word writes before paragraphs: they are in no paragraph's own text."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from rag.corpus.numerals import written_han

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹貳參肆伍陸柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"


@dataclass(frozen=True, slots=True)
class _Level:
    style: str
    pattern: str
    start: int


class Numbering:
    """Counts the numbered paragraphs of one document as Word does, in their order."""

    def __init__(self, part: Any) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._abstract: dict[str, str] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
        for relation in part.rels.values():
            if relation.reltype.endswith("/numbering") and not relation.is_external:
                self._read(relation.target_part.element)

    def _read(self, root: Any) -> None:
        for abstract in root.iter(f"{W}abstractNum"):
            self._levels[abstract.get(f"{W}abstractNumId")] = {
                int(level.get(f"{W}ilvl")): _Level(
                    _value(level, "numFmt") or "decimal",
                    _value(level, "lvlText") or "",
                    int(_value(level, "start") or 1),
                )
                for level in abstract.iter(f"{W}lvl")
            }
        for number in root.iter(f"{W}num"):
            name = number.get(f"{W}numId")
            self._abstract[name] = _value(number, "abstractNumId") or ""
            self._restarts[name] = {
                int(level.get(f"{W}ilvl")): int(start)
                for level in number.iter(f"{W}lvlOverride")
                if (start := _value(level, "startOverride")) is not None
            }

    def next_label(self, paragraph: Any) -> str:
        """The number before this paragraph of some words, with its punctuation; empty if none."""
        number_id, depth = _numbering_of(paragraph)
        name = self._abstract.get(number_id, "")
        levels = self._levels.get(name, {})
        if depth not in levels:
            return ""
        counts = self._counts[name]
        # A list that was told to begin again does so where it is first met, and only there.
        start = self._restarts[number_id].pop(depth, None)
        if start is None:
            start = counts.get(depth, levels[depth].start - 1) + 1
        counts[depth] = start
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        if levels[depth].style in ("bullet", "none"):
            return ""
        label = levels[depth].pattern
        for level in range(depth + 1):
            count = counts.get(level, levels[level].start if level in levels else 1)
            style = levels[level].style if level in levels else "decimal"
            label = label.replace(f"%{level + 1}", written_number(count, style))
        return label if label.endswith(tuple("、.．)）")) else f"{label} "


def _numbering_of(paragraph: Any) -> tuple[str, int]:
    """The list and the level of a paragraph: its own, or those of its style."""
    style = paragraph.style
    holders = [paragraph._p.pPr]
    while style is not None and len(holders) < 12:
        holders.append(style.element.find(f"{W}pPr"))
        style = style.base_style
    for properties in holders:
        numbering = properties.find(f"{W}numPr") if properties is not None else None
        if numbering is not None:
            return _value(numbering, "numId") or "", int(_value(numbering, "ilvl") or 0)
    return "", 0


def _value(element: Any, name: str) -> str | None:
    found = element.find(f"{W}{name}")
    value = found.get(f"{W}val") if found is not None else None
    return None if value is None else str(value)


def written_number(count: int, style: str) -> str:
    """A count in one of Word's number styles; digits for those that we do not know.

    >>> styles = ("taiwaneseCountingThousand", "ideographLegalTraditional", "upperLetter")
    >>> [written_number(12, style) for style in (*styles, "lowerRoman", "decimal")]
    ['十二', '壹拾貳', 'L', 'xii', '12']
    """
    if style in _HAN_STYLES:
        return written_han(count, _DIGITS, keep_first_one=False)
    if style in ("ideographLegalTraditional", "chineseLegalSimplified"):
        return written_han(count, _FORMAL, "拾佰仟")
    if style == "ideographTraditional" and count <= len(_STEMS):
        return _STEMS[count - 1]
    if style == "decimalEnclosedCircle" and 1 <= count <= 20:
        return chr(ord("①") + count - 1)
    if style in ("upperLetter", "lowerLetter") and 1 <= count <= 26:
        letter = chr(ord("A") + count - 1)
        return letter if style == "upperLetter" else letter.lower()
    if style in ("upperRoman", "lowerRoman"):
        roman = _roman(count)
        return roman if style == "upperRoman" else roman.lower()
    return str(count)


_HAN_STYLES = {
    "chineseCounting",
    "chineseCountingThousand",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
    "japaneseCounting",
    "ideographDigital",
    "taiwaneseDigital",
}


def _roman(count: int) -> str:
    pairs = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"))
    written = ""
    for value, letters in (*pairs, (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while count >= value:
            written += letters
            count -= value
    return written
