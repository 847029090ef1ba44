"""Questions to click, in each of the writings that people ask in; the last has no answer here."""

from __future__ import annotations

from rag.web.wording import Language

EXAMPLES: tuple[tuple[Language, str], ...] = (
    (Language.TRADITIONAL, "社區建設有哪些現實條件?"),
    (Language.TRADITIONAL, "社區的人力物力要怎樣配置?"),
    (Language.SIMPLIFIED, "市协调领导小组里有哪些部门配合?"),
    (Language.SIMPLIFIED, "街规民约要明确什么?"),
    (Language.ENGLISH, "Who leads the city coordination group?"),
    (Language.ENGLISH, "When does the library open?"),
)
