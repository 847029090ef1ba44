"""Opening a keyword index leaves nothing behind, whoever looks at the folder of links."""

from __future__ import annotations

import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from rag.index.keywords import Keywords, KeywordWriter


def test_what_is_locked_in_passing_is_removed_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built, passing = tmp_path / "built", tmp_path / "passing"
    built.mkdir()
    passing.mkdir()
    KeywordWriter(built).finish()
    monkeypatch.setattr(tempfile, "tempdir", str(passing))
    done = threading.Event()

    def lock_what_is_seen() -> None:
        """As tantivy's watcher does under load: make a lock file in a folder being removed."""
        while not done.is_set():
            for folder in passing.iterdir():
                with suppress(FileNotFoundError):
                    if not any(folder.iterdir()):
                        (folder / ".tantivy-meta.lock").touch()

    watcher = threading.Thread(target=lock_what_is_seen)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    watcher.start()
    try:
        for _ in range(100):
            assert len(Keywords.open(built)) == 0
    finally:
        sys.setswitchinterval(interval)
        done.set()
        watcher.join()
