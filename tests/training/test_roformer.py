"""A reader's body whose places turn what attention compares, on networks small enough to see."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from onnx import helper, numpy_helper
from safetensors.numpy import load_file

from rag.encode.reader_net import ReaderNet as ProductNet
from rag.encode.reader_text import passage_part, read_passage, read_question, read_text
from rag.text import folded
from training.reader_batches import Pair, batch_of_lessons
from training.reader_export import model_of, quarters
from training.reader_model import WIDTH, ReaderNet, turned, turns_of
from training.roformer_body import read_roformer
from training.roformer_tokens import kept_rows, tokenizer_of
from training.runs import write
from training.train_reader import reader_in

TOKENS = ("[PAD]", "[unused1]", "[UNK]", "[CLS]", "[SEP]", "<S>", "社", "区", "##00", "20", "?")
WIDE = 4


def small_net() -> ReaderNet:
    torch.manual_seed(5)
    net = ReaderNet(len(TOKENS), 2, heads=6, places=False).eval()
    torch.nn.init.normal_(net.fit_end.weight, std=0.02)
    with torch.no_grad():
        # The graph keeps words in four bits; these are such words.
        whole, scales = quarters(net.words.weight.numpy().reshape(len(TOKENS), -1, 32))
        net.words.weight.copy_(torch.from_numpy(whole * scales[..., None]).view(-1, WIDTH))
    return net


def test_what_attention_compares_depends_on_how_far_apart_two_places_are() -> None:
    query, key = torch.randn(2, 1, 1, 1, 8, generator=torch.Generator().manual_seed(1))
    turns = turns_of(12, 8, query)
    rows = [turned(heads.expand(1, 1, 12, 8), turns)[0, 0] for heads in (query, key)]
    fit = rows[0] @ rows[1].T
    for apart in (-3, 0, 2):
        diagonal = torch.diagonal(fit, apart)
        assert torch.allclose(diagonal, diagonal[:1].expand_as(diagonal), atol=1e-5)
    assert not torch.allclose(fit[0, 0], fit[0, 2], atol=1e-2)
    assert torch.allclose(rows[0][0], query.flatten())


def test_the_exported_graph_turns_as_torch_does(tmp_path: Path) -> None:
    tokenizer = tokenizer_of([TOKENS[row] for row in kept_rows(TOKENS)])
    question = read_question(tokenizer, "社区?")
    pairs = [
        Pair(question, read_passage(tokenizer, text), -1, -1) for text in ("区社区?2000", "社")
    ]
    net = small_net()
    write(net, tmp_path / "reader.safetensors")
    onnx.save(model_of(load_file(tmp_path / "reader.safetensors")), tmp_path / "model.onnx")
    product = ProductNet(tmp_path / "model.onnx")
    with torch.no_grad():
        start, _, fit, verdict = reader_in(tmp_path / "reader.safetensors").eval()(
            batch_of_lessons([(pairs[0], pairs[1])])
        )
    for row, pair in enumerate(pairs):
        logits = product.read(pair.question, pair.passage)
        read = passage_part(pair.question, pair.passage)
        np.testing.assert_allclose(logits.spans.start, start[row, read].numpy(), atol=1e-4)
        np.testing.assert_allclose(logits.spans.fit, fit[row, read, read].numpy(), atol=1e-4)
        assert logits.answerability == pytest.approx(float(verdict[row]), abs=1e-4)


def test_the_tokens_are_the_readers_marks_and_what_stands_for_a_text() -> None:
    rows = kept_rows(TOKENS)
    kept = [TOKENS[row] for row in rows]
    assert kept == ["[CLS]", "[PAD]", "[SEP]", "[UNK]", "社", "区", "##00", "20", "?"]
    read = read_text(tokenizer_of(kept), folded("社區 2000？亂"))
    pieces = list(zip(read.starts.tolist(), read.ends.tolist(), strict=True))
    assert [read.text[start:end] for start, end in pieces] == ["社", "区", "20", "00", "?", "乱"]
    assert read.ids.tolist() == [4, 5, 7, 6, 8, 3]


def test_a_graph_is_read_as_a_body(tmp_path: Path) -> None:
    chance = np.random.default_rng(3)
    linear = [chance.normal(size=(WIDE, WIDE)).astype(np.float32) for _ in range(6)]
    held = {"Embedding-Token/embeddings:0": chance.normal(size=(2, WIDE)).astype(np.float32)}
    for number, weights in enumerate(linear):
        name = f"dense_{number}" if number else "dense"
        held[f"Transformer-0-Part/{name}/Tensordot/Reshape_1:0"] = weights
        held[f"Transformer-0-Part/{name}/BiasAdd/ReadVariableOp:0"] = weights[0]
    held["Transformer-0-FeedForward-Norm/mul/ReadVariableOp:0"] = linear[0][1]
    held["Attention-Mask/mul/y:0"] = linear[0][2]
    tensors = [numpy_helper.from_array(value, name) for name, value in held.items()]
    graph = helper.make_graph([], "small", [], [], tensors)
    onnx.save(helper.make_model(graph), tmp_path / "graph.onnx")
    (tmp_path / "tokens.txt").write_text("社\n区\n", encoding="utf-8")
    body = read_roformer(tmp_path / "graph.onnx", tmp_path / "tokens.txt")
    assert (body.width, body.layers, body.tokens) == (WIDE, 1, ("社", "区"))
    assert len(body.tensors) == 14
    np.testing.assert_array_equal(body.tensors["l0.fo.w"], linear[5].T)
    np.testing.assert_array_equal(body.tensors["l0.q.b"], linear[0][0])
    np.testing.assert_array_equal(body.tensors["l0.oln.w"], linear[0][1])
