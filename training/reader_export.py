"""Write the trained reader as the product bundles it: an ONNX graph of small whole numbers.

    python -m training.reader_export [--weights FILE] [--out FOLDER]

Words keep the four bits that they came with; the linear maps have eight, each output with a scale
of its own, and are multiplied as whole numbers: so the file is a third of the weights, and reading
takes half the time. A few inputs are far louder than the others, and would leave these few whole
numbers to be told apart by; part of the loudness is moved into the weights (Xiao et al. 2023,
"SmoothQuant"). The graph takes one row, `ids`, `sides` and `outside` `[1, n]` (see
`rag.encode.reader_net`), and gives start and end `[1, n]`, what each token is as a start and as an
end beside another `[1, n, fit]`, and answerability `[1, 1]`.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from rag.encode.reader import READER_PATH
from rag.encode.reader_net import row_inputs
from training.data import read_records
from training.export import quantized
from training.reader_batches import Pair, PairMaker
from training.reader_bodies import body_of
from training.reader_lessons import LESSONS
from training.reader_model import FIT, POSITIONS, WIDTH, turns_of
from training.train_reader import WEIGHTS

Floats = NDArray[np.float32]

_FUSED = "com.microsoft"
_EPSILON = 1e-12
BLOCK = 32
# Seven bits: two products of eight overflow where the processor adds them in 16 bits.
_LARGEST = 63
# The linear maps with loud inputs, and how many passages are read to hear them.
_SMOOTHED = (".widen", ".narrow")
_LISTENED = 80
# How much of the loudness moves ("alpha"); less than `_QUIET` counts as that.
_MOVED, _QUIET = 0.8, 1e-3
_PRODUCT = ".product"


def main() -> None:
    """Export."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="what train_reader wrote")
    parser.add_argument("--out", type=Path, default=READER_PATH, help="folder to write into")
    arguments = parser.parse_args()
    weights = load_file(arguments.weights)
    tokenizer = body_of(weights).tokenizer
    maker = PairMaker(Tokenizer.from_file(str(tokenizer)))
    records = islice(read_records(LESSONS), _LISTENED)
    lessons = [maker.lesson(record, record["passage"]) for record in records]
    pairs = [lesson[0] for lesson in lessons if lesson]
    export(weights, pairs, tokenizer, arguments.out)


def export(
    weights: Mapping[str, Floats], pairs: Sequence[Pair], tokenizer: Path, folder: Path
) -> None:
    """The network and its tokenizer, as files in a folder; `pairs` tell which inputs are loud."""
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(model_of(weights, loudness(weights, pairs)), folder / "model.onnx")
    shutil.copyfile(tokenizer, folder / "tokenizer.json")


def loudness(weights: Mapping[str, Floats], pairs: Sequence[Pair]) -> dict[str, Floats]:
    """For each linear map that is to be smoothed, the largest size of each of its inputs."""
    model = model_of(weights)
    inputs = {
        node.name.removesuffix(_PRODUCT): node.input[0]
        for node in model.graph.node
        if node.name.endswith(tuple(kind + _PRODUCT for kind in _SMOOTHED))
    }
    for name in inputs.values():
        model.graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, None))
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    loudest = {name: np.zeros(0, dtype=np.float32) for name in inputs}
    for pair in pairs:
        found = session.run(list(inputs.values()), row_inputs(pair.question, pair.passage))
        for name, states in zip(inputs, found, strict=True):
            one = np.abs(states[0]).max(axis=0)
            loudest[name] = np.maximum(one, loudest[name]) if len(loudest[name]) else one
    return loudest


def model_of(
    weights: Mapping[str, Floats], loudest: Mapping[str, Floats] | None = None
) -> onnx.ModelProto:
    """The network as a graph; its linear maps are multiplied as whole numbers if it is known how
    loud their inputs are."""
    graph = _Graph(weights, loudest)
    states = graph.embedded()
    number = 0
    while f"layers.{number}.norm.weight" in weights:
        states = graph.layer(f"layers.{number}", states)
        number += 1
    graph.heads(states)
    inputs = [
        helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "n"]),
        helper.make_tensor_value_info("sides", TensorProto.INT64, [1, "n"]),
        helper.make_tensor_value_info("outside", TensorProto.FLOAT, [1, "n"]),
    ]
    outputs = [
        helper.make_tensor_value_info("start", TensorProto.FLOAT, [1, "n"]),
        helper.make_tensor_value_info("end", TensorProto.FLOAT, [1, "n"]),
        helper.make_tensor_value_info("fit_start", TensorProto.FLOAT, [1, "n", FIT]),
        helper.make_tensor_value_info("fit_end", TensorProto.FLOAT, [1, "n", FIT]),
        helper.make_tensor_value_info("verdict", TensorProto.FLOAT, [1, 1]),
    ]
    made = helper.make_graph(graph.nodes, "reader", inputs, outputs, graph.tensors)
    opsets = [helper.make_opsetid("", 21), helper.make_opsetid(_FUSED, 1)]
    return helper.make_model(made, opset_imports=opsets, ir_version=10)


