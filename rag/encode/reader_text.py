"""What the bundled reader sees of a question and a passage: one row of tokens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rag.text import is_han
from rag.types import Query

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Ints = NDArray[np.int64]

# The tokens before a row, and after each text in it.
START, END = 0, 2
# Between question and passage stand two marks, and one before both.
MARKS_BEFORE_PASSAGE = 3
# Tokens beyond these are not read; with the marks they fill the network's 512 places.
LONGEST_QUESTION = 64
LONGEST_READ = 444
# So many Chinese words are read for each English one.
_GLOSSES = 2


@dataclass(frozen=True, slots=True)
class ReadText:
    """A folded text as `n` tokens: `ids[i]` is `text[starts[i]:ends[i]]`, less the space before."""

    text: str
    ids: Ints
    starts: Ints
    ends: Ints

    def __len__(self) -> int:
        return len(self.ids)

    def between(self, first: int, last: int) -> ReadText:
        """The tokens from `first` up to `last`."""
        part = slice(first, last)
        return ReadText(self.text, self.ids[part], self.starts[part], self.ends[part])


def asked_text(query: Query) -> str:
    """What is read of a question: before an English one, Chinese words that may stand for its own.

    >>> from rag.types import QueryWord
    >>> word = QueryWord("term", 1.0, (("term", 1.0), ("任期", 0.6), ("术语", 0.3), ("期", 0.1)))
    >>> asked_text(Query("Which term?", "which term?", "en", (word,)))
    '任期 术语 which term?'
    """
    return " ".join([*glosses(query), query.folded])


def glosses(query: Query) -> list[str]:
    """The likeliest Chinese words for each word of an English question; none for a Chinese one."""
    if query.language != "en":
        return []
    found: list[str] = []
    for word in query.words:
        chinese = [other for other, _ in word.alternatives if is_han(other[:1])]
        found += chinese[:_GLOSSES]
    return list(dict.fromkeys(found))


def read_text(tokenizer: Tokenizer, text: str) -> ReadText:
    """A folded text as tokens; those that are nothing but space are left out."""
    encoding = tokenizer.encode(text, add_special_tokens=False)
    starts, ends = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2).T
    spaced = np.array([text[start : start + 1].isspace() for start in starts.tolist()], dtype=bool)
    starts = starts + spaced
    held = starts < ends
    ids = np.array(encoding.ids, dtype=np.int64)
    return ReadText(text, ids[held], starts[held], ends[held])


def read_question(tokenizer: Tokenizer, text: str) -> ReadText:
    """A folded question, its last tokens if it is too long: what is asked stands at the end."""
    read = read_text(tokenizer, text)
    return read.between(max(0, len(read) - LONGEST_QUESTION), len(read))


def read_passage(tokenizer: Tokenizer, text: str) -> ReadText:
    """A folded passage, its first tokens if it is too long."""
    return read_text(tokenizer, text).between(0, LONGEST_READ)


def passage_part(question: ReadText, passage: ReadText) -> slice:
    """Where the passage stands in `row_of` the two."""
    second = len(question) + MARKS_BEFORE_PASSAGE
    return slice(second, second + len(passage))


def row_of(question: ReadText, passage: ReadText) -> Ints:
    """The row that the network reads: marks, the question, marks, the passage, a mark."""
    return np.concatenate([[START], question.ids, [END, END], passage.ids, [END]])
