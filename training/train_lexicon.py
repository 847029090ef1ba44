"""Step 4: learn which Chinese words stand for an English word, and write the lexicon.

    python -m training.train_lexicon [--out FILE]

Two alignments are learnt apart and mixed, so that a word keeps both its senses: one on official
texts (laws, their titles, UN), one on everyday text (dictionary glosses, Tatoeba).
"""

from __future__ import annotations

import argparse
import gzip
import math
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from rag.encode.lexicon import LEXICON_PATH, american, singulars
from training.alignment import Ids, Sentences, align
from training.data import pairs_path, read_pairs
from training.words import chinese_path, english_words, read_words

OFFICIAL = ("law", "titles", "un")
EVERYDAY = ("glosses", "tatoeba")
ROUNDS = 6
TOP = 6
LEAST_PROBABILITY = 0.03
LONGEST_SENTENCE = 60
_TATOEBA_WEIGHT = 6.0
_FREQUENCY_POWER = 0.4

# Words that carry no content of their own, in both tables.
FUNCTION_WORDS = frozenset(
    """a an the of to in on at by for from with without into onto upon and or nor but if than then
    that this these those it its is are was were be been being am do does did doing have has had
    having will would shall should may might can could must not no as so such which who whom whose
    what when where why how there here he she they we you i me him her them us my your his our their
    also any each other others one's oneself sb sth etc eg ie lit fig used esp thereof therein
    herein hereof thereto hereby whereby s t""".split()
)
# Words in -s that are not the plural of what is left without it.
_NOT_PLURALS = frozenset(
    """goods news customs arms means premises proceeds series species damages earnings savings
    securities headquarters sanctions works customs economics politics physics mathematics
    athletics always perhaps besides towards afterwards sometimes""".split()
)

Table = dict[str, dict[str, float]]


