"""A cold `zhangju ask` against the imports that it cannot do without, by turns.

    python -m benchmarks.cold_start [--rounds 10]

Needs an index (`zhangju index`). Prints both medians and their ratio.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time

ASK = [sys.executable, "-m", "rag.cli", "ask", "社區建設有哪些原則?"]
IMPORTS = [
    *(sys.executable, "-c"),
    "import numpy, faiss, tantivy, jieba, opencc; jieba.initialize()",
]


def main() -> None:
    """Time both commands by turns."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=10)
    rounds = parser.parse_args().rounds
    timings = [(seconds(ASK), seconds(IMPORTS)) for _ in range(rounds + 1)][1:]
    ask, imports = (statistics.median(column) for column in zip(*timings, strict=True))
    print(f"ask {ask:.2f} s, imports {imports:.2f} s, ratio {ask / imports:.2f}")


def seconds(command: list[str]) -> float:
    """How long a command takes, from start to exit."""
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
