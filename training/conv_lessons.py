"""What the sentence encoder learns from: questions with their passages, and texts in two languages.

python -m training.conv_lessons --data DIR
"""

from __future__ import annotations

import argparse
import dataclasses
import pickle
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from rag.encode.conv import BEGIN, END, LONGEST, token_ids
from rag.encode.static import STATIC_PATH, load_static_encoder
from rag.text import folded, is_han
from training.bags import Switcher
from training.conv_tokens import TOKENIZER
from training.data import PAIR_SOURCES, WORK, pairs_path, read_pairs, read_records, shuffled
from training.law_questions import found_beside, law_shelf
from training.lay_lessons import LayLesson, lay_lessons
from training.lessons import split_passages, switcher
from training.windows import pairs_of, says_the_same
from training.written_lessons import written_questions
from training.written_texts import paragraphs, policies

LESSONS = WORK / "conv_lessons.pkl"
_LONGEST_QUESTION = 96
_LONGEST_PAIR = 128
_MOST_PAIRS = 80_000
_ASKED = ("cmrc", "lecoqa")
# Of the sentences taken out of passages, every third is asked in English words; and of these words
# so many are the likeliest ones, the others drawn.
_ENGLISH_SHARE = 3
_LIKELIEST = 0.6
# Look-alikes of the article that answers: the nearest by the mean of words, but for the first few,
# which may answer too, as may what says the same as an answer.
_NEAREST = slice(3, 60)
_LOOK_ALIKES = 40
_OTHERS = 20_000
Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ConvLessons:
    """One source: questions and passages as tokens, and which passages answer each question (the
    first of them is taught). `wrong` are passages that do not, of the second list."""

    name: str
    questions: list[Ids]
    passages: list[Ids]
    right: list[tuple[int, ...]]
    others: list[Ids] = field(default_factory=list)
    wrong: list[Ids] = field(default_factory=list)