class _Graph:
    """Nodes and tensors as they are added; each method gives the name of what it computes."""

    def __init__(self, weights: Mapping[str, Floats], loudest: Mapping[str, Floats] | None) -> None:
        self.weights = weights
        self.loudest = loudest
        self._body = body_of(weights)
        self._turns: list[str] | None = None
        self.nodes: list[onnx.NodeProto] = []
        self.tensors: list[onnx.TensorProto] = []

    def embedded(self) -> str:
        """The states before the first layer: words, sides and any vectors of places, normalized."""
        words = self._words()
        side_rows = self._tensor("side_rows", self.weights["sides.weight"])
        sides = self._node("Gather", [side_rows, "sides"], "side_states")
        if not self._body.places:
            return self._normalized("norm", words, sides)
        places = self._tensor("positions", self.weights["positions.weight"][None, :POSITIONS])
        shape = self._node("Shape", ["ids"], "shape")
        count = self._node("Gather", [shape, self._number("one", 1)], "count")
        upto = self._node("Unsqueeze", [count, self._numbers("axis", [0])], "upto")
        ends = [self._numbers("zero", [0]), upto, self._numbers("along", [1])]
        here = self._node("Slice", [places, *ends], "here")
        placed = self._node("Add", [here, sides], "placed")
        return self._normalized("norm", words, placed)

    def layer(self, name: str, states: str) -> str:
        """One layer of the transformer."""
        three = self._linear(f"{name}.attention", states)
        heads = [f"{name}.{part}" for part in ("query", "key", "value")]
        self.nodes.append(helper.make_node("Split", [three], heads, axis=2, num_outputs=3))
        count = self._body.heads
        if not self._body.places:
            heads[:2] = [self._turned(part, count) for part in heads[:2]]
        found = self._fused("MultiHeadAttention", heads, f"{name}.found", num_heads=count)
        attended = self._linear(f"{name}.attended", found)
        states = self._normalized(f"{name}.attention_norm", states, attended)
        bent = self._node("Gelu", [self._linear(f"{name}.widen", states)], f"{name}.bent")
        return self._normalized(f"{name}.norm", states, self._linear(f"{name}.narrow", bent))

    def _turned(self, states: str, heads: int) -> str:
        """Queries or keys, turned by their places."""
        if self._turns is None:
            turns = turns_of(POSITIONS, WIDTH // heads, torch.zeros(0))
            # Both numbers of a pair are turned alike.
            tables = {"cosines": turns.cosines[:, ::2], "sines": turns.sines[:, ::2]}
            kept = [self._tensor(n, t.contiguous().numpy()) for n, t in tables.items()]
            self._turns = [self._numbers("first_place", [0]), *kept]
        inputs = [states, *self._turns]
        return self._fused(
            "RotaryEmbedding", inputs, f"{states}.turned", interleaved=1, num_heads=heads
        )

    def heads(self, states: str) -> None:
        """Where the answer starts and ends, and whether there is one."""
        ends = self._plain("ends", states)
        for place, name in enumerate(("start", "end")):
            inside = self._node(
                "Gather", [ends, self._number(f"{name}.place", place)], f"{name}.inside", axis=2
            )
            self._node("Add", [inside, "outside"], name)
        for name in ("fit_start", "fit_end"):
            self._node("Identity", [self._plain(name, states)], name)
        share = self._node("Softmax", ["start"], "share", axis=1)
        shares = self._node("Unsqueeze", [share, self._numbers("before", [1])], "shares")
        likely = self._node("MatMul", [shares, states], "likely")
        first = [self._numbers("from", [0]), self._numbers("to", [1]), self._numbers("over", [1])]
        mark = self._node("Slice", [states, *first], "mark")
        both = self._node("Concat", [mark, likely], "judged", axis=2)
        judged = self._node("Tanh", [self._plain("judge", both)], "judged.bent")
        flat = self._node("Squeeze", [judged, self._numbers("flat", [1])], "judged.flat")
        self._node("Identity", [self._plain("verdict", flat)], "verdict")

    def _words(self) -> str:
        """Each token's row, of four-bit numbers in blocks with a scale each."""
        rows = self.weights["words.weight"].reshape(len(self.weights["words.weight"]), -1, BLOCK)
        whole, scales = quarters(rows)
        flat = whole.reshape(-1).astype(np.uint8) & 15
        packed = (flat[::2] | flat[1::2] << 4).astype(np.uint8).tobytes()
        shape = [len(rows), WIDTH]
        data = helper.make_tensor("words", TensorProto.INT4, shape, packed, raw=True)
        self.tensors.append(data)
        inputs = ["words", "ids", self._tensor("words.scales", scales)]
        return self._fused(
            "GatherBlockQuantized",
            inputs,
            "word_states",
            gather_axis=0,
            quantize_axis=1,
            block_size=BLOCK,
        )

    def _linear(self, name: str, states: str) -> str:
        """A linear map, multiplied as whole numbers where it is known how loud its inputs are."""
        if self.loudest is None:
            return self._plain(name, states)
        weight = self.weights[f"{name}.weight"]
        if name in self.loudest:
            share = smoothing(self.loudest[name], weight)
            weight = weight * share
            shares = self._tensor(f"{name}.smooth", 1 / share)
            states = self._node("Mul", [states, shares], f"{name}.smoothed")
        whole, scales = quantized(weight, _LARGEST)
        inputs = [
            states,
            self._tensor(f"{name}.whole", np.ascontiguousarray(whole.T)),
            self._tensor(f"{name}.scales", scales),
            self._tensor(f"{name}.zeros", np.zeros(len(whole), dtype=np.int8)),
            self._tensor(f"{name}.bias", self.weights[f"{name}.bias"]),
        ]
        return self._fused("DynamicQuantizeMatMul", inputs, f"{name}.sum")

    def _plain(self, name: str, states: str) -> str:
        weight = self._tensor(
            f"{name}.weight", np.ascontiguousarray(self.weights[f"{name}.weight"].T)
        )
        product = self._node("MatMul", [states, weight], f"{name}{_PRODUCT}")
        bias = self._tensor(f"{name}.bias", self.weights[f"{name}.bias"])
        return self._node("Add", [product, bias], f"{name}.sum")

    def _normalized(self, name: str, states: str, added: str) -> str:
        inputs = [
            states,
            added,
            self._tensor(f"{name}.weight", self.weights[f"{name}.weight"]),
            self._tensor(f"{name}.bias", self.weights[f"{name}.bias"]),
        ]
        return self._fused("SkipLayerNormalization", inputs, f"{name}.out", epsilon=_EPSILON)

    def _node(self, kind: str, inputs: list[str], name: str, **settings: Any) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [name], name=name, **settings))
        return name

    def _fused(self, kind: str, inputs: list[str], name: str, **settings: Any) -> str:
        return self._node(kind, inputs, name, domain=_FUSED, **settings)

    def _tensor(self, name: str, values: NDArray[np.generic]) -> str:
        self.tensors.append(numpy_helper.from_array(values, name))
        return name

    def _number(self, name: str, value: int) -> str:
        return self._tensor(name, np.array(value, dtype=np.int64))

    def _numbers(self, name: str, values: list[int]) -> str:
        return self._tensor(name, np.array(values, dtype=np.int64))


def smoothing(loudest: Floats, weight: Floats) -> Floats:
    """How much of each input's loudness `[k]` moves into the weights `[m, k]`: 1 on average."""
    inside = np.maximum(loudest, _QUIET) ** _MOVED
    outside = np.maximum(np.abs(weight).max(axis=0), _QUIET) ** (1 - _MOVED)
    shares = inside / outside
    even: Floats = (shares / np.exp(np.log(shares).mean())).astype(np.float32)
    return even


def quarters(blocks: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Blocks `[n, m, 32]` as whole numbers from -8 to 7 and scales `[n, m]`.

    The number farthest from zero becomes -8 ("Q4_0" of ggml), so what was stored so comes back.
    """
    farthest = np.take_along_axis(blocks, np.abs(blocks).argmax(axis=2)[..., None], axis=2)[..., 0]
    scales = np.where(farthest == 0, 1, farthest / -8).astype(np.float32)
    whole = np.clip(np.rint(blocks / scales[..., None]), -8, 7).astype(np.int8)
    return whole, scales


if __name__ == "__main__":
    main()
