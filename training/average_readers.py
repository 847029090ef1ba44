"""The mean of the weights of readers that began with the same body and learnt apart.

    python -m training.average_readers FILE FILE [FILE ...] --out FILE

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
    arguments = parser.parse_args()
    average(arguments.files, arguments.out)


def average(files: Sequence[Path], out: Path) -> None:
    """Write the mean of the weights in `files`; RuntimeError if they are not of one network."""
    net = reader_in(files[0])
    weights = [load_file(file) for file in files]
    for held in weights:
        net.load_state_dict(held)
    net.load_state_dict(
        {name: torch.stack([held[name] for held in weights]).mean(0) for name in weights[0]}
    )
    write(net, out)


if __name__ == "__main__":
    main()
