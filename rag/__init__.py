"""Zhangju 章句: questions over Chinese policy text, answered with proved quotations.

>>> from rag import Engine
>>> engine = Engine.from_texts({"notes": "一、方法\\n因地制宜。\\n二、步驟\\n先行試點。"})
>>> engine.ask("步驟是什麼?").sentences[0].text
'先行試點。'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rag.engine import Engine

__all__ = ["Engine"]


def __getattr__(name: str) -> Any:
    """Load the engine when it is first asked for: importing a part should not load the whole."""
    if name == "Engine":
        from rag.engine import Engine

        return Engine
    raise AttributeError(f"module 'rag' has no attribute {name!r}")
