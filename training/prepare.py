"""Step 1: turn the raw corpora into pairs, questions and plain text under training/work/.

    python -m training.prepare --data DIR

A fiftieth of the laws (whole laws, so that no article leaks) and 2,000 Tatoeba pairs are held out.
"""

from __future__ import annotations

import argparse
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from training.data import (
    WORK,
    Pair,
    held_out_path,
    pairs_path,
    read_records,
    shuffled,
    write_pairs,
    write_records,
)

HELD_OUT = 2_000
ENGLISH_TEXTS = 30_000
_LONGEST_CHINESE = 220
_DICTIONARY_ASIDE = re.compile(r"\[[^\]]*\]|\([^)]*\)|\bCL:.*|\b(?:abbr|also written|also pr)\b.*")
_DICTIONARY_POINTER = re.compile(r"^(?:old )?variant of|^see |^CL:|^used in |^erhua variant|^\W*$")
_HAN = re.compile(r"[\u3400-\u9fff]")


def law_pairs(data: Path) -> tuple[list[Pair], list[Pair]]:
    """Training and held-out lines of the laws that have an official English text."""
    training: list[Pair] = []
    held_out: list[Pair] = []
    seen: set[str] = set()
    for record in read_records(data / "tw_laws_zh_en.jsonl.gz"):
        chosen = held_out if is_held_out(record["law_id"]) else training
        for pair in aligned_lines(record["zh"], record["en"]):
            if pair.chinese not in seen and _plausible(pair):
                seen.add(pair.chinese)
                chosen.append(pair)
    return shuffled(training), shuffled(held_out)[:HELD_OUT]


def title_pairs(data: Path) -> list[Pair]:
    """The names of the laws, which hold many names of offices and fields."""
    names = {
        (record["law_zh"], record["law_en"])
        for record in read_records(data / "tw_laws_zh_en.jsonl.gz")
        if not is_held_out(record["law_id"])
    }
    return shuffled(Pair(chinese, english) for chinese, english in sorted(names) if english)


def gloss_pairs(data: Path) -> list[Pair]:
    """CC-CEDICT headwords with each of their senses."""
    pairs = []
    for record in read_records(data / "cedict.jsonl.gz"):
        senses = [_sense(sense) for sense in record["en"]]
        pairs += [Pair(record["simp"], sense) for sense in dict.fromkeys(senses) if sense]
    return shuffled(pairs)


def sentence_pairs(path: Path) -> list[Pair]:
    """Tatoeba or UN sentence pairs, each Chinese sentence once."""
    by_chinese = {record["zh"]: record["en"] for record in read_records(path)}
    return shuffled(Pair(chinese, english) for chinese, english in sorted(by_chinese.items()))


def questions(data: Path) -> Iterator[dict[str, str]]:
    """Questions with the passage that answers them."""
    for record in read_records(data / "cmrc2018_train.jsonl.gz"):
        yield {"source": "cmrc", "question": record["question"], "passage": record["context"]}
    for record in read_records(data / "lecoqa_train.jsonl.gz"):
        for text in record["articles"].values():
            yield {"source": "lecoqa", "question": record["question"], "passage": text.strip()}


def english_texts(data: Path) -> list[Pair]:
    """English alone, for the English half of the encoder."""
    texts = {record["en"] for record in read_records(data / "python_docs_en_zh.jsonl.gz")}
    chosen = (text for text in sorted(texts) if 30 <= len(text) <= 400)
    return [Pair("", text) for text in shuffled(chosen)[:ENGLISH_TEXTS]]


def passages(data: Path) -> Iterator[dict[str, str]]:
    """Plain Chinese text, for word counts and for contrast of parts of one passage."""
    contexts = {record["context"] for record in read_records(data / "cmrc2018_train.jsonl.gz")}
    for context in sorted(contexts):
        yield {"source": "cmrc", "heading": "", "text": context}
    for record in read_records(data / "prc_laws_articles.jsonl.gz"):
        heading = f"{record['law']} {record['chapter']}".strip()
        yield {"source": "prc", "heading": heading, "text": record["text"]}
    for record in read_records(data / "tw_laws_articles.jsonl.gz"):
        heading = f"{record['law']} {record['chapter']}".strip()
        yield {"source": "tw", "heading": heading, "text": record["zh"]}
    for record in read_records(data / "tw_policy_speeches.jsonl.gz"):
        if len(_HAN.findall(record["text"])) >= 40:
            yield {"source": "speech", "heading": record["doc"], "text": record["text"]}


def is_held_out(law_id: str) -> bool:
    """True for a fiftieth of the laws, by their id: no training sees them."""
    return hashlib.sha256(law_id.encode()).digest()[0] < 256 // 50 + 3


def aligned_lines(chinese: str, english: str) -> list[Pair]:
    """The lines of an article with their English; all as one where they are not as many."""
    chinese_lines = [line.strip() for line in chinese.split("\n") if line.strip()]
    english_lines = [line.strip() for line in english.split("\n") if line.strip()]
    if len(chinese_lines) == len(english_lines):
        return [Pair(*lines) for lines in zip(chinese_lines, english_lines, strict=True)]
    return [Pair(" ".join(chinese_lines), " ".join(english_lines))]


def _plausible(pair: Pair) -> bool:
    length = len(pair.chinese)
    return 6 <= length <= _LONGEST_CHINESE and 1.2 < len(pair.english) / length < 8


def _sense(text: str) -> str:
    if _DICTIONARY_POINTER.search(text):
        return ""
    plain = re.sub(r"\s+", " ", _DICTIONARY_ASIDE.sub(" ", text)).strip(" ,;:")
    return "" if _HAN.search(plain) or not re.search(r"[A-Za-z]", plain) else plain


def main() -> None:
    """Prepare everything under training/work/."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of the raw corpora")
    data: Path = parser.parse_args().data
    law, held_law = law_pairs(data)
    tatoeba = sentence_pairs(data / "tatoeba_en_zh.jsonl.gz")
    prepared = {
        pairs_path("law"): law,
        held_out_path("law"): held_law,
        pairs_path("titles"): title_pairs(data),
        pairs_path("glosses"): gloss_pairs(data),
        pairs_path("un"): sentence_pairs(data / "un_dev_en_zh.jsonl.gz"),
        pairs_path("english"): english_texts(data),
        pairs_path("tatoeba"): tatoeba[HELD_OUT:],
        held_out_path("tatoeba"): tatoeba[:HELD_OUT],
    }
    for path, pairs in prepared.items():
        print(f"{path.name}: {write_pairs(path, pairs):,}")
    print(f"questions.jsonl: {write_records(WORK / 'questions.jsonl', questions(data)):,}")
    print(f"passages.jsonl: {write_records(WORK / 'passages.jsonl', passages(data)):,}")


if __name__ == "__main__":
    main()
