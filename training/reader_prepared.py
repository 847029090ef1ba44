"""The reader's lessons as arrays of tokens, made once: a step then only picks from them.

    python -m training.reader_prepared [--processes 2]

A passage is kept whole, its tokens in a row, and what a lesson shows of it is a window between
sentences: around the answer (several, cut by chance), or what search would cut out and another. An
English question stands before its Chinese words, several times, with others of them lost.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer
from tqdm import tqdm

from rag.answer.excerpts import LONGEST_EXCERPT
from rag.encode import Lexicon, bundled_lexicon
from rag.encode.reader_text import LONGEST_QUESTION, LONGEST_READ, ReadText, glosses, read_text
from rag.search import parse_query
from rag.text import MappedText, Span, fold, folded
from training.data import SEED, read_records
from training.reader_bodies import BODIES
from training.reader_lessons import LESSONS
from training.windows import telling, window_around, window_spans

Ints = NDArray[np.int64]
Record = dict[str, Any]

# How many ways there are to see a lesson's question and the passage that answers it.
WAYS = 4
# How many passages that do not answer are kept of a lesson.
WRONG = 6
# How many of the Chinese words for an English question's are lost: of a question that was made by
# the lexicon, the lexicon knows all.
_GLOSSES_LOST = 0.3
_AT_ONCE = 400
_KEPT = 20_000
# A window's first token depends on so much of it, at most.
_HEAD = 24


@dataclass(frozen=True, slots=True)
class Prepared:
    """`m` lessons. A window w is the token `head[w]` and then `rest[w]` of `tokens` from `at[w]`.

    `source` `[m]` is each lesson's place in `sources`; `asked` and `right` `[m, WAYS]` and `wrong`
    `[m, WRONG, 2]` are windows, -1 for none; `start` and `end` `[m, WAYS]` are the answer's first
    and last token in the window of the passage, -1 for none.
    """

    sources: NDArray[np.str_]
    tokens: Ints
    head: Ints
    at: Ints
    rest: Ints
    source: Ints
    asked: Ints
    right: Ints
    start: Ints
    end: Ints
    wrong: Ints
    answered: Ints

    def __len__(self) -> int:
        return len(self.source)

    def write(self, file: Path) -> None:
        """Into one file, whole or not at all."""
        unfinished = file.with_suffix(".unfinished.npz")
        held: dict[str, Any] = {f.name: _small(getattr(self, f.name)) for f in fields(self)}
        np.savez(unfinished, **held)
        unfinished.replace(file)

    @classmethod
    def read(cls, file: Path) -> Prepared:
        """What `write` wrote."""
        with np.load(file) as held:
            wide = {name: held[name] for name in held.files}
        return cls(**{k: v if v.dtype.kind == "U" else v.astype(np.int64) for k, v in wide.items()})


def main() -> None:
    """Prepare the lessons that `reader_lessons` wrote."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--processes", type=int, default=2, help="that make them")
    parser.add_argument(
        "--body", choices=sorted(BODIES), default="e5", help="whose tokens they are"
    )
    arguments = parser.parse_args()
    body = BODIES[arguments.body]
    records = list(read_records(LESSONS))
    prepared = prepare(records, body.tokenizer, arguments.processes)
    prepared.write(body.prepared)
    print(f"{len(prepared):,} lessons, {len(prepared.tokens):,} tokens")


class _Window(NamedTuple):
    head: int
    at: int
    rest: int


class _Shown(NamedTuple):
    """Windows of one text, whose `at` counts from its beginning."""

    text: str
    ids: NDArray[np.uint16]
    windows: list[_Window]


class _Made(NamedTuple):
    asked: list[_Shown]
    right: _Shown
    answers: list[tuple[int, int]]
    wrong: list[_Shown]
    is_answered: bool


def prepare(records: Sequence[Record], tokenizer: Path, processes: int = 1) -> Prepared:
    """Records of `reader_lessons` as arrays; those whose question or passage has no token go."""
    numbered = list(enumerate(records))
    make = partial(_made, tokenizer)
    if processes == 1:
        return _joined(records, map(make, numbered))
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        made = pool.imap(make, numbered, _AT_ONCE)
        return _joined(records, tqdm(made, total=len(records), mininterval=20))


