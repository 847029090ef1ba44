"""Step 5: the tokens that get a vector: Han words and characters, English words, pieces, numbers.

    python -m training.vocabulary

One `tokenizers` Unigram model does it all, so that sentence-transformers needs no code of ours:
its normalizer folds width, case, accents and script (character by character), its segmentation
takes the likeliest words, as jieba does.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from rag.text import is_han, render_simplified
from training.data import PAIR_SOURCES, WORK, pairs_path, read_pairs
from training.words import chinese_path, english_words, read_words

TOKENIZER_PATH = WORK / "tokenizer.json"
LEAST_CHARACTER = 6.0
HAN_WORDS = 26_000
ENGLISH_WORDS = 19_000
ENGLISH_PIECES = 1_500
_HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\x{20000}-\x{323af}"
# Known English words and numbers are never split: two tokens always cost more than one.
_WHOLE, _PIECE, _LETTER = -8.0, -9.0, -12.0
# How much one listing in the dictionary, or one use in a parallel text, counts beside one use in
# the passages: the dictionary's words are rare in laws and common in questions.
_SOURCE_WEIGHT = {"glosses": 2.0, "tatoeba": 3.0, "passages": 1.0}


def han_counts() -> Counter[str]:
    """How much each Han word counts over all sources."""
    counts: Counter[str] = Counter()
    for source in (*PAIR_SOURCES, "passages"):
        weight = _SOURCE_WEIGHT.get(source, 1.0)
        for words in read_words(chinese_path(source)):
            for word in words:
                # As the tokenizer will see it: 乾隆 is kept by folding, not by its characters.
                counts["".join(map(render_simplified, word))] += weight  # type: ignore[assignment]
    return counts


def english_counts() -> Counter[str]:
    """How often each English word occurs in the pairs."""
    counts: Counter[str] = Counter()
    for source in (*PAIR_SOURCES, "english"):
        for pair in read_pairs(pairs_path(source)):
            counts.update(english_words(pair.english))
    return counts


def vocabulary() -> list[tuple[str, float]]:
    """Every token with its log probability; the first is what stands for anything unknown."""
    han = han_counts()
    total = sum(han.values())
    characters: Counter[str] = Counter()
    for word, count in han.items():
        for character in word:
            characters[character] += count
    words = [word for word, _ in han.most_common(HAN_WORDS + len(characters)) if len(word) > 1]
    tokens = {"<unk>": -30.0}
    for character in sorted(c for c, count in characters.items() if count >= LEAST_CHARACTER):
        tokens[character] = math.log(max(han[character], 0.5) / total)
    for word in words[:HAN_WORDS]:
        tokens[word] = math.log(han[word] / total)
    english = english_counts()
    for piece in (*_pieces(english), *"abcdefghijklmnopqrstuvwxyz"):
        tokens[piece] = _LETTER if len(piece) == 1 else _PIECE
    for word, _ in english.most_common(ENGLISH_WORDS):
        tokens[word] = _WHOLE
    for number in (*range(100), *range(1800, 2040)):
        tokens[str(number)] = _WHOLE
    return list(tokens.items())


def build_tokenizer(tokens: list[tuple[str, float]]) -> Tokenizer:
    """The tokenizer over these tokens, with all folding inside."""
    tokenizer = Tokenizer(models.Unigram(tokens, unk_id=0))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.NFKD(),
            normalizers.StripAccents(),
            normalizers.Lowercase(),
            normalizers.Precompiled(simplifying_charsmap()),
        ]
    )
    # Single digits cut a number that is no token of its own; all else is left out.
    words = Regex(rf"[{_HAN}]+|[a-z]+|\d+")
    tokenizer.pre_tokenizer = pre_tokenizers.Split(words, "removed", invert=True)
    return tokenizer


def simplifying_charsmap() -> bytes:
    """Each Traditional character -> its Simplified one, compiled as sentencepiece compiles it."""
    import sentencepiece
    from sentencepiece import sentencepiece_model_pb2

    with tempfile.TemporaryDirectory() as folder:
        rules = Path(folder) / "rules.tsv"
        rules.write_text("".join(_rules()), encoding="utf-8")
        corpus = Path(folder) / "corpus.txt"
        corpus.write_text("a b c d\n" * 50, encoding="utf-8")
        sentencepiece.SentencePieceTrainer.train(
            input=str(corpus),
            model_prefix=f"{folder}/model",
            vocab_size=8,
            hard_vocab_limit=False,
            normalization_rule_tsv=str(rules),
            minloglevel=2,
        )
        model = sentencepiece_model_pb2.ModelProto()
        model.ParseFromString(Path(f"{folder}/model.model").read_bytes())
    charsmap: bytes = model.normalizer_spec.precompiled_charsmap
    return charsmap


def _rules() -> Iterator[str]:
    for code_point in range(0x3400, sys.maxunicode + 1):
        character = chr(code_point)
        if unicodedata.category(character) == "Lo" and is_han(character):
            simplified = render_simplified(character)
            if simplified != character:
                yield f"{code_point:X}\t{ord(simplified):X}\n"


def _pieces(english: Counter[str]) -> list[str]:
    beginnings: Counter[str] = Counter()
    endings: Counter[str] = Counter()
    for word in english:
        for length in range(3, 7):
            if len(word) > length + 1:
                beginnings[word[:length]] += length - 1
                endings[word[-length:]] += length - 1
    half = ENGLISH_PIECES // 2
    kept = [*beginnings.most_common(half), *endings.most_common(half)]
    return sorted({piece for piece, _ in kept if piece.isascii() and piece.isalpha()})


def main() -> None:
    """Build the tokenizer under training/work/."""
    argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    ).parse_args()
    tokens = vocabulary()
    build_tokenizer(tokens).save(str(TOKENIZER_PATH), pretty=False)
    print(f"{TOKENIZER_PATH.name}: {len(tokens):,} tokens")


if __name__ == "__main__":
    main()
