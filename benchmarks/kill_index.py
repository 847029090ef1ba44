"""Kill `zhangju index` at random moments, and see that the index can be used each time.

    python -m benchmarks.kill_index [--kills 50] [--seed 1]

Builds an index of made-up laws through the command line, changing the corpus before every run so
that there is work to do, kills it after a random time, and then opens the index: it must be the
one from before or the new one, whole.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rag.index import open_index

_DOCUMENTS = 40
_ARTICLES = 60


def main() -> None:
    """Kill, open, compare; an AssertionError if the index was not whole."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    moments = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as folder:
        corpus, index = Path(folder) / "corpus", Path(folder) / "index"
        write_corpus(corpus, "initial")
        seconds = run_to_the_end(corpus, index)
        print(f"an undisturbed build takes {seconds:.1f} s")
        known = {"initial"}
        unfinished = killed = 0
        for number in range(given.kills):
            known.add(f"edition {number}")
            write_corpus(corpus, f"edition {number}")
            killed += run_and_kill(corpus, index, moments.uniform(0, 1.1 * seconds))
            unfinished += any(index.glob("building-*"))
            assert edition(index) in known
        print(
            f"{killed} of {given.kills} builds killed, {unfinished} of them half-written; usable "
            "each time"
        )
        run_to_the_end(corpus, index)
        assert edition(index) == f"edition {given.kills - 1}"
        assert not any(index.glob("building-*"))


def write_corpus(corpus: Path, name: str) -> None:
    """Laws whose every article names this edition."""
    documents = corpus / "documents"
    documents.mkdir(parents=True, exist_ok=True)
    for law in range(_DOCUMENTS):
        articles = (
            f"第{number}條 {name}:第{law}號法第{number}條,居民委員會應當公開其事務。"
            for number in range(1, _ARTICLES + 1)
        )
        (documents / f"law{law:02}.txt").write_text("\n".join(articles) + "\n", "utf-8")


def edition(index: Path) -> str:
    """The edition that all passages of the index name; they must agree."""
    store = open_index(index)
    texts = [store.passage(row).text for row in range(len(store))]
    store.close()
    [name] = {text.partition(":")[0].partition(" ")[2] for text in texts if ":" in text}
    return name


def run_to_the_end(corpus: Path, index: Path) -> float:
    """Seconds of an undisturbed build."""
    started = time.monotonic()
    subprocess.run(_command(corpus, index), check=True, capture_output=True)
    return time.monotonic() - started


def run_and_kill(corpus: Path, index: Path, seconds: float) -> bool:
    """Whether the build was still at work when it was killed."""
    with subprocess.Popen(
        _command(corpus, index), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as builder:
        time.sleep(seconds)
        at_work = builder.poll() is None
        builder.kill()
    return at_work


def _command(corpus: Path, index: Path) -> list[str]:
    return [
        *(sys.executable, "-m", "rag.cli", "index"),
        *("--corpus", str(corpus), "--index", str(index)),
    ]


if __name__ == "__main__":
    main()
