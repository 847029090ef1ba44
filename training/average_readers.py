"""The mean of the weights of readers that began with the same body and learnt apart.

    python -m training.average_readers FILE FILE [FILE ...] --out FILE [--shares .15 .85]

Such a mean lies in one valley with them, and often reads better than each (Wortsman et al. 2022,
"Model soups").
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file

from training.runs import write
from training.train_reader import WEIGHTS, reader_in


def main() -> None:
    """Average, and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("files", type=Path, nargs="+", help="weights that train_reader wrote")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="the file to write")
    parser.add_argument("--shares", type=float, nargs="+", help="of each file; alike if not given")
    arguments = parser.parse_args()
    files: list[Path] = arguments.files
    shares: list[float] = arguments.shares or [1.0] * len(files)
    if len(shares) != len(files) or min(shares) < 0 or not sum(shares):
        parser.error(f"{len(files)} files take as many --shares, none below 0, not all 0")
    average(files, arguments.out, shares)


def average(files: Sequence[Path], out: Path, shares: Sequence[float]) -> None:
    """Write the mean of the weights in `files`, each as much as its share of the sum of `shares`;
    RuntimeError if they are not of one network."""
    net = reader_in(files[0])
    parts = torch.tensor(shares) / sum(shares)
    weights = [load_file(file) for file in files]
    for held in weights:
        net.load_state_dict(held)
    net.load_state_dict(
        {
            name: torch.tensordot(parts, torch.stack([held[name] for held in weights]), 1)
            for name in weights[0]
        }
    )
    write(net, out)


if __name__ == "__main__":
    main()