def main() -> None:
    """Write every lesson as tokens."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora")
    data: Path = parser.parse_args().data
    tokenizer = Tokenizer.from_file(str(TOKENIZER))
    found = list(_lessons(tokenizer, _Translator(), data))
    unfinished = LESSONS.with_suffix(".unfinished")
    # As plain tuples: this module has another name when it is run.
    unfinished.write_bytes(pickle.dumps([_plain(one) for one in found]))
    unfinished.replace(LESSONS)
    print(*(f"{one.name}: {len(one.questions):,}" for one in found), sep="\n")


def read_lessons() -> list[ConvLessons]:
    """What `main` wrote."""
    return [ConvLessons(*one) for one in pickle.loads(LESSONS.read_bytes())]


def _plain(lessons: ConvLessons) -> tuple[object, ...]:
    return tuple(getattr(lessons, part.name) for part in dataclasses.fields(lessons))


def _lessons(tokenizer: Tokenizer, words: _Translator, data: Path) -> Iterator[ConvLessons]:
    asked: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for record in read_records(WORK / "questions.jsonl"):
        asked[record["source"]].append((record["question"], record["passage"]))
    articles = [record["text"] for record in read_records(data / "prc_laws_articles.jsonl.gz")]
    for source in _ASKED:
        pairs = asked[source]
        look_alikes = _look_alikes(pairs, articles, tokenizer) if source == "lecoqa" else None
        english = words.english([question for question, _ in pairs * 2])
        passages = [passage for _, passage in pairs]
        yield _of(source, tokenizer, pairs, wrong=look_alikes)
        in_english = list(zip(english, passages * 2, strict=True))
        yield _of(f"{source}-en", tokenizer, in_english, wrong=look_alikes)
    if lay := list(lay_lessons()):
        pairs = [(lesson.question, lesson.article) for lesson in lay]
        yield _of("lay", tokenizer, pairs, wrong=_found(lay, tokenizer))
    if any(found_beside()):
        yield _of_laws(tokenizer, data)
    yield _of("written", tokenizer, list(_written(data)))
    split: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for source, sentence, rest in split_passages():
        split[source].append((sentence, rest))
    for source, pairs in split.items():
        turned = len(pairs) // _ENGLISH_SHARE
        english = words.english([sentence for sentence, _ in pairs[:turned]])
        rests = [rest for _, rest in pairs[:turned]]
        mixed = [*zip(english, rests, strict=True), *pairs[turned:]]
        yield _of(f"split-{source}", tokenizer, mixed)
    for source in PAIR_SOURCES:
        kept = shuffled(read_pairs(pairs_path(source)), seed=2)[:_MOST_PAIRS]
        both = [(pair.english, pair.chinese) for pair in kept]
        yield _of(source, tokenizer, both, longest=_LONGEST_PAIR)


def _of(
    name: str,
    tokenizer: Tokenizer,
    pairs: Sequence[tuple[str, str]],
    *,
    longest: int = LONGEST,
    wrong: tuple[list[Ids], list[Ids]] | None = None,
) -> ConvLessons:
    place = {passage: i for i, passage in enumerate(dict.fromkeys(p for _, p in pairs))}
    answers: dict[str, list[int]] = defaultdict(list)
    for question, passage in pairs:
        answers[question].append(place[passage])
    right = [(place[passage], *answers[question]) for question, passage in pairs]
    questions = _tokens(tokenizer, [question for question, _ in pairs], _LONGEST_QUESTION)
    others, chosen = wrong or ([], [])
    rounds = len(pairs) // max(1, len(chosen))
    return ConvLessons(
        name, questions, _tokens(tokenizer, list(place), longest), right, others, chosen * rounds
    )


def _tokens(tokenizer: Tokenizer, texts: Sequence[str], longest: int) -> list[Ids]:
    return [np.concatenate([[BEGIN], ids[:longest], [END]]) for ids in token_ids(tokenizer, texts)]


def _look_alikes(
    pairs: Sequence[tuple[str, str]], articles: Sequence[str], tokenizer: Tokenizer
) -> tuple[list[Ids], list[Ids]]:
    """Articles as tokens, and for each question which of them look as if they answered; after them
    come articles drawn from all."""
    encoder = load_static_encoder(STATIC_PATH, "lessons")
    vectors = encoder.encode(articles)
    answers: dict[str, list[set[str]]] = defaultdict(list)
    for question, passage in pairs:
        answers[question].append(pairs_of(folded(passage)))
    place: dict[int, int] = {}
    chosen = []
    asked = encoder.encode([question for question, _ in pairs])
    for (question, _), vector in zip(pairs, asked, strict=True):
        near = -(vectors @ vector)
        nearest = np.argpartition(near, _NEAREST.stop)[: _NEAREST.stop]
        nearest = nearest[np.argsort(near[nearest], kind="stable")][_NEAREST]
        kept = [
            place.setdefault(int(row), len(place))
            for row in nearest
            if not says_the_same(pairs_of(folded(articles[row])), answers[question])
        ]
        chosen.append(np.array(kept[:_LOOK_ALIKES], dtype=np.int64))
    drawn = shuffled(range(len(articles)), seed=5)[:_OTHERS]
    return _tokens(tokenizer, [articles[row] for row in (*place, *drawn)], LONGEST), chosen


def _of_laws(tokenizer: Tokenizer, data: Path) -> ConvLessons:
    """The lay questions of laws, each with all that answer it and with what only looks so."""
    texts = law_shelf(data).texts
    ids = list(texts)
    place = {id_: row for row, id_ in enumerate(ids)}
    pairs, chosen = [], []
    for one in found_beside():
        near = np.array([place[id_] for id_ in one.wrong], dtype=np.int64)
        pairs += [(one.asked.question, texts[id_]) for id_ in one.asked.articles]
        chosen += [near] * len(one.asked.articles)
    articles = _tokens(tokenizer, list(texts.values()), LONGEST)
    return _of("law-asked", tokenizer, pairs, wrong=(articles, chosen))


def _written(data: Path) -> Iterator[tuple[str, str]]:
    """The questions that were written for the reader, each with the paragraph that answers."""
    texts = {**paragraphs(data), **policies(data)}
    for asked in written_questions():
        lines = texts[asked.text_id].text.split("\n")
        answering = next((line for line in lines if asked.words in line), None)
        if asked.is_answered and answering:
            yield asked.question, answering


def _found(lessons: Sequence[LayLesson], tokenizer: Tokenizer) -> tuple[list[Ids], list[Ids]]:
    """What search found for each lesson's question that does not answer it, as tokens."""
    place: dict[str, int] = {}
    chosen = [
        np.array([place.setdefault(text, len(place)) for text in lesson.found], dtype=np.int64)
        for lesson in lessons
    ]
    return _tokens(tokenizer, list(place), LONGEST), chosen


class _Translator:
    """Chinese texts as rows of English words, by the lexicon."""

    def __init__(self) -> None:
        self._tokenizer = Tokenizer.from_file(str(STATIC_PATH / "tokenizer.json"))
        size = self._tokenizer.get_vocab_size()
        counts = np.zeros(size, dtype=np.int64)
        for source in PAIR_SOURCES:
            for ids in self._ids([pair.english for pair in read_pairs(pairs_path(source))]):
                np.add.at(counts, ids, 1)
        self._words: Switcher = switcher(self._tokenizer, counts)
        self._names = [self._tokenizer.id_to_token(i) for i in range(size)]
        self._random = np.random.default_rng(3)

    def english(self, texts: Sequence[str]) -> list[str]:
        """Each text's words as one of their translations; a word without any is left out."""
        return [self._turned(ids) for ids in self._ids(texts)]

    def _turned(self, ids: Ids) -> str:
        drawn = self._words.switched(ids, self._random)
        likeliest = self._words.english[ids, 0]
        certain = (self._random.random(len(ids)) < _LIKELIEST) & (likeliest > 0)
        names = [self._names[i] for i in np.where(certain, likeliest, drawn) if i]
        return " ".join(name for name in names if not is_han(name))

    def _ids(self, texts: Sequence[str]) -> Iterator[Ids]:
        views = [folded(text) for text in texts]
        for encoding in self._tokenizer.encode_batch_fast(views, add_special_tokens=False):
            yield np.array(encoding.ids, dtype=np.int64)


if __name__ == "__main__":
    main()