def _joined(records: Sequence[Record], lessons: Iterable[_Made | None]) -> Prepared:
    """Each text once, and its windows where it stands among all."""
    places: dict[str, int] = {}
    tokens: list[NDArray[np.uint16]] = []
    windows: list[_Window] = []
    sources: dict[str, int] = {}
    rows: list[tuple[int, list[int], list[int], list[tuple[int, int]], list[list[int]]]] = []
    answered: list[bool] = []
    count = 0

    def numbers(shown: _Shown) -> list[int]:
        nonlocal count
        if shown.text not in places:
            places[shown.text] = count
            tokens.append(shown.ids)
            count += len(shown.ids)
        place = places[shown.text]
        windows.extend(w._replace(at=place + w.at) for w in shown.windows)
        return list(range(len(windows) - len(shown.windows), len(windows)))

    for record, made in zip(records, lessons, strict=True):
        if made is None:
            continue
        asked = [number for shown in made.asked for number in numbers(shown)]
        wrong = [numbers(shown) for shown in made.wrong]
        wrong += [[-1, -1]] * (WRONG - len(wrong))
        source = sources.setdefault(record["source"], len(sources))
        rows.append((source, asked, numbers(made.right), made.answers, wrong))
        answered.append(made.is_answered)
    head, at, rest = np.array(windows, dtype=np.int64).reshape(-1, 3).T
    marked = _in_ways([answers for *_, answers, _ in rows])
    return Prepared(
        sources=np.array(list(sources)),
        tokens=np.concatenate(tokens).astype(np.int64),
        head=head,
        at=at,
        rest=rest,
        source=np.array([source for source, *_ in rows]),
        asked=_in_ways([asked for _, asked, *_ in rows]),
        right=_in_ways([right for _, _, right, *_ in rows]),
        start=marked[..., 0],
        end=marked[..., 1],
        wrong=np.array([wrong for *_, wrong in rows]),
        answered=np.array(answered, dtype=np.int64),
    )


def _in_ways(parts: Sequence[Sequence[Any]]) -> Ints:
    """One of a kind is seen in every way."""
    return np.array([part if len(part) == WAYS else list(part) * WAYS for part in parts])


def _small(array: NDArray[Any]) -> NDArray[Any]:
    """The same numbers in as few bytes as they need."""
    if array.dtype.kind == "U" or not array.size:
        return array
    return array.astype(
        np.result_type(np.min_scalar_type(array.min()), np.min_scalar_type(array.max()))
    )


def _made(tokenizer: Path, numbered: tuple[int, Record]) -> _Made | None:
    return _maker(tokenizer).made(*numbered)


@cache
def _maker(tokenizer: Path) -> _Maker:
    """One for each process."""
    return _Maker(Tokenizer.from_file(str(tokenizer)), bundled_lexicon())


class _Maker:
    """Makes windows of the texts of a record."""

    def __init__(self, tokenizer: Tokenizer, lexicon: Lexicon) -> None:
        self._tokenizer = tokenizer
        self._lexicon = lexicon
        # Many lessons show the same few passages.
        self._passage = lru_cache(_KEPT)(partial(_Passage, tokenizer))

    def made(self, number: int, record: Record) -> _Made | None:
        """A record's lesson, the same for the same number."""
        chance = random.Random(SEED + number)
        asked = [self._asked(text) for text in glossed(record["question"], self._lexicon, chance)]
        is_excerpt = record.get("is_excerpt", False)
        right = self._passage(record["passage"], is_excerpt)
        if not all(len(shown.ids) for shown in asked) or not len(right.ids):
            return None
        wrong = [
            self._wrong(text, is_excerpt, record["question"], chance)
            for text in record["wrong"][:WRONG]
        ]
        if is_marked(record):
            answer = Span(record["start"], record["end"])
            shown = right.shown([right.around(answer, chance) for _ in range(WAYS)])
            answers = [right.tokens_of(answer, window) for window in shown.windows]
            if max(last for _, last in answers) >= LONGEST_READ:
                return None
        else:
            shown, answers = right.shown([right.telling(record["question"])]), [(-1, -1)]
        shown_wrong = [passage for passage in wrong if passage]
        return _Made(asked, shown, answers, shown_wrong, record.get("is_answered", True))

    def _asked(self, text: str) -> _Shown:
        ids = read_text(self._tokenizer, text).ids[-LONGEST_QUESTION:].astype(np.uint16)
        return _Shown(text, ids, [_Window(int(ids[0]), 1, len(ids) - 1)] if len(ids) else [])

    def _wrong(
        self, text: str, is_excerpt: bool, question: str, chance: random.Random
    ) -> _Shown | None:
        passage = self._passage(text, is_excerpt)
        if not len(passage.ids):
            return None
        return passage.shown([passage.telling(question), chance.choice(passage.spans)])


