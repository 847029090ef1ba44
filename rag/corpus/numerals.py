"""The numbers that clause labels are written in: digits, Chinese numerals, Roman, letters, circles.

All functions are blind to width and script, and give None for what is not a number.
"""

from __future__ import annotations

import re
import unicodedata

_HAN_DIGITS = {
    **{character: value for value, character in enumerate("〇一二三四五六七八九")},
    **{character: value for value, character in enumerate("零壹貳參肆伍陸柒捌玖")},
    **{"○": 0, "贰": 2, "叁": 3, "叄": 3, "陆": 6, "两": 2, "兩": 2},
}
_HAN_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_HAN_TENS = {"廿": 20, "卅": 30}
HAN_NUMERALS = "".join([*_HAN_DIGITS, *_HAN_UNITS, *_HAN_TENS])
FORMAL_NUMERALS = "壹貳贰參叁叄肆伍陸陆柒捌玖拾佰仟"
HEAVENLY_STEMS = "甲乙丙丁戊己庚辛壬癸"

_LONGEST_HAN = 9  # 九千九百九十九 is seven

_ROMAN = re.compile(r"m{0,3}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


def number(text: str) -> int | None:
    """The value of digits of any width, or of a Chinese numeral.

    >>> [number(text) for text in ("１２", "十二", "一百零三", "一〇三", "廿一", "百姓")]
    [12, 12, 103, 103, 21, None]
    """
    if text.isdecimal():
        return int(text)
    return han_number(text)


def han_number(text: str) -> int | None:
    """The value of a Chinese numeral below ten thousand, positional (一〇三) or not (一百零三)."""
    if not 0 < len(text) <= _LONGEST_HAN:
        return None
    if any(character not in HAN_NUMERALS for character in text):
        return None
    if all(character in _HAN_DIGITS for character in text):
        return int("".join(str(_HAN_DIGITS[character]) for character in text))
    total = pending = 0
    for character in text:
        if character in _HAN_DIGITS:
            pending = _HAN_DIGITS[character]
        elif character in _HAN_TENS:
            total += _HAN_TENS[character]
        else:
            total += (pending or 1) * _HAN_UNITS[character]
            pending = 0
    return total + pending


def written_han(
    count: int,
    digits: str = "零一二三四五六七八九",
    units: str = "十百千",
    *,
    keep_first_one: bool = True,
) -> str:
    """A number below ten thousand, written out in Han; in digits if it is larger, or not above 0.

    >>> [written_han(count) for count in (10, 205, 1010)], written_han(12, keep_first_one=False)
    (['一十', '二百零五', '一千零一十'], '十二')
    """
    if not 0 < count < 10_000:
        return str(count)
    written = ""
    for power, digit in enumerate(reversed(str(count))):
        value = int(digit)
        unit = units[power - 1] if power and value else ""
        is_gap = not value and (not written or written[0] == digits[0])
        written = ("" if is_gap else digits[value]) + unit + written
    if 10 <= count < 20 and not keep_first_one:
        return written[1:]
    return written


def roman_number(text: str) -> int | None:
    """The value of a well-formed Roman numeral in either case, or in the Ⅰ Ⅱ Ⅲ of East Asia.

    >>> [roman_number(text) for text in ("iv", "XII", "Ⅲ", "iiii", "")]
    [4, 12, 3, None, None]
    """
    letters = unicodedata.normalize("NFKC", text).lower()
    if not letters or not _ROMAN.fullmatch(letters):
        return None
    values = [_ROMAN_VALUES[letter] for letter in letters]
    following = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, following, strict=True))


def letter_number(text: str) -> int | None:
    """The place of one Latin letter in the alphabet, or of one heavenly stem (甲 乙 丙) in its row.

    >>> [letter_number(text) for text in ("a", "Ｃ", "丙", "ab")]
    [1, 3, 3, None]
    """
    letter = unicodedata.normalize("NFKC", text).lower()
    if len(letter) == 1 and "a" <= letter <= "z":
        return ord(letter) - ord("a") + 1
    if len(letter) == 1 and letter in HEAVENLY_STEMS:
        return HEAVENLY_STEMS.index(letter) + 1
    return None
