"""English words in Chinese, with how surely: what lets a keyword index answer English questions.

The lexicon was learnt from parallel laws, sentences and a dictionary (see training/README.md). It
reaches words, not meanings: use it to weigh what may stand for a word, never to show a translation.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path

Translations = tuple[tuple[str, float], ...]

LEXICON_PATH = Path(__file__).parent / "models" / "lexicon.tsv.gz"
_OUR = re.compile(
    r"(?<=^arm|^col|^fav|^hum|^lab|^hon|^vap|^vig|^rum)our|(?<=^flav|^harb)our"
    r"|(?<=^behavi|^neighb|^endeav)our"
)
_TRE = re.compile(r"(?<=^me|^li)tre|(?<=^cen)tre|(?<=^thea)tre|(?<=^kilome)tre|(?<=^centime)tre")
_ISE = re.compile(r"(?<=[a-z]{4})is(?=(?:e|ed|es|ing|ations?)$)")


class Lexicon:
    """English words and phrases with their Chinese words, the surest first.

    The lines stay as they are read, and a word is found by halving: making 80,000 objects at
    start would cost more than every look-up that a question makes.
    """

    def __init__(self, lines: bytes) -> None:
        """`lines` are `english<TAB>社区 92 小区 5`, UTF-8, sorted by code point, each ended."""
        self._lines = lines

    @classmethod
    def from_entries(cls, entries: Mapping[str, str]) -> Lexicon:
        """The lexicon of a mapping such as `{"community": "社区 92 小区 5"}`."""
        return cls("".join(f"{word}\t{entries[word]}\n" for word in sorted(entries)).encode())

    def __iter__(self) -> Iterator[str]:
        for line in self._lines.splitlines():
            yield line.split(b"\t", 1)[0].decode()

    @cached_property
    def digest(self) -> str:
        """The sha256 of the lines."""
        return hashlib.sha256(self._lines).hexdigest()

    def __len__(self) -> int:
        return self._lines.count(b"\n")

    def __contains__(self, word: str) -> bool:
        return self._entry(word) is not None

    def _entry(self, word: str) -> str | None:
        wanted = word.encode()
        low, high = 0, len(self._lines)
        while low < high:
            start = self._lines.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = self._lines.index(b"\n", start)
            found, entry = self._lines[start:end].split(b"\t", 1)
            if found == wanted:
                return entry.decode()
            low, high = (end + 1, high) if found < wanted else (low, start)
        return None

    def translations(self, word: str) -> Translations:
        """The Chinese words for a folded English word, folded, with probabilities; or nothing.

        A form that is not listed is looked up by its base forms (budgets, budgeted -> budget).

        >>> lexicon = Lexicon.from_entries({"budget": "预算 98", "resident": "居民 60 居住 20"})
        >>> lexicon.translations("residents")
        (('居民', 0.6), ('居住', 0.2))
        >>> lexicon.translations("zyzzyva")
        ()
        """
        for form in word_forms(word):
            entry = self._entry(form)
            if entry is not None:
                return _parsed(entry)
        return ()


def load_lexicon(path: Path) -> Lexicon:
    """The lexicon in a gzipped file of lines `english<TAB>中文 per-cent …`."""
    return Lexicon(gzip.decompress(path.read_bytes()))


@cache
def bundled_lexicon() -> Lexicon:
    """The lexicon that comes with the package, loaded once."""
    return load_lexicon(LEXICON_PATH)


def word_forms(word: str) -> tuple[str, ...]:
    """A word and what it may be a form or another spelling of, the likeliest first.

    >>> word_forms("policies")
    ('policies', 'policy', 'policie')
    >>> word_forms("planning")
    ('planning', 'plan', 'plann', 'planne')
    >>> word_forms("neighbours")
    ('neighbours', 'neighbour', 'neighbors', 'neighbor')
    """
    forms: list[str] = []
    for spelling in (word, american(word)):
        forms += [spelling, *singulars(spelling)]
        for ending in ("ing", "ed", "ly"):
            root = spelling.removesuffix(ending)
            if root != spelling and len(root) >= 3:
                forms += [root[:-1]] if root[-1] == root[-2] else []
                forms += [root, f"{root}e"]
    return tuple(dict.fromkeys(forms))


def american(word: str) -> str:
    """The word as Americans may spell it: the lexicon is listed so. A guess, for a last try.

    >>> american("organisations"), american("labour"), american("kilometres"), american("four")
    ('organizations', 'labor', 'kilometers', 'four')
    """
    return _ISE.sub("iz", _OUR.sub("or", _TRE.sub("ter", word)))


def singulars(word: str) -> tuple[str, ...]:
    """What a word may be the plural, or the third person, of."""
    if not word.endswith("s") or word.endswith(("ss", "us", "is")) or len(word) < 4:
        return ()
    if word.endswith("ies"):
        return (f"{word[:-3]}y", word[:-1])
    if word.endswith(("ches", "shes", "sses", "xes", "zes", "oes")):
        return (word[:-2], word[:-1])
    return (word[:-1],)


def _parsed(entry: str) -> Translations:
    fields = entry.split(" ")
    return tuple(
        (word, int(per_cent) / 100)
        for word, per_cent in zip(fields[::2], fields[1::2], strict=True)
    )
