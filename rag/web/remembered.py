"""What was answered of late, so that turning the page over needs no second search."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Remembered(Generic[T]):
    """The answers to the latest `size` questions; safe to share between threads.

    An answer to one question is a pure function of it and the index, if it is whole: one for which
    there was no time is given again when it is asked for again.
    """

    def __init__(self, size: int, give: Callable[[str], T], is_whole: Callable[[T], bool]) -> None:
        self._size = size
        self._give = give
        self._is_whole = is_whole
        self._kept: OrderedDict[str, T] = OrderedDict()
        self._lock = threading.Lock()

    def asked(self, question: str) -> T:
        """The answer: the one that is kept, if it is whole, or a new one."""
        kept = self._looked_up(question)
        if kept is not None and self._is_whole(kept):
            return kept
        given = self._give(question)
        with self._lock:
            self._kept[question] = given
            self._kept.move_to_end(question)
            if len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return given

    def shown(self, question: str) -> T:
        """The answer that was last given, whole or not, for whoever has it before them."""
        kept = self._looked_up(question)
        return self.asked(question) if kept is None else kept

    def _looked_up(self, question: str) -> T | None:
        with self._lock:
            if question in self._kept:
                self._kept.move_to_end(question)
            return self._kept.get(question)
