"""Labels of lists: 一、 (一) 壹、 甲、 1. 1、 1) (1) ① A. (a) iv. 1.2, and a 1 before a heading."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from rag.corpus.label import DIGITS, GAP, HAN_NUMBER, Label, label_at, without_gaps
from rag.corpus.numerals import (
    FORMAL_NUMERALS,
    HAN_NUMERALS,
    HEAVENLY_STEMS,
    han_number,
    letter_number,
    roman_number,
)

_HAN_LIST = re.compile(rf"(?P<number>{HAN_NUMBER}|[{HEAVENLY_STEMS}])(?P<stop>[、､．.，,]|{GAP}+)")
_BRACKETED = re.compile(
    rf"(?P<open>[(（〔【［]){GAP}*(?P<number>{HAN_NUMBER}|{DIGITS}{{1,3}}|[A-Za-zＡ-Ｚａ-ｚ]|"
    rf"[ivxIVX]{{1,5}}){GAP}*[)）〕】］]"
)
_DECIMAL = re.compile(rf"(?P<number>{DIGITS}{{1,3}}(?:[.．]{DIGITS}{{1,3}})+)[.．、]?")
_DIGIT = re.compile(rf"(?P<number>{DIGITS}{{1,3}})(?P<stop>[.．、､，,)）]|{GAP}+|)(?!{DIGITS})")
_LETTER = re.compile(
    r"(?P<number>[ivxlIVXL]{1,6}|[A-Za-zＡ-Ｚａ-ｚ]|[Ⅰ-Ⅻⅰ-ⅻ])"
    rf"(?P<stop>[.．、､)）]|(?<=[Ⅰ-Ⅻⅰ-ⅻ]){GAP}*)"
)
_FIRM_STOPS = ("、", "､", ".", ")")
# After a bare number these make it a quantity or a date (1500戶, 2019年), not a label.
_MEASURES = frozenset(
    "年月日號号時时分秒週周天個个戶户人名位家歲岁次屆届項项條条款章節节種种類类件座台臺套間间所層层"
    "元角圓圆萬万億亿千百十兆倍米里畝亩噸吨升頃顷隻張张份點点%％℃°:：/／-－—~～+×"
)


def read_han_list(line: str, at: int) -> tuple[Label, ...]:
    """一、 and 甲、, and the formal 壹、 which stands above 一、."""
    match = _HAN_LIST.match(line, at)
    if not match:
        return ()
    written, stop = without_gaps(match["number"]), match["stop"].strip()
    family = _han_family(written)
    value = letter_number(written) if family == "stem" else han_number(written)
    if not value:
        return ()
    following = line[match.end() : match.end() + 1]
    # 一、二審法院 (the courts of first and second instance) is no label unless a list supports it.
    is_strong = stop in ("、", "､", "．", ".") and following not in HAN_NUMERALS
    label = label_at(line, match.span(), family, (value,), written, is_strong=is_strong)
    return (replace(label, style="、" if stop else " "),)


def _han_family(written: str) -> str:
    if written in HEAVENLY_STEMS:
        return "stem"
    return "formal" if all(character in FORMAL_NUMERALS for character in written) else "han"


def read_bracketed(line: str, at: int) -> tuple[Label, ...]:
    """(一) (1) (a) (iv), and 〔一〕【一】, but not [1], which is a note."""
    match = _BRACKETED.match(line, at)
    if not match:
        return ()
    written = without_gaps(match["number"])
    if match["open"] in "〔【［" and han_number(written) is None:
        return ()
    following = line[match.end() : match.end() + 1]
    is_strong = following not in ("、", ",", "，", "至", "-", "和", "及", "或")
    span, canonical = (at, match.end()), f"({written})"
    return tuple(
        label_at(line, span, f"({family})", (value,), canonical, is_strong=is_strong)
        for family, value in _readings(written)
    )


def _readings(written: str) -> list[tuple[str, int]]:
    """What a number in brackets or before a point may mean: (i) is a letter or Roman."""
    if written.isdecimal():
        return [("digit", int(written))] if int(written) else []
    if not written.isascii():
        value = han_number(written)
        return [(_han_family(written), value)] if value else []
    letter, roman = letter_number(written), roman_number(written)
    return [(family, value) for family, value in (("letter", letter), ("roman", roman)) if value]


def read_digit(line: str, at: int) -> tuple[Label, ...]:
    """1. 1、 1) 1.2, and 1總體目標: a bare number is never strong."""
    if decimal := _DECIMAL.match(line, at):
        return _read_decimal(line, decimal)
    match = _DIGIT.match(line, at)
    if not match or match["number"][0] in "0０":
        return ()
    value = int(match["number"])
    stop = unicodedata.normalize("NFKC", match["stop"]).strip()
    following = line[match.end() : match.end() + 1]
    if not stop and following in _MEASURES:
        return ()
    if not match["stop"] and not _is_letter(following):
        return ()
    family, canonical = ("digit)", f"{value})") if stop == ")" else ("digit", str(value))
    is_strong = stop in _FIRM_STOPS
    label = label_at(line, match.span(), family, (value,), canonical, is_strong=is_strong)
    return (replace(label, style=stop),)


def _is_letter(character: str) -> bool:
    return bool(character) and unicodedata.category(character) == "Lo"


def _read_decimal(line: str, match: re.Match[str]) -> tuple[Label, ...]:
    written = without_gaps(match["number"])
    following = line[match.end() : match.end() + 1]
    numbers = tuple(int(piece) for piece in written.split("."))
    if 0 in numbers or following in _MEASURES or following.isdecimal():
        return ()
    span, family = (match.start(), match.end()), f"decimal {len(numbers)}"
    return (label_at(line, span, family, numbers, written, is_strong=False),)


def read_enclosed(line: str, at: int) -> tuple[Label, ...]:
    """① ⑴ ⒈ ㈠: one character that is a number and its brackets."""
    family, value, canonical = ENCLOSED[line[at]]
    end = at + 1 + (line[at + 1 : at + 2] in ("、", ".", "．"))
    return (label_at(line, (at, end), family, (value,), canonical),)


def read_letter(line: str, at: int) -> tuple[Label, ...]:
    """A. b) iv. Ⅲ、: never strong, for initials and abbreviations look the same."""
    match = _LETTER.match(line, at)
    if not match:
        return ()
    written = without_gaps(match["number"])
    stop = unicodedata.normalize("NFKC", match["stop"]).strip()
    suffix = ")" if stop == ")" else ""
    case = "upper" if written.isupper() else "lower"
    span, canonical = (at, match.end()), written + suffix
    return tuple(
        label_at(line, span, f"{case} {family}{suffix}", (value,), canonical, is_strong=False)
        for family, value in _readings(written)
    )


def _enclosed_table() -> dict[str, tuple[str, int, str]]:
    table: dict[str, tuple[str, int, str]] = {}
    for first, count, family, base in (
        ("①", 20, "circled", 1),
        ("㉑", 15, "circled", 21),
        ("㊱", 15, "circled", 36),
        ("❶", 10, "circled", 1),
        ("➀", 10, "circled", 1),
        ("⑴", 20, "(digit)", 1),
        ("⒈", 20, "digit", 1),
        ("㈠", 10, "(han)", 1),
        ("㊀", 10, "circled han", 1),
    ):
        for offset in range(count):
            character = chr(ord(first) + offset)
            canonical = without_gaps(character).rstrip(".")
            if family.startswith("circled"):
                canonical = character
            table[character] = (family, base + offset, canonical)
    return table


ENCLOSED = _enclosed_table()
