"""What training/evaluate.py measures with: BM25 over our terms, ranks, recall."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from rag.encode.lexicon import Lexicon
from rag.text import bulk_index_terms, folded
from training.train_lexicon import FUNCTION_WORDS
from training.words import english_words

Scores = NDArray[np.float64]
_K1 = 1.2
_B = 0.75


class Bm25:
    """BM25 over the index terms of some texts, also for words known only by translation."""

    def __init__(self, texts: Sequence[str]) -> None:
        bags = [Counter(bulk_index_terms(folded(text))) for text in texts]
        self._number = {
            term: i for i, term in enumerate(sorted({term for bag in bags for term in bag}))
        }
        rows = [i for i, bag in enumerate(bags) for _ in bag]
        columns = [self._number[term] for bag in bags for term in bag]
        counts = [float(count) for bag in bags for count in bag.values()]
        shape = (len(texts), len(self._number))
        self._counts = csr_matrix((counts, (rows, columns)), shape=shape).tocsc()
        lengths = np.asarray(self._counts.sum(axis=1)).ravel()
        self._damping = _K1 * (1 - _B + _B * lengths / lengths.mean())

    def scores(self, words: Sequence[Sequence[tuple[str, float]]]) -> Scores:
        """The score of each text for words, each of them a list of terms with probabilities."""
        total = np.zeros(len(self._damping))
        for alternatives in words:
            total += self._word_scores(alternatives)
        return total

    def _word_scores(self, alternatives: Sequence[tuple[str, float]]) -> Scores:
        count = np.zeros(len(self._damping))
        for term, probability in alternatives:
            if term in self._number:
                column = self._counts[:, [self._number[term]]].toarray().ravel()
                count += probability * column
        containing = np.minimum(count, 1).sum()
        rarity = np.log(1 + (len(count) - containing + 0.5) / (containing + 0.5))
        return np.asarray(rarity * count * (_K1 + 1) / (count + self._damping))


def chinese_terms(question: str) -> list[list[tuple[str, float]]]:
    """A Chinese question for `Bm25.scores`: its terms as they are."""
    return [[(term, 1.0)] for term in bulk_index_terms(folded(question))]


def translated_terms(question: str, lexicon: Lexicon) -> list[list[tuple[str, float]]]:
    """An English question for `Bm25.scores`: each word as itself, or as it translates."""
    words = english_words(folded(question))
    terms = []
    for word in words:
        if word not in FUNCTION_WORDS:
            terms.append([(term, 1.0) for term in bulk_index_terms(word)])
            terms[-1] += lexicon.translations(word)
    numbers = [term for term in bulk_index_terms(folded(question)) if term[0].isdigit()]
    return terms + [[(number, 1.0)] for number in numbers]


def ranks(scores: Scores, wanted: Sequence[int]) -> NDArray[np.int64]:
    """The rank, from 1, of the wanted column in each row; ties count against it."""
    of_wanted = scores[np.arange(len(wanted)), list(wanted)][:, None]
    return np.asarray((scores >= of_wanted).sum(axis=1), dtype=np.int64)


def fused(words: Scores, vectors: Scores, share: float) -> Scores:
    """Both scores, each in standard deviations over all texts, the vectors' times `share`.

    Standing out matters, not only the rank: fused by ranks, the weaker half does harm.
    """
    return _standing_out(words) + share * _standing_out(vectors)


def _standing_out(scores: Scores) -> Scores:
    deviation = scores.std(axis=1, keepdims=True)
    return (scores - scores.mean(axis=1, keepdims=True)) / np.where(deviation > 0, deviation, 1)


def fused_by_ranks(*rankings: Scores) -> Scores:
    """Reciprocal rank fusion of score matrices of one shape."""
    total = np.zeros(rankings[0].shape)
    for scores in rankings:
        order = np.argsort(-scores, axis=1, kind="stable")
        places = np.empty_like(order)
        np.put_along_axis(places, order, np.arange(scores.shape[1])[None, :], axis=1)
        total += 1 / (60 + places + 1)
    return total


def recall(found: NDArray[np.int64], k: int) -> float:
    """The share of ranks that are at most k."""
    return float((found <= k).mean())
