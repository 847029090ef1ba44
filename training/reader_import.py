"""The weights of a reader out of the graph that the product bundles: training goes on from them.

    python -m training.reader_import [--reader FOLDER] [--out FILE]

What `reader_export` wrote in few bits comes back as the numbers that those stand for; so a reader
may be taught more where the weights that it was exported from are no longer at hand.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper
from safetensors.numpy import save_file

from rag.encode.reader import READER_PATH
from training.reader_export import BLOCK
from training.reader_tokens import TOKENIZER
from training.train_reader import WEIGHTS

Floats = NDArray[np.float32]

_RENAMED = {"side_rows": "sides.weight"}


def main() -> None:
    """Import."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--reader", type=Path, default=READER_PATH, help="folder to read")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="the file to write")
    arguments = parser.parse_args()
    weights = imported(onnx.load(arguments.reader / "model.onnx"))
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    save_file(weights, arguments.out)
    shutil.copyfile(arguments.reader / "tokenizer.json", TOKENIZER)


def imported(model: onnx.ModelProto) -> dict[str, Floats]:
    """A graph's weights by the names that the network in training has for them."""
    held = {tensor.name: tensor for tensor in model.graph.initializer}
    weights: dict[str, Floats] = {"words.weight": _words(held["words"], held["words.scales"])}
    for name, tensor in held.items():
        name, _, part = _RENAMED.get(name, name).rpartition(".")
        values = numpy_helper.to_array(tensor)
        if part == "whole":
            scales, smooth = (held.get(f"{name}.{kind}") for kind in ("scales", "smooth"))
            whole = values.T * numpy_helper.to_array(scales)[:, None]
            weights[f"{name}.weight"] = whole * numpy_helper.to_array(smooth) if smooth else whole
        elif part in ("weight", "bias"):
            is_map = part == "weight" and values.ndim == 2 and name != "sides"
            weights[f"{name}.{part}"] = values.T if is_map else values
    if "positions" in held:
        weights["positions.weight"] = numpy_helper.to_array(held["positions"])[0]
    return {name: np.ascontiguousarray(value, np.float32) for name, value in weights.items()}


def _words(words: onnx.TensorProto, scales: onnx.TensorProto) -> Floats:
    packed = np.frombuffer(words.raw_data, dtype=np.uint8)
    whole = np.stack([packed & 15, packed >> 4], axis=1).reshape(-1).astype(np.int8)
    blocks = np.where(whole > 7, whole - 16, whole).reshape(-1, BLOCK)
    rows: Floats = blocks * numpy_helper.to_array(scales).reshape(-1, 1)
    return rows.reshape(tuple(words.dims))


if __name__ == "__main__":
    main()
