"""Write the trained encoder of sentences as the product bundles it: an ONNX graph of whole numbers.

    python -m training.conv_export [--weights FILE] [--trained SHARE] [--out FOLDER]

What was learnt is not taken whole: the mean of the weights with those that training began with
finds more of what was never taught (Wortsman et al. 2022, "Robust fine-tuning of zero-shot
models"), and nearly as much of what was.

Words and linear maps over tokens are of whole numbers, with a scale for each word and each output;
so are the states that the convolutions are given, with scales fixed here over texts that the
encoder learnt from: what a text becomes does not depend on what is encoded beside it. The few maps
over whole texts are stored so too, and multiplied as they are.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from safetensors.torch import load_file
from torch import Tensor

from rag.encode.conv import CONV_PATH, ROWS
from training.conv_lessons import ConvLessons, read_lessons
from training.conv_model import DIM, EPSILON, ORDERS, Conv, Texts, conv_of
from training.conv_tokens import TOKENIZER
from training.export import quantized
from training.train_conv import BEGINNING, WEIGHTS

Floats = NDArray[np.float32]
Ids = NDArray[np.int64]
TRAINED = 0.6
# How many questions and passages of each source tell how large the states become.
_TEXTS = 60
_FUSED = "com.microsoft"
# Seven bits: two products of eight overflow where the processor adds them in 16 bits.
_LARGEST = 63
_WORD_ZERO = 128
# The share of the states, in per cent of a per cent, beyond what whole numbers reach.
_BEYOND = 0.5


def main() -> None:
    """Export."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="what train_conv wrote")
    parser.add_argument("--trained", type=float, default=TRAINED, help="their share, 0 to 1")
    parser.add_argument("--out", type=Path, default=CONV_PATH, help="folder to write into")
    arguments = parser.parse_args()
    net = mixed(load_file(BEGINNING), load_file(arguments.weights), arguments.trained)
    texts = [ids for source in read_lessons() for ids in _heard(source)]
    packed = [Texts.of(texts[first : first + 50]) for first in range(0, len(texts), 50)]
    export(model_of(net, ranges_heard(net, packed)), TOKENIZER, arguments.out)


def mixed(begun: Mapping[str, Tensor], trained: Mapping[str, Tensor], share: float) -> Conv:
    """The network whose weights are a mean of two."""
    return conv_of({name: begun[name].lerp(trained[name], share) for name in begun}).eval()


def _heard(source: ConvLessons) -> list[Ids]:
    return [*source.questions[:_TEXTS], *source.passages[:_TEXTS]]


def export(model: onnx.ModelProto, tokenizer: Path, folder: Path) -> None:
    """The network and its tokenizer, as a folder that sentence-transformers loads."""
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(model, folder / "model.onnx")
    shutil.copyfile(tokenizer, folder / "tokenizer.json")
    module = {"idx": 0, "name": "0", "path": "", "type": "rag.encode.conv_module.ConvModule"}
    settings = {"model_type": "SentenceTransformer", "similarity_fn_name": "cosine"}
    for name, content in (("modules", [module]), ("config_sentence_transformers", settings)):
        (folder / f"{name}.json").write_text(json.dumps(content, indent=2) + "\n", "utf-8")


class Ranges(NamedTuple):
    """What is to be told apart by the whole numbers from 0 to 255: the smallest, and the steps."""

    low: Floats
    step: Floats


def ranges_heard(net: Conv, texts: Sequence[Texts]) -> dict[str, Ranges]:
    """The ranges of what each convolution is given, and of each of the features."""
    ends: dict[str, list[Floats]] = {}

    def heard(name: str, states: torch.Tensor) -> None:
        values = states.float().numpy()
        axis = 0 if name == "features" else None
        found = np.percentile(values, [_BEYOND / 100, 100 - _BEYOND / 100], axis=axis)
        ends.setdefault(name, []).append(found)

    with torch.no_grad():
        for some in texts:
            net.features(some, heard)
    ranges = {}
    for name, found in ends.items():
        low = np.min([low for low, _ in found], axis=0)
        high = np.max([high for _, high in found], axis=0)
        low, high = np.minimum(low, 0), np.maximum(high, 0)
        ranges[name] = Ranges(*(x.astype(np.float32) for x in (low, (high - low) / 255)))
    return ranges


