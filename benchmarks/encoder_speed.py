"""Texts encoded a second beside all-MiniLM-L6-v2 as ONNX in 8-bit whole numbers, by turns.

    pip install -e .[benchmarks]
    python -m benchmarks.encoder_speed LAWS.jsonl.gz [--rounds 5]

Both on one processor core, over articles of laws as passages and their titles as questions. Prints
the medians and their ratio. MiniLM reads at most 128 tokens, ours the whole text.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

os.environ["OMP_NUM_THREADS"] = "1"

from rag.encode import bundled_encoder
from training.data import read_records
from training.teach import teacher_path

_PASSAGES, _QUESTIONS = 128, 40
_BATCH = 32
_LONGEST_TOKENS = 128
Encode = Callable[[Sequence[str]], Any]


def main() -> None:
    """Export the other model, and time both by turns."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("laws", type=Path, help="JSON lines with the fields `text` and `law`")
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    records = list(islice(read_records(arguments.laws), 20_000))
    texts = [record["text"] for record in records[:: len(records) // _PASSAGES]][:_PASSAGES]
    questions = list(dict.fromkeys(record["law"] for record in records))[:_QUESTIONS]
    with tempfile.TemporaryDirectory() as folder:
        theirs = exported(Path(folder))
    ours = bundled_encoder().encode
    rates: dict[str, list[float]] = {"ours": [], "MiniLM": []}
    waits: dict[str, list[float]] = {"ours": [], "MiniLM": []}
    for round_ in range(arguments.rounds + 1):
        for name, encode in (("ours", ours), ("MiniLM", theirs)):
            rate, wait = passages_a_second(encode, texts), milliseconds(encode, questions)
            if round_:  # the first warms up
                rates[name].append(rate)
                waits[name].append(wait)
    rate, other = (statistics.median(rates[name]) for name in ("ours", "MiniLM"))
    wait, longer = (statistics.median(waits[name]) for name in ("ours", "MiniLM"))
    print(f"passages a second: {rate:,.0f}, MiniLM int8 {other:,.0f}, ratio {rate / other:,.0f}")
    print(f"a question: {wait:.2f} ms, MiniLM int8 {longer:.2f} ms")


def passages_a_second(encode: Encode, texts: Sequence[str]) -> float:
    """How many of the texts are encoded in a second, in batches."""
    started = time.perf_counter()
    for first in range(0, len(texts), _BATCH):
        encode(texts[first : first + _BATCH])
    return len(texts) / (time.perf_counter() - started)


def milliseconds(encode: Encode, questions: Sequence[str]) -> float:
    """The median time of one question."""
    times = []
    for question in questions:
        started = time.perf_counter()
        encode([question])
        times.append(1000 * (time.perf_counter() - started))
    return statistics.median(times)


def exported(folder: Path) -> Encode:
    """MiniLM in ONNX with 8-bit weights, on one thread: texts to mean token vectors."""
    import onnxruntime
    import torch
    from onnxruntime.quantization import quantize_dynamic
    from transformers import AutoModel, AutoTokenizer

    class States(torch.nn.Module):
        """What the exporter can call with two tensors."""

        def __init__(self, model: Any) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            return self.model(
                input_ids=input_ids, attention_mask=attention_mask, use_cache=False
            ).last_hidden_state

    tokenizer = AutoTokenizer.from_pretrained(str(teacher_path()))
    model = AutoModel.from_pretrained(str(teacher_path()), attn_implementation="eager")
    sample = tokenizer(["a text", "another text"], return_tensors="pt")
    names = ["input_ids", "attention_mask"]
    batched = {name: {0: "batch", 1: "length"} for name in (*names, "last_hidden_state")}
    torch.onnx.export(
        States(model).eval(),
        tuple(sample[name] for name in names),
        str(folder / "model.onnx"),
        input_names=names,
        output_names=["last_hidden_state"],
        dynamic_axes=batched,
        dynamo=False,
    )
    quantize_dynamic(
        folder / "model.onnx", folder / "int8.onnx", per_channel=True, reduce_range=True
    )
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession((folder / "int8.onnx").read_bytes(), options)

    def encode(texts: Sequence[str]) -> Any:
        tokens = tokenizer(
            list(texts),
            padding=True,
            truncation=True,
            max_length=_LONGEST_TOKENS,
            return_tensors="np",
        )
        (states,) = session.run(None, {name: tokens[name] for name in names})
        mask = tokens["attention_mask"][..., None]
        return (states * mask).sum(axis=1) / mask.sum(axis=1)

    return encode


if __name__ == "__main__":
    main()
