"""The steps that make the bundled models, on examples small enough to work by hand."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer, models, pre_tokenizers

from training.aliases import _spellings
from training.alignment import Sentences, align
from training.bags import Bags, Switcher
from training.export import quantized
from training.prepare import _sense, aligned_lines

STEPS = [
    "prepare",
    "teach",
    "words",
    "train_lexicon",
    "vocabulary",
    "train_encoder",
    "conv_tokens",
    "conv_lessons",
    "train_conv",
    "conv_export",
]


def test_alignment_finds_what_occurs_together_not_what_is_everywhere() -> None:
    # Chinese 0 and English 0 are in every sentence; otherwise word i means word i.
    pairs = [((0, 1, 2), (0, 1, 2)), ((0, 2, 3), (0, 2, 3)), ((0, 1, 3), (0, 1, 3))] * 3
    sentences = Sentences(
        [np.array(chinese) for chinese, _ in pairs],
        [np.array(english) for _, english in pairs],
        np.ones(len(pairs), dtype=np.float32),
        4,
        4,
    )
    chinese, english, counts = align(sentences, rounds=8)
    table = np.zeros((4, 4))
    table[chinese, english] = counts
    assert np.argmax(table, axis=0).tolist() == [0, 1, 2, 3]
    assert (np.diag(table) > 0.9 * table.sum(axis=0)).all()


def test_bags_cut_any_batch_out_of_the_packed_texts() -> None:
    vocabulary = {"<unk>": 0, "a": 1, "b": 2, "c": 3}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    bags = Bags.of(["a b", "", "c c c", "b"], tokenizer)
    ids, starts = bags.batch(np.array([2, 1, 0]))
    assert ids.tolist() == [3, 3, 3, 0, 1, 2]
    assert starts.tolist() == [0, 3, 4]
    assert bags.counts(4).tolist() == [1, 1, 2, 3]


def test_switching_draws_each_translation_by_its_share() -> None:
    words = Switcher(np.array([[0, 0], [5, 6]]), np.array([[1.0, 1.0], [0.25, 1.0]]))
    drawn = words.switched(np.ones(4_000, dtype=np.int64), np.random.default_rng(1))
    assert set(drawn.tolist()) == {5, 6}
    assert (drawn == 5).mean() == pytest.approx(0.25, abs=0.03)
    assert words.switched(np.array([0]), np.random.default_rng(1)).tolist() == [0]


def test_quantized_rows_keep_their_direction() -> None:
    rows = np.random.default_rng(2).normal(size=(50, 64)).astype(np.float32)
    rows[7] = 0
    whole, scales = quantized(rows)
    back = whole * scales[:, None]
    cosine = (rows * back).sum(axis=1) / np.maximum(
        np.linalg.norm(rows, axis=1) * np.linalg.norm(back, axis=1), 1e-9
    )
    assert cosine[np.arange(50) != 7].min() > 0.9999
    assert whole.dtype == np.int8 and not back[7].any()


@pytest.mark.parametrize(
    ("sense", "plain"),
    [
        ("to manage (a shop)", "to manage"),
        ("(literary) mayor", "mayor"),
        ("old variant of 里[li3]", ""),
        ("CL:個|个[ge4]", ""),
        ("see 居委會|居委会[ju1 wei3 hui4]", ""),
    ],
)
def test_dictionary_senses_keep_only_what_says_the_meaning(sense: str, plain: str) -> None:
    assert _sense(sense) == plain


def test_articles_are_paired_by_line_only_when_the_lines_agree() -> None:
    assert len(aligned_lines("一\n二", "one\ntwo")) == 2
    assert [pair.english for pair in aligned_lines("一\n二", "one and two")] == ["one and two"]


def test_spellings_that_only_folding_unites_are_found() -> None:
    assert list(_spellings("都市計畫書")) == [("都市计画", "都市计划")] or list(
        _spellings("都市計畫書")
    ) == [("计画", "计划")]
    assert list(_spellings("社區居民")) == []


@pytest.mark.parametrize("step", STEPS)
def test_every_step_explains_itself(step: str) -> None:
    run = subprocess.run(
        [sys.executable, "-m", f"training.{step}", "--help"],
        check=True,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert f"python -m training.{step}" in run.stdout
