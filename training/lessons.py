"""What the encoder learns from: pairs with the teacher's vectors, and questions with passages."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from rag.encode.lexicon import LEXICON_PATH, load_lexicon
from rag.text import folded, sentences
from training.bags import Bags, Ints, Switcher
from training.data import PAIR_SOURCES, WORK, pairs_path, read_pairs, read_records, shuffled
from training.teach import vectors_path

Floats = NDArray[np.float32]
# How many passages of each source give a sentence as a question to the rest.
_SPLIT_PASSAGES = {"cmrc": 10_000, "prc": 40_000, "tw": 20_000, "speech": 40_000}
_CHOICES = 4


@dataclass(frozen=True, slots=True)
class TaughtPairs:
    """One source of pairs: Chinese and English bags, and the teacher's vector of the English."""

    name: str
    chinese: Bags
    english: Bags
    teacher: Floats


@dataclass(frozen=True, slots=True)
class Questions:
    """One source of Chinese questions, each with the Chinese passage that answers it."""

    name: str
    question: Bags
    passage: Bags


def teacher_basis(dim: int) -> Floats:
    """The `dim` directions in which the teacher's vectors differ most, as columns."""
    sample = np.concatenate(
        [np.load(vectors_path(source))[:40_000].astype(np.float32) for source in PAIR_SOURCES]
    )
    values, directions = np.linalg.eigh(sample.T @ sample)
    kept = directions[:, np.argsort(-values)[:dim]]
    return np.ascontiguousarray(kept, dtype=np.float32)


def taught_pairs(tokenizer: Tokenizer, basis: Floats) -> list[TaughtPairs]:
    """Every source that the teacher has read, its vectors in `basis` and of unit length."""
    return [_taught(source, tokenizer, basis) for source in (*PAIR_SOURCES, "english")]


def _taught(source: str, tokenizer: Tokenizer, basis: Floats) -> TaughtPairs:
    vectors = np.load(vectors_path(source)).astype(np.float32) @ basis
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    pairs = cache(lambda: read_pairs(pairs_path(source)))
    return TaughtPairs(
        source,
        _kept(f"zh_{source}", tokenizer, lambda: (pair.chinese for pair in pairs())),
        _kept(f"en_{source}", tokenizer, lambda: (pair.english for pair in pairs())),
        vectors,
    )


def _kept(name: str, tokenizer: Tokenizer, texts: Callable[[], Iterable[str]]) -> Bags:
    digest = hashlib.sha256(tokenizer.to_str().encode()).hexdigest()[:8]
    path = WORK / f"bags_{name}_{digest}.npz"
    return Bags.kept(path, lambda: map(folded, texts()), tokenizer)


def questions(tokenizer: Tokenizer) -> list[Questions]:
    """The question sets, and sentences taken out of passages as questions to what remains."""
    asked = cache(_asked)
    names = ["cmrc", "lecoqa", *(f"split-{source}" for source in _SPLIT_PASSAGES)]
    return [_questions(name, tokenizer, asked) for name in names]


def _questions(
    name: str, tokenizer: Tokenizer, asked: Callable[[], dict[str, list[tuple[str, str]]]]
) -> Questions:
    return Questions(
        name,
        _kept(f"question_{name}", tokenizer, lambda: (pair[0] for pair in asked()[name])),
        _kept(f"passage_{name}", tokenizer, lambda: (pair[1] for pair in asked()[name])),
    )


def _asked() -> dict[str, list[tuple[str, str]]]:
    rows: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for record in shuffled(read_records(WORK / "questions.jsonl")):
        rows[record["source"]].append((record["question"], record["passage"]))
    for source, sentence, rest in split_passages():
        rows[f"split-{source}"].append((sentence, rest))
    return rows


def split_passages() -> Iterator[tuple[str, str, str]]:
    """Sentences taken out of passages: the source, the sentence, and what remains."""
    random = np.random.default_rng(7)
    taken = dict.fromkeys(_SPLIT_PASSAGES, 0)
    for record in shuffled(read_records(WORK / "passages.jsonl"), seed=7):
        source, text = record["source"], record["text"][:600]
        spans = [span for span in sentences(text) if len(span) >= 8]
        if taken[source] < _SPLIT_PASSAGES[source] and len(spans) >= 2:
            taken[source] += 1
            chosen = spans[random.integers(len(spans))]
            rest = text[: chosen.start] + text[chosen.end :]
            yield source, chosen.of(text), f"{record['heading']} {rest}"


def switcher(tokenizer: Tokenizer, english_counts: Ints) -> Switcher:
    """Han tokens to English tokens: the lexicon turned round, common English words first."""
    tokens = tokenizer.get_vocab()
    lexicon = load_lexicon(LEXICON_PATH)
    weights: dict[int, dict[int, float]] = defaultdict(dict)
    for word in lexicon:
        if word in tokens:
            for chinese, probability in lexicon.translations(word):
                if chinese in tokens:
                    count = 1.0 + english_counts[tokens[word]]
                    weights[tokens[chinese]][tokens[word]] = probability * count**0.5
    english = np.zeros((len(tokens), _CHOICES), dtype=np.int64)
    cumulative = np.ones((len(tokens), _CHOICES))
    for token, row in weights.items():
        best = sorted(row.items(), key=lambda item: (-item[1], item[0]))[:_CHOICES]
        total = sum(weight for _, weight in best)
        english[token, : len(best)] = [choice for choice, _ in best]
        cumulative[token, : len(best)] = np.cumsum([weight / total for _, weight in best])
    return Switcher(english, cumulative)
