"""What the bundled reader sees of a question and a passage: tokens, and what the two share.

A token is one Han character, digit or sign, or one word of Latin letters. Each has the vector of
the word that it stands in, from the bilingual encoder, so that an English question and a Chinese
passage meet, and that word's part of speech.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

# How many features `shared_features` gives each token.
SHARED_FEATURES = 7
# The first ids of the character table: what it does not list, and words in Latin letters.
OTHER, LATIN = 0, 1
_LISTED_FROM = 2

_TOKEN = re.compile(r"[a-z]+|\S")
_LATIN_KEYS = 1 << 21
_KEYS = 1 << 22


@dataclass(frozen=True, slots=True)
class ReadText:
    """A folded text as `n` tokens; token i is `text[starts[i]:ends[i]]`.

    `keys` tell different tokens apart, `characters` are rows of the reader's table, `words` ids of
    the encoder's tokens, `vectors` float32 `[n, dim]` of unit length (or zero), `weights` `[n]`
    how telling the encoder finds each word. `parts` say of each token the part of speech of its
    word, and whether it begins or ends that word: see `part_of`.
    """

    text: str
    starts: Ints
    ends: Ints
    keys: Ints
    characters: Ints
    words: Ints
    parts: Ints
    vectors: Floats
    weights: Floats

    def __len__(self) -> int:
        return len(self.starts)

    def first(self, count: int) -> ReadText:
        """The first `count` tokens."""
        if len(self) <= count:
            return self
        return replace(
            self,
            starts=self.starts[:count],
            ends=self.ends[:count],
            keys=self.keys[:count],
            characters=self.characters[:count],
            words=self.words[:count],
            parts=self.parts[:count],
            vectors=self.vectors[:count],
            weights=self.weights[:count],
        )


@dataclass(frozen=True, slots=True)
class ReaderLists:
    """What a reader was trained with: the characters that it tells apart, the most common first,
    and the part of speech of each of the encoder's tokens, as a small number."""

    characters: str
    speech: NDArray[np.uint8]


class TextReader:
    """Texts to tokens: the encoder's tokenizer and vectors, and the reader's own lists."""

    def __init__(
        self, tokenizer: Tokenizer, rows: NDArray[np.int8], scales: Floats, lists: ReaderLists
    ) -> None:
        """The encoder's token i has the vector `rows[i] * scales[i]`."""
        self._tokenizer = tokenizer
        self._rows = rows
        self._scales = scales
        self._speech = lists.speech
        self._listed = {c: row for row, c in enumerate(lists.characters, _LISTED_FROM)}

    def read(self, text: str) -> ReadText:
        """A folded text as tokens."""
        found = [match.span() for match in _TOKEN.finditer(text)]
        starts, ends = np.array(found, dtype=np.int64).reshape(-1, 2).T
        tokens = [text[start:end] for start, end in found]
        ids, numbers = self._pieces(text)
        words = ids[numbers[starts]]
        vectors = self._vectors(ids, numbers, starts, ends)
        norms = np.linalg.norm(vectors, axis=1)
        begins = numbers[starts] != np.concatenate([[-2], numbers])[starts]
        finishes = numbers[ends - 1] != np.concatenate([numbers, [-2]])[ends]
        speech = np.where(words >= 0, self._speech[words], 0)
        return ReadText(
            text,
            starts,
            ends,
            np.array([_key(token) for token in tokens], dtype=np.int64),
            np.array([self._character(token) for token in tokens], dtype=np.int64),
            words,
            part_of(speech, begins, finishes),
            (vectors / np.where(norms > 0, norms, 1)[:, None]).astype(np.float32),
            norms.astype(np.float32),
        )

    def _pieces(self, text: str) -> tuple[Ints, Ints]:
        """The encoder's tokens (and -1, for no token), and which of them each character is in."""
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        numbers = np.full(len(text), -1, dtype=np.int64)
        for number, (start, end) in enumerate(encoding.offsets):
            numbers[start:end] = number
        return np.array([*encoding.ids, -1], dtype=np.int64), numbers

    def _vectors(self, ids: Ints, numbers: Ints, starts: Ints, ends: Ints) -> Floats:
        """For each token the summed vector of all the encoder's tokens in it."""
        words = ids[numbers[starts]]
        known = words >= 0
        vectors = np.zeros((len(words), self._rows.shape[1]), dtype=np.float32)
        vectors[known] = self._rows[words[known]] * self._scales[words[known], None]
        for index in np.flatnonzero(ends - starts > 1):
            inside = dict.fromkeys(ids[numbers[starts[index] : ends[index]]].tolist())
            for id_ in [id_ for id_ in inside if id_ >= 0][1:]:
                vectors[index] += self._rows[id_] * self._scales[id_]
        return vectors

    def _character(self, token: str) -> int:
        is_latin = token.isascii() and token.isalpha()
        return LATIN if is_latin else self._listed.get(token, OTHER)


def part_of(speech: Ints, begins: NDArray[np.bool_], finishes: NDArray[np.bool_]) -> Ints:
    """One number for a part of speech, and whether a token begins and finishes its word."""
    parts: Ints = speech.astype(np.int64) * 4 + begins * 2 + finishes
    return parts


def _key(token: str) -> int:
    return ord(token) if len(token) == 1 else _LATIN_KEYS + crc32(token.encode()) % _LATIN_KEYS


def shared_features(one: ReadText, other: ReadText, credits: Floats | None = None) -> Floats:
    """For each token of `one`, what `other` has of it: float32 `[len(one), SHARED_FEATURES]`.

    The token itself, with its next, with the one before, its word, the nearest word's cosine, a
    credit that the caller knows (of translations), and how telling its word is.
    """
    features = np.zeros((len(one), SHARED_FEATURES), dtype=np.float32)
    if not len(one) or not len(other):
        return features
    ours, theirs = _pairs(one.keys), _pairs(other.keys)
    together = np.isin(ours, theirs)
    features[:, 0] = np.isin(one.keys, other.keys)
    features[:-1, 1] = together
    features[1:, 2] = together
    features[:, 3] = np.isin(one.words, other.words[other.words >= 0])
    features[:, 4] = (one.vectors @ other.vectors.T).max(axis=1)
    if credits is not None:
        features[:, 5] = credits
    features[:, 6] = one.weights
    return features


def _pairs(keys: Ints) -> Ints:
    pairs: Ints = keys[:-1] * _KEYS + keys[1:]
    return pairs


def word_credits(passage: ReadText, alternatives: Sequence[tuple[str, float]]) -> Floats:
    """For each token of a passage, the most that any of the `(word, credit)` in it gives."""
    credits = np.zeros(len(passage.text), dtype=np.float32)
    for word, credit in alternatives:
        at = passage.text.find(word)
        while at >= 0:
            held = credits[at : at + len(word)]
            np.maximum(held, credit, out=held)
            at = passage.text.find(word, at + 1)
    return credits[passage.starts]