def main() -> None:
    """Learn both alignments, mix them, write the lexicon."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--out", type=Path, default=LEXICON_PATH)
    out: Path = parser.parse_args().out
    bases = base_forms()
    official = learn(OFFICIAL, bases)
    everyday = learn(EVERYDAY, bases)
    attested = {
        english: row
        for english, row in mixed(official, everyday).items()
        if is_attested(row, official.get(english, {}), everyday.get(english, {}))
    }
    entries = {english: prune(row) for english, row in attested.items()}
    entries.update(dictionary_phrases(bases))
    write(out, entries)
    print(f"{out}: {len(entries):,} entries, {out.stat().st_size:,} bytes")


def base_forms() -> dict[str, str]:
    """Plurals -> singulars and British -> American spellings, where the pairs hold both."""
    counts: Counter[str] = Counter()
    for source in (*OFFICIAL, *EVERYDAY):
        for pair in read_pairs(pairs_path(source)):
            counts.update(english_words(pair.english))
    bases = {}
    for word, count in counts.items():
        spelling = american(word) if counts[american(word)] else word
        for base in (*singulars(spelling), spelling):
            if counts[base] * 20 >= count and base != word and word not in _NOT_PLURALS:
                bases[word] = base
                break
    return bases


def content_words(text: str, bases: dict[str, str]) -> list[str]:
    """The English words that carry content, plurals as singulars."""
    words = [word for word in english_words(text) if word not in FUNCTION_WORDS and len(word) > 1]
    return [bases.get(word, word) for word in words]


def learn(sources: Sequence[str], bases: dict[str, str]) -> Table:
    """Expected counts `table[english][chinese]` over the sentences of some sources."""
    started = time.monotonic()
    chinese: list[list[str]] = []
    english: list[list[str]] = []
    weights: list[float] = []
    frequency = chinese_frequency()
    for source in sources:
        pairs = read_pairs(pairs_path(source))
        for pair, words in zip(pairs, read_words(chinese_path(source)), strict=True):
            content = content_words(pair.english, bases)
            if 0 < len(words) <= LONGEST_SENTENCE and content:
                chinese.append(words)
                english.append(content)
                weights.append(_weight(source, words, frequency))
    chinese_ids, chinese_names = _numbered(chinese, least=1)
    english_ids, english_names = _numbered(english, least=1)
    sentences = Sentences(
        chinese_ids,
        english_ids,
        np.array(weights, dtype=np.float32),
        len(chinese_names),
        len(english_names),
    )
    table: Table = defaultdict(dict)
    for z, e, count in zip(*align(sentences, ROUNDS), strict=True):
        if count > 0.01:
            table[english_names[e]][chinese_names[z]] = float(count)
    print(f"{'+'.join(sources)}: {len(chinese):,} pairs, {time.monotonic() - started:.0f} s")
    return table


def chinese_frequency() -> Counter[str]:
    """How often each Chinese word occurs in the counted passages."""
    frequency: Counter[str] = Counter()
    for words in read_words(chinese_path("passages")):
        frequency.update(words)
    return frequency


def _weight(source: str, words: list[str], frequency: Counter[str]) -> float:
    if source == "tatoeba":
        return _TATOEBA_WEIGHT
    if source == "glosses":
        # Of two headwords with one gloss, the everyday one: 疫苗, not 菌苗.
        return math.pow(0.5 + min(frequency[word] for word in words), _FREQUENCY_POWER)
    return 1.0


def _numbered(texts: list[list[str]], *, least: int) -> tuple[list[Ids], list[str]]:
    counts = Counter(word for words in texts for word in set(words))
    names = sorted(word for word, count in counts.items() if count >= least)
    number = {name: i for i, name in enumerate(names)}
    ids = [
        np.array(sorted({number[word] for word in words if word in number}), dtype=np.int64)
        for words in texts
    ]
    return ids, names


def mixed(official: Table, everyday: Table) -> Table:
    """One row of probabilities for each English word: both senses, the better attested first."""
    rows: Table = {}
    for english in sorted({*official, *everyday}):
        row: dict[str, float] = defaultdict(float)
        shares = [
            (official.get(english, {}), 0.5, 6.0),
            (everyday.get(english, {}), 0.5, 3.0),
        ]
        for counts, share, enough in shares:
            total = sum(counts.values())
            if total:
                confidence = share * total / (total + enough)
                for chinese, count in counts.items():
                    row[chinese] += confidence * count / total
        total = sum(row.values())
        rows[english] = {chinese: weight / total for chinese, weight in row.items()}
    return rows


def is_attested(row: dict[str, float], *counts: dict[str, float]) -> bool:
    """False for a word that was hardly seen and whose neighbours could each be its meaning."""
    return sum(sum(count.values()) for count in counts) >= 1 or max(row.values()) >= 0.5


def prune(row: dict[str, float]) -> dict[str, float]:
    """The few surest translations, as they are."""
    surest = sorted(row.items(), key=lambda item: (-item[1], item[0]))[:TOP]
    return {chinese: p for chinese, p in surest if p >= LEAST_PROBABILITY}


def dictionary_phrases(bases: dict[str, str]) -> Table:
    """Glosses of two or three words whole: leading group, civil servant."""
    frequency = chinese_frequency()
    phrases: Table = defaultdict(dict)
    pairs = read_pairs(pairs_path("glosses"))
    for pair, words in zip(pairs, read_words(chinese_path("glosses")), strict=True):
        english = english_words(pair.english)
        if words and 2 <= len(english) <= 3 and not FUNCTION_WORDS & set(english):
            spelled = [american(word) for word in english]
            phrase = " ".join([*spelled[:-1], bases.get(spelled[-1], spelled[-1])])
            weight = 0.5 + min(frequency[word] for word in words)
            phrases[phrase]["".join(words)] = max(weight, phrases[phrase].get("".join(words), 0))
    return {phrase: prune(_normalized(row)) for phrase, row in phrases.items()}


def _normalized(row: dict[str, float]) -> dict[str, float]:
    total = sum(row.values())
    return {chinese: weight / total for chinese, weight in row.items()}


def write(path: Path, entries: Table) -> None:
    """Write the lexicon, the same bytes for the same entries."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = "".join(_lines(entries)).encode()
    unfinished = path.with_suffix(".unfinished")
    unfinished.write_bytes(gzip.compress(lines, 9, mtime=0))
    unfinished.replace(path)


def _lines(entries: Table) -> Iterable[str]:
    for english in sorted(entries):
        fields = [f"{chinese} {max(1, round(100 * p))}" for chinese, p in entries[english].items()]
        if fields:
            yield f"{english}\t{' '.join(fields)}\n"


if __name__ == "__main__":
    main()
