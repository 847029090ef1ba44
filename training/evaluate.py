"""Step 8: what the encoder and the lexicon find, alone and together, and what they cost.

    python -m training.evaluate [--eval DIR] [--model DIR]

Without --eval, only on the pairs that preparing held out. Nothing here is trained on.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from rag.encode.conv import CONV_PATH, load_conv_encoder
from rag.encode.lexicon import LEXICON_PATH, load_lexicon
from rag.encode.seam import Encoder
from rag.encode.static import load_static_encoder
from training.data import held_out_path, read_pairs, read_records
from training.measures import (
    Bm25,
    Scores,
    chinese_terms,
    fused,
    fused_by_ranks,
    ranks,
    recall,
    translated_terms,
)

# How much the vectors' score may count beside the words'.
SHARES = (0.5, 1.0)


def main() -> None:
    """Print every measurement, a line each."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--eval", type=Path, help="folder of question sets, never trained on")
    parser.add_argument("--model", type=Path, default=CONV_PATH, help="folder of an encoder")
    arguments = parser.parse_args()
    started = time.perf_counter()
    encoder = encoder_in(arguments.model)
    print(f"encoder loads in {1000 * (time.perf_counter() - started):.0f} ms")
    measure_held_out(encoder)
    if arguments.eval:
        measure_xquad(encoder, arguments.eval / "xquad_zh_en_half.jsonl.gz")
        measure_chinese(encoder, "DRCD dev", arguments.eval / "drcd_dev.jsonl.gz")
        measure_ntrex(encoder, arguments.eval / "ntrex_parallel.jsonl.gz")
    measure_speed(encoder)


def encoder_in(folder: Path) -> Encoder:
    """The encoder whose files a folder holds: a network, or a vector for each word."""
    if (folder / "model.onnx").is_file():
        return load_conv_encoder(folder, "measured")
    return load_static_encoder(folder, "measured")


def measure_held_out(encoder: Encoder) -> None:
    """English finding its Chinese among 2,000, which no training saw."""
    for source in ("law", "tatoeba"):
        pairs = read_pairs(held_out_path(source))
        english = encoder.encode([pair.english for pair in pairs])
        chinese = encoder.encode([pair.chinese for pair in pairs])
        scores = (english @ chinese.T).astype(np.float64)
        _report(f"{source} held out, English -> Chinese", scores, range(len(pairs)))


def measure_xquad(encoder: Encoder, path: Path) -> None:
    """English and Chinese questions over Chinese paragraphs: vectors, words, and both."""
    records = list(read_records(path))
    contexts = list(dict.fromkeys(record["ctx_zh"] for record in records))
    wanted = [contexts.index(record["ctx_zh"]) for record in records]
    bm25 = Bm25(contexts)
    started = time.perf_counter()
    lexicon = load_lexicon(LEXICON_PATH)
    print(f"lexicon loads in {1000 * (time.perf_counter() - started):.0f} ms")
    passages = encoder.encode(contexts)
    asked: tuple[tuple[str, str, Callable[[str], list[list[tuple[str, float]]]]], ...] = (
        ("English", "q_en", lambda question: translated_terms(question, lexicon)),
        ("Chinese", "q_zh", chinese_terms),
    )
    for language, field, terms in asked:
        questions = [record[field] for record in records]
        dense = (encoder.encode(questions) @ passages.T).astype(np.float64)
        words = np.array([bm25.scores(terms(question)) for question in questions])
        found = {
            "vectors": dense,
            "words": words,
            "both by ranks": fused_by_ranks(dense, words),
            **{f"both, vectors {share}": fused(words, dense, share) for share in SHARES},
        }
        for name, scores in found.items():
            _report(f"XQuAD {language} -> Chinese, {name}", scores, wanted)


def measure_chinese(encoder: Encoder, name: str, path: Path) -> None:
    """Chinese questions over Chinese paragraphs, by vectors alone."""
    records = list(read_records(path))
    contexts = list(dict.fromkeys(record["context"] for record in records))
    place = {context: i for i, context in enumerate(contexts)}
    scores = encoder.encode([record["question"] for record in records]) @ encoder.encode(contexts).T
    wanted = [place[record["context"]] for record in records]
    _report(f"{name}, vectors", scores.astype(np.float64), wanted)


def measure_ntrex(encoder: Encoder, path: Path) -> None:
    """News sentences finding their translations."""
    records = list(read_records(path))
    english = encoder.encode([record["en"] for record in records])
    for language in ("zh_cn", "zh_tw", "yue"):
        chinese = encoder.encode([record[language] for record in records])
        scores = (english @ chinese.T).astype(np.float64)
        _report(f"NTREX en -> {language}, vectors", scores, range(len(records)))


def measure_speed(encoder: Encoder) -> None:
    """Texts a second on this machine, one at a time and in bulk."""
    texts = [pair.chinese for pair in read_pairs(held_out_path("law"))]
    started = time.perf_counter()
    for text in texts[:500]:
        encoder.encode([text])
    alone = 500 / (time.perf_counter() - started)
    started = time.perf_counter()
    encoder.encode(texts)
    print(f"encodes {alone:,.0f} texts/s one at a time, ", end="")
    print(f"{len(texts) / (time.perf_counter() - started):,.0f} in bulk")


def _report(name: str, scores: Scores, wanted: Sequence[int]) -> None:
    found = ranks(scores, wanted)
    print(f"{name}: R@1 {recall(found, 1):.3f}, R@10 {recall(found, 10):.3f}", flush=True)


if __name__ == "__main__":
    main()
