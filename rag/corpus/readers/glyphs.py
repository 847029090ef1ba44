"""Characters that a font's shapes stand for, where its text layer names others.

A PDF holds shapes, and a table that names a character for each. Where two characters share one
shape, the table often names the rarer: ⼆ (a Kangxi radical) for 二, ⻓ for 长, ﬁ for fi. Nobody
wrote those, so they are read as what stands in the text:

- the Kangxi radicals, U+2F00-2FD5, and the ligatures of Latin letters, U+FB00-FB06, as Unicode's
  compatibility decomposition has them;
- the supplementary radicals that are whole characters, U+2E8E-2EF3, as Unicode's property
  Equivalent_Unified_Ideograph has them. Those that are only parts of characters (⺀, ⺮) stay.

A text that speaks of the radicals themselves loses the difference.
"""

from __future__ import annotations

import unicodedata

_SUPPLEMENT = dict(
    zip(
        "⺎⺒⺓⺝⺟⺠⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "兀巳幺月母民虎西见角贝车長长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)
_DECOMPOSED = [*range(0x2F00, 0x2FD6), *range(0xFB00, 0xFB07)]
_CHARACTERS = str.maketrans(
    {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in _DECOMPOSED} | _SUPPLEMENT
)


def characters_of(text: str) -> str:
    """`text` with the characters that were meant; a ligature makes it longer.

    >>> characters_of("第⼆條 ⻓者 ﬁre")
    '第二條 长者 fire'
    """
    return text.translate(_CHARACTERS)
