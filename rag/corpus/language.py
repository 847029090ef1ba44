"""Which language and script a text is in."""

from __future__ import annotations

from rag.text import is_han, render_simplified, render_traditional

_SAMPLE = 20_000
_FEWEST_HAN_SHARE = 0.2


def detect_language(text: str) -> str:
    """`zh-Hant`, `zh-Hans` or `en`, by the letters and characters in the text's first pages.

    >>> [detect_language(text) for text in ("社區建設", "社区建设", "Community building", "")]
    ['zh-Hant', 'zh-Hans', 'en', 'en']
    """
    sample = text[:_SAMPLE]
    letters = [character for character in sample if character.isalpha()]
    han = "".join(character for character in letters if is_han(character))
    if not han or len(han) < _FEWEST_HAN_SHARE * len(letters):
        return "en"
    traditional_only = _changed(han, render_simplified(han))
    simplified_only = _changed(han, render_traditional(han))
    return "zh-Hant" if traditional_only >= simplified_only else "zh-Hans"


def _changed(text: str, rendered: str) -> int:
    return sum(before != after for before, after in zip(text, rendered, strict=True))
