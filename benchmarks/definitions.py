"""What terms of law mean, asked of a shelf of laws: is the sentence quoted that defines?

    python -m benchmarks.definitions INDEX LAWS.jsonl.gz [MORE.jsonl.gz ...]

Takes the terms that the articles define (本法所称X，是指…) and asks what some of them mean, in five
ways, of an index of the same laws. Prints each term that no quoted sentence defines, with what was
quoted, and for how many one does; a term that several laws define may be told by any of them.
"""

from __future__ import annotations

import argparse
import random
import re
from pathlib import Path

from benchmarks.index_scale import read_articles, text_of
from rag.engine import Engine
from rag.text import folded

_DEFINED = re.compile(
    r"本(?:法|条例|办法|规定|细则|规则)所称([^,;:.\s\"的是为]{2,10}),?(?:是指|系指|指)"
)
_QUESTIONS = ("什么是{}?", "{}是什么意思?", "何谓{}?", "{}的定义", "{}是指什么?")


def main() -> None:
    """Print what is not defined, and the count of what is."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("index", type=Path)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--terms", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    engine = Engine.open(given.index)
    texts = (folded(text_of(article)) for article in read_articles(given.files))
    terms = sorted({term for text in texts for term in _DEFINED.findall(text)})
    chosen = random.Random(given.seed).sample(terms, min(given.terms, len(terms)))
    defined = sum(
        _is_defined(engine, _QUESTIONS[number % len(_QUESTIONS)], term)
        for number, term in enumerate(chosen)
    )
    print(f"{defined} of {len(chosen)} terms ({len(terms):,} are defined) are told by a definition")


def _is_defined(engine: Engine, question: str, term: str) -> bool:
    quoted = [folded(sentence.text) for sentence in engine.ask(question.format(term)).sentences]
    means = re.compile(rf'{re.escape(term)}"?[,:]?(?:是指|系指|指|谓|包括|是|为)')
    if any(map(means.search, quoted)):
        return True
    print(f"{question.format(term)} {quoted[:1]}")
    return False


if __name__ == "__main__":
    main()
