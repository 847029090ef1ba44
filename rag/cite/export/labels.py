"""The words around notes in what is exported, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass

LANGUAGES = ("zh-Hant", "zh-Hans", "en")

RENDERING = "繁/简轉換,不可引用"
"""Over a conversion between scripts, on whatever page: it is not the source."""

_LABELS = {
    "untitled": ("筆記", "笔记", "Notes"),
    "note": ("第 {n} 則", "第 {n} 则", "Note {n}"),
    "comment": ("評註", "评注", "Comment"),
    "tags": ("標籤", "标签", "Tags"),
    "place": ("出處", "出处", "Source"),
    "summary": (
        "引文 {n} 段,{date} 逐字核對,與原文相符。",
        "引文 {n} 段,{date} 逐字核对,与原文相符。",
        "{n} quotations, each checked against its source on {date}: all match.",
    ),
    "summary.marked": (
        "引文 {n} 段,{date} 逐字核對,其中 {marked} 段與原文不符,已標明。",
        "引文 {n} 段,{date} 逐字核对,其中 {marked} 段与原文不符,已标明。",
        "{n} quotations, each checked against its source on {date}: {marked} do not match, "
        "and are marked.",
    ),
    "altered": (
        "⚠ 與原文不符,不可引用。",
        "⚠ 与原文不符,不可引用。",
        "⚠ Not what the source says: do not quote.",
    ),
    "missing": (
        "⚠ 原文中沒有這段話,不可引用。",
        "⚠ 原文中没有这段话,不可引用。",
        "⚠ Not in the source: do not quote.",
    ),
    "gone": (
        "⚠ 文件已不在文庫,無法核對。",
        "⚠ 文件已不在文库,无法核对。",
        "⚠ The document is gone, and this cannot be checked.",
    ),
    "noted": ("筆記所記", "笔记所记", "As noted"),
    "says": ("原文作", "原文作", "The source says"),
    "list": ("共 {n} 項", "共 {n} 项", "{n} items"),
}


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels in one language.

    >>> Labels("en").say("note", n=3)
    'Note 3'
    """

    language: str

    def say(self, key: str, **fillings: str | int) -> str:
        """The label under `key`, its braces filled in."""
        return _LABELS[key][LANGUAGES.index(self.language)].format(**fillings)

    def label(self, key: str) -> str:
        """The label under `key`, with the colon that leads to what it labels."""
        return f"{self.say(key)}{': ' if self.language == 'en' else ':'}"
