"""What the sentence encoder is taught with, and how it is exported, on a tiny network."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from rag.encode.conv import BEGIN, CONV_PATH, END, NOTHING, ConvEncoder, load_conv_encoder
from training import train_conv
from training.conv_body import head_over
from training.conv_export import export, mixed, model_of, ranges_heard
from training.conv_lessons import ConvLessons
from training.conv_model import DIM, WIDTH, Conv, Texts, embedded
from training.conv_tokens import kept_rows, tokenizer_of
from training.runs import write
from training.train_conv import Memory, batches, loss_of, started, taught

WORDS = 40
NAMED = [
    ("<unk>", 0.0),
    ("<s>", 0.0),
    ("</s>", 0.0),
    ("▁", -2.0),
    *((c, -3.0) for c in "社区居民的"),
]


def text(*words: int) -> np.ndarray:
    return np.array([BEGIN, *words, END], dtype=np.int64)


@pytest.fixture(scope="module")
def net() -> Conv:
    torch.manual_seed(5)
    return Conv(WORDS).eval()


@pytest.fixture
def lessons() -> ConvLessons:
    questions = [text(5 + i, 6 + i) for i in range(6)]
    passages = [text(20 + i, 5 + i, 21 + i) for i in range(6)]
    right = [(i, i, (i + 1) % 6) for i in range(6)]
    others = [text(30 + i) for i in range(4)]
    wrong = [np.array([0, 1]) for _ in range(6)]
    return ConvLessons("lecoqa", questions, passages, right, others, wrong)


def test_a_text_has_the_same_vector_in_any_company(net: Conv) -> None:
    texts = [text(4, 5), text(6), text(7, 8, 9, 10)]
    alone = np.concatenate([embedded(net, [one]) for one in texts])
    assert np.allclose(embedded(net, texts), alone, atol=1e-5)
    assert np.allclose(embedded(net, texts, most=1), alone, atol=1e-5)
    assert np.linalg.norm(alone, axis=1) == pytest.approx(np.ones(3), abs=1e-5)


def test_the_order_of_words_counts(net: Conv) -> None:
    one, other = embedded(net, [text(4, 5, 6), text(6, 5, 4)])
    assert not np.allclose(one, other, atol=1e-3)


def test_tokens_kept_are_marks_and_what_is_used() -> None:
    counts = np.zeros(60)
    counts[[3, 9, 50]] = (99, 2, 7)
    assert kept_rows(counts).tolist() == [NOTHING, BEGIN, END, 9, 50]


def test_the_tokenizer_knows_words_and_gives_the_rest_one_token() -> None:
    tokenizer = tokenizer_of(NAMED)
    assert tokenizer.encode("社区  居民", add_special_tokens=False).tokens == list("▁社区▁居民")
    assert NOTHING in tokenizer.encode("社團", add_special_tokens=False).ids


def test_the_head_keeps_the_directions_that_differ_most() -> None:
    random = np.random.default_rng(2)
    ends = np.zeros((300, WIDTH), dtype=np.float32)
    ends[:, 100:] = random.normal(size=(300, WIDTH - 100))
    head = head_over(ends)
    assert head.shape == (DIM, WIDTH)
    assert np.allclose(head @ head.T, np.eye(DIM), atol=1e-4)
    assert np.allclose(head[:, :100], 0, atol=1e-4)


def test_a_batch_has_each_passage_once_and_look_alikes_after_them(lessons: ConvLessons) -> None:
    batch = next(batches([lessons], 3))
    assert len(batch.questions) == 6 and len(batch.passages) == 6 + 3 * 6
    assert batch.places.tolist() == [*range(6), *[-1] * 18]
    for question, first in zip(batch.questions, batch.first, strict=True):
        assert batch.passages[first][2] == question[1]


def test_what_also_answers_is_no_wrong_passage(net: Conv, lessons: ConvLessons) -> None:
    run = started(net, 1e-3)
    batch = next(batches([lessons], 3))
    (row,) = (i for i, right in enumerate(batch.right) if right[0] == 2)
    with torch.no_grad():
        loss = float(loss_of(run, batch))
        run.memories.clear()
        strict = batch.right[row]
        batch.right[row] = (2,)
        assert float(loss_of(run, batch)) > loss
    batch.right[row] = strict


def test_recent_passages_are_remembered_and_not_the_oldest(net: Conv, lessons: ConvLessons) -> None:
    run = started(net, 1e-3)
    with torch.no_grad():
        for batch in islice(batches([lessons], 3), 60):
            loss_of(run, batch)
    memory: Memory = run.memories["lecoqa"]
    assert len(memory.places) == len(memory.vectors) == 1_024


def test_steps_lower_the_loss_and_the_average_follows(net: Conv, lessons: ConvLessons) -> None:
    run = started(Conv(WORDS), 2e-3)
    batch = next(batches([lessons], 3))
    before = run.average.head.weight.clone()
    losses = []
    for run.step in range(1, 16):
        run.memories.clear()
        losses.append(taught(run, batch, 2e-3))
    assert losses[-1] < losses[0]
    assert not torch.equal(before, run.average.head.weight)


def test_a_run_can_begin_with_other_weights_and_is_held_by_its_own(net: Conv) -> None:
    run = started(copy.deepcopy(net), 1e-3)
    run.begin_with({name: weight + 1 for name, weight in net.state_dict().items()})
    for part in (run.net, run.average, run.working):
        moved = part.head.weight.float() - net.head.weight
        assert torch.allclose(moved, torch.ones_like(moved), atol=0.02)
    assert torch.allclose(run.beginning.head.weight.float(), net.head.weight, atol=0.02)


def test_the_beginning_is_kept_for_weights_that_learnt_from_it(
    net: Conv, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(train_conv, "BEGINNING", tmp_path / "begin.safetensors")
    monkeypatch.setattr(train_conv, "beginning_for", lambda _: copy.deepcopy(net))
    assert train_conv.begun([], anew=True) is not net
    monkeypatch.setattr(train_conv, "beginning_for", lambda _: Conv(WORDS))
    kept = train_conv.begun([], anew=False)
    for name, weight in net.state_dict().items():
        assert torch.equal(kept.state_dict()[name], weight)


def test_the_export_gives_what_the_network_gives(net: Conv, tmp_path: Path) -> None:
    texts = [text(*range(3, 9)), text(4, 4, 8), text(6)] * 4
    some: Sequence[Texts] = [Texts.of(texts)]
    tokenizer = tmp_path / "tokenizer.json"
    tokenizer_of(NAMED).save(str(tokenizer))
    export(model_of(net, ranges_heard(net, some)), tokenizer, tmp_path / "model")
    encoder = load_conv_encoder(tmp_path / "model", "tiny")
    assert isinstance(encoder, ConvEncoder) and encoder.dim == DIM
    found = encoder.encode(["社区", "居民的居民", "民"])
    ids = [
        encoder._tokenizer.encode(x, add_special_tokens=False).ids
        for x in ("社区", "居民的居民", "民")
    ]
    wanted = embedded(net, [text(*one) for one in ids])
    assert (found * wanted).sum(axis=1).min() > 0.99
    assert {file.name for file in CONV_PATH.iterdir()} == {
        file.name for file in (tmp_path / "model").iterdir()
    }


def test_weights_are_mixed_by_share(net: Conv, tmp_path: Path) -> None:
    torch.manual_seed(6)
    other = Conv(WORDS)
    for number, one in enumerate((net, other)):
        write(one, tmp_path / f"{number}.safetensors")
    begun, trained = (load_file(tmp_path / f"{number}.safetensors") for number in range(2))
    half = mixed(begun, trained, 0.25).head.weight
    assert torch.allclose(half, 0.75 * net.head.weight + 0.25 * other.head.weight, atol=1e-6)
