"""Phrases in four writings: the same hits in the same order.

    python -m benchmarks.phrase_scripts CHAPTER.txt LAWS.jsonl.gz [MORE.jsonl.gz ...]

Takes 500 runs of 6 to 16 characters from the chapter and the articles (20,000 of them, evenly), and
looks each up in Traditional, in Simplified, in full and in half width. Prints every phrase whose
hits differ, or whose own passage is not among them, and the number of phrases whose hits agree.
"""

from __future__ import annotations

import argparse
import random
import unicodedata
from pathlib import Path

from benchmarks.index_scale import corpus_of, read_articles
from rag.corpus import parse_text
from rag.index import Matches, Phrase
from rag.index.keywords import Keywords, KeywordWriter
from rag.search.query_language import parse_structured
from rag.text import is_word, render_simplified, render_traditional

_PHRASES = 500
_ARTICLES = 20_000


def main() -> None:
    """Print what differs, and the count of what does not."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("chapter", type=Path)
    parser.add_argument("files", nargs="+", type=Path)
    given = parser.parse_args()
    articles = list(read_articles(given.files))
    laws = corpus_of(articles[:: max(1, len(articles) // _ARTICLES)]).documents
    chapter = parse_text("chapter", given.chapter.read_text("utf-8"))
    passages = [passage for document in (chapter, *laws) for passage in document.passages]
    writer = KeywordWriter(None)
    for row, passage in enumerate(passages):
        writer.add(row, 0, passage)
    keywords = writer.finish()
    draw, done, alike = random.Random(3), 0, 0
    while done < _PHRASES:
        row = draw.randrange(len(chapter.passages) if done < _PHRASES // 5 else len(passages))
        phrase = _piece(passages[row].text, draw)
        if phrase:
            done += 1
            alike += _is_alike(keywords, phrase, row)
    print(f"{alike} of {done} phrases have the same hits in four writings")


def _piece(text: str, draw: random.Random) -> str:
    start = draw.randrange(max(1, len(text) - 6))
    piece = text[start : start + draw.randint(6, 16)].strip()
    # Digits and letters are words: half of one is another word.
    is_whole = not any(c.isalnum() and unicodedata.category(c) != "Lo" for c in piece)
    return piece if is_word(piece) and is_whole and not set(piece) & set('“”「」『』"\n') else ""


def _is_alike(keywords: Keywords, phrase: str, row: int) -> bool:
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in phrase)
    narrow = unicodedata.normalize("NFKC", phrase)
    writings = (render_traditional(phrase), render_simplified(phrase), f"{wide}", narrow)
    first, *others = (_found(keywords, f"「{writing}」") for writing in writings)
    is_alike = row in first.rows and all(other == first for other in others)
    if not is_alike:
        print(f"{phrase!r}: {[len(found.rows) for found in (first, *others)]}")
    return is_alike


def _found(keywords: Keywords, query: str) -> Matches:
    structured = parse_structured(query)
    if structured is None or not isinstance(structured.condition, Phrase):
        raise ValueError(f"{query} is not read as a phrase")
    return keywords.matching(structured.condition, 10)


if __name__ == "__main__":
    main()