def model_of(net: Conv, ranges: dict[str, Ranges]) -> onnx.ModelProto:
    """The network as a graph."""
    graph = _Graph(net, ranges)
    graph.vectors(graph.sums(graph.features()))
    inputs = [
        helper.make_tensor_value_info("ids", TensorProto.INT64, ["t"]),
        helper.make_tensor_value_info("place", TensorProto.INT64, ["t"]),
        helper.make_tensor_value_info("inside", TensorProto.FLOAT, ["t", 1]),
        helper.make_tensor_value_info("roots", TensorProto.FLOAT, [ROWS, 1]),
    ]
    outputs = [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, [ROWS, DIM])]
    made = helper.make_graph(graph.nodes, "sentences", inputs, outputs, graph.tensors)
    opsets = [helper.make_opsetid("", 20), helper.make_opsetid(_FUSED, 1)]
    return helper.make_model(made, opset_imports=opsets, ir_version=10)


class _Graph:
    """Nodes and tensors as they are added; each method gives the name of what it computes."""

    def __init__(self, net: Conv, ranges: dict[str, Ranges]) -> None:
        self.weights = {k: v.detach().float().numpy() for k, v in net.state_dict().items()}
        self.ranges = ranges
        self.nodes: list[onnx.NodeProto] = []
        self.tensors: list[onnx.TensorProto] = []

    def features(self) -> str:
        """Each token with what stands around it."""
        table = self.weights["words.weight"]
        centred, scales = quantized(table)
        whole = (centred + np.int16(_WORD_ZERO)).astype(np.uint8)
        rows = self._node("Gather", [self._tensor("words", whole), "ids"], "word_rows")
        loud = self._node("Gather", [self._tensor("words.scales", scales[:, None]), "ids"], "loud")
        wide = self._node("Cast", [rows], "word_rows.float", to=TensorProto.FLOAT)
        zero = self._tensor("words.zero", np.float32(_WORD_ZERO))
        middle = self._node("Sub", [wide, zero], "word_rows.centred")
        words = self._node("Mul", [middle, loud], "word_states")
        product = self._product("project", rows, 1.0, _WORD_ZERO, bias=False)
        scaled = self._node("Mul", [product, loud], "projected.scaled")
        bias = self._tensor("project.bias", self.weights["project.bias"])
        projected = self._node("Add", [scaled, bias], "projected")
        names = [f"stream.{order}" for order in range(len(ORDERS))]
        self.nodes.append(
            helper.make_node("Split", [projected], names, axis=1, num_outputs=len(names))
        )
        streams = [self._stream(order, name) for order, name in enumerate(names)]
        together = self._node("Concat", [words, *streams], "together", axis=1)
        # Each feature over the whole of its range; `vectors` takes that back.
        low, step = self.ranges["features"]
        spread = [self._tensor("spread", 1 / step), self._tensor("spread.zero", -low / step)]
        return self._node(
            "LayerNormalization", [together, *spread], "features", axis=1, epsilon=EPSILON
        )

    def _stream(self, order: int, states: str) -> str:
        states = self._normalized(f"norms.{order}", states)
        for name in ("first", "second"):
            states = self._node("Mul", [states, "inside"], f"{name}.{order}.inside")
            seen = self._convolved(f"{name}.{order}", states, order)
            bent = self._node("Relu", [seen], f"{name}.{order}.bent")
            states = self._node("Add", [bent, states], f"{name}.{order}.states")
        return states

    def _convolved(self, name: str, states: str, order: int) -> str:
        low, step = self.ranges[name]
        scale, zero = float(step), round(float(-low / step))
        seen, before = ORDERS[order]
        place = self._tensor(f"{name}.zero", np.array(zero, dtype=np.uint8))
        size = self._tensor(f"{name}.scale", np.float32(scale))
        whole = self._node("QuantizeLinear", [states, size, place], f"{name}.whole_states")
        pads = self._tensor(f"{name}.pads", np.array([before, 0, seen - 1 - before, 0]))
        padded = self._node("Pad", [whole, pads, place], f"{name}.padded")
        windows = []
        for at in range(seen):
            to = at - seen + 1
            first = self._tensor(f"{name}.from.{at}", np.array([at]))
            last = self._tensor(f"{name}.to.{at}", np.array([to if to else np.iinfo(np.int64).max]))
            ends = [first, last, self._tensor(f"{name}.axis.{at}", np.array([0]))]
            windows.append(self._node("Slice", [padded, *ends], f"{name}.window.{at}"))
        window = self._node("Concat", windows, f"{name}.windows", axis=1)
        return self._product(name, window, scale, zero)

    def sums(self, features: str) -> str:
        """The features of each text's tokens, added up as whole numbers: exactly, in any order."""
        one = self._tensor("features.step", np.float32(1))
        none = self._tensor("none", np.array(0, dtype=np.uint8))
        whole = self._node("QuantizeLinear", [features, one, none], "features.whole")
        rows = self._tensor("rows", np.arange(ROWS)[:, None])
        owned = self._node("Equal", [rows, "place"], "owned")
        shares = self._node("Cast", [owned], "shares", to=TensorProto.UINT8)
        added = self._node("MatMulInteger", [shares, whole, none, none], "sums.whole")
        return self._node("Cast", [added], "sums", to=TensorProto.FLOAT)

    def vectors(self, sums: str) -> None:
        """From the sums to what stands for the texts."""
        # Taken back to the range of each feature, with the last normalization's weights.
        low, step = self.ranges["features"]
        weight, bias = self.weights["norm.weight"], self.weights["norm.bias"]
        wide = self._node("Mul", [sums, self._tensor("norm.weight", weight * step)], "sums.wide")
        means = self._node("Div", [wide, "roots"], "sums.mean")
        middle = self._tensor("norm.bias", (weight * low + bias)[None])
        lifts = self._node("Mul", [middle, "roots"], "norm.biases")
        told = self._node("Add", [means, lifts], "means")
        mapped = self._node("MatMul", [told, self._map("out")], "out.product")
        biases = self._tensor("out.bias", self.weights["out.bias"][None])
        shares = self._node("Mul", [biases, "roots"], "out.biases")
        text = self._node("Add", [mapped, shares], "out")
        first = self._bent(
            "1",
            self._added(
                "1", [("out_to_1", text), ("0_to_1", self._bent("0", self._deep("out_to_0", text)))]
            ),
        )
        second = self._bent("2", self._deep("1_to_2", first))
        both = self._added("end", [("1_to_end", first), ("2_to_end", second)])
        end = self._node("Tanh", [both], "end.bent")
        unit = self._node("LpNormalization", [end], "end.unit", axis=1, p=2)
        head = self._node("MatMul", [unit, self._map("head")], "head")
        self._node("LpNormalization", [head], "vectors", axis=1, p=2)

    def _deep(self, name: str, states: str) -> str:
        return self._node("MatMul", [states, self._map(f"deep.{name}")], f"deep.{name}")

    def _bent(self, name: str, states: str) -> str:
        return self._node("Relu", [states], f"bent.{name}")

    def _added(self, name: str, maps: list[tuple[str, str]]) -> str:
        return self._node("Add", [self._deep(*one) for one in maps], f"added.{name}")

    def _map(self, name: str) -> str:
        """A linear map over texts, stored as whole numbers."""
        whole, scales = quantized(self.weights[f"{name}.weight"])
        stored = self._tensor(f"{name}.whole", np.ascontiguousarray(whole.T))
        wide = self._node("Cast", [stored], f"{name}.float", to=TensorProto.FLOAT)
        sizes = self._tensor(f"{name}.scales", scales[None])
        return self._node("Mul", [wide, sizes], f"{name}.weight")

    def _product(self, name: str, states: str, scale: float, zero: int, bias: bool = True) -> str:
        """A linear map over tokens, multiplied as whole numbers."""
        whole, scales = quantized(self.weights[f"{name}.weight"], _LARGEST)
        inputs = [
            states,
            self._tensor(f"{name}.whole", np.ascontiguousarray(whole.T)),
            self._tensor(f"{name}.input_scale", np.float32(scale)),
            self._tensor(f"{name}.scales", scales),
            self._tensor(f"{name}.input_zero", np.array(zero, dtype=np.uint8)),
            self._tensor(f"{name}.zeros", np.array(0, dtype=np.int8)),
        ]
        if bias:
            inputs.append(self._tensor(f"{name}.bias", self.weights[f"{name}.bias"]))
        return self._node("MatMulIntegerToFloat", inputs, f"{name}.sum", domain=_FUSED)

    def _normalized(self, name: str, states: str) -> str:
        weight = self._tensor(f"{name}.weight", self.weights[f"{name}.weight"])
        bias = self._tensor(f"{name}.bias", self.weights[f"{name}.bias"])
        return self._node(
            "LayerNormalization", [states, weight, bias], f"{name}.out", axis=1, epsilon=EPSILON
        )

    def _node(self, kind: str, inputs: list[str], name: str, **settings: Any) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [name], name=name, **settings))
        return name

    def _tensor(self, name: str, values: Any) -> str:
        self.tensors.append(numpy_helper.from_array(np.asarray(values), name))
        return name


if __name__ == "__main__":
    main()