class _Passage:
    """A text as it was written, its tokens, and windows of it; an excerpt is shown whole."""

    def __init__(self, tokenizer: Tokenizer, text: str, is_excerpt: bool) -> None:
        view = fold(text)
        read = read_text(tokenizer, view.text)
        self.text = text
        self.ids = read.ids.astype(np.uint16)
        self._is_excerpt = is_excerpt
        self.spans = [Span(0, len(text))] if is_excerpt else window_spans(text, LONGEST_EXCERPT)
        self._folded = [folded(span.of(text)) for span in self.spans]
        self._tokenizer = tokenizer
        self._starts, self._ends = written_places(view, read)

    def around(self, answer: Span, chance: random.Random) -> Span:
        """Some sentences in a row that hold the answer."""
        if self._is_excerpt:
            return self.spans[0]
        window, start = window_around(self.text, answer, chance, LONGEST_EXCERPT)
        return Span(answer.start - start, answer.start - start + len(window))

    def telling(self, question: str) -> Span:
        """The window that search would cut out."""
        return self.spans[telling(self._folded, question)]

    def shown(self, spans: Iterable[Span]) -> _Shown:
        """The windows of those spans."""
        return _Shown(self.text, self.ids, [self._window(span) for span in spans])

    def tokens_of(self, answer: Span, window: _Window) -> tuple[int, int]:
        """The answer's first and last token in a window, which holds it."""
        inside = tokens_within(answer, self._starts, self._ends)
        skipped = window.at - 1
        return int(inside[0]) - skipped, int(inside[-1]) - skipped

    def _window(self, span: Span) -> _Window:
        """A text's first token has a mark that the same word has nowhere else, or the mark stands
        alone before it: so the text itself begins, and a window from its middle is to."""
        first, last = np.searchsorted(self._starts, (span.start, span.end)).tolist()
        head = read_text(self._tokenizer, folded(self.text[span.start :][:_HEAD]))
        is_apart = len(head) > 1 and head.starts[0] == head.starts[1]
        at = first if is_apart and first else first + 1
        return _Window(int(head.ids[0]), at, min(max(0, last - at), LONGEST_READ - 1))


def written_places(view: MappedText, read: ReadText) -> tuple[Ints, Ints]:
    """Where each token of a folded text starts and ends in the text as it was written."""
    starts = np.array(view.offsets.starts, dtype=np.int64)[read.starts]
    return starts, np.array(view.offsets.ends, dtype=np.int64)[read.ends - 1]


def tokens_within(answer: Span, starts: Ints, ends: Ints) -> Ints:
    """Which tokens, by their `written_places`, have a part of the answer."""
    return np.flatnonzero((ends > answer.start) & (starts < answer.end))


def glossed(question: str, lexicon: Lexicon, chance: random.Random) -> list[str]:
    """A folded question as it is learnt: an English one `WAYS` times with its Chinese words, some
    of them lost."""
    query = parse_query(question, lexicon)
    if query.language != "en":
        return [question]
    words = glosses(query)
    kept = ([w for w in words if chance.random() >= _GLOSSES_LOST] for _ in range(WAYS))
    return [" ".join([*some, query.folded]) for some in kept]


def is_marked(record: Record) -> bool:
    """True if it is known with which words the passage answers."""
    return bool(record["end"] > record["start"])


if __name__ == "__main__":
    main()
