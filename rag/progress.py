"""Progress of long work, drawn in the terminal with its rate and the time left."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tqdm import tqdm

from rag.index import Progress


@contextmanager
def progress_bars() -> Iterator[Progress]:
    """A callback that draws one bar for each stage of the work, on standard error."""
    bars: dict[str, tqdm[None]] = {}

    def show(stage: str, done: int, total: int) -> None:
        if stage not in bars:
            # A bar that is over within a moment is never drawn: small corpora stay quiet.
            bars[stage] = tqdm(total=total, desc=stage, unit="", leave=False, delay=0.5)
        bars[stage].update(done - bars[stage].n)

    try:
        yield show
    finally:
        for bar in bars.values():
            bar.close()
