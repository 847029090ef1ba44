"""The Gradio page: `python app.py [--host HOST] [--port PORT] [--index DIR]`.

Its parts and their wiring are in `rag/web`, so that `zhangju serve` opens the same page.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rag.engine import Engine
from rag.types import RagError
from rag.web.serve import DEFAULT_HOST, DEFAULT_PORT, serve


def main(arguments: list[str] | None = None) -> int:
    """Serve the page until interrupted; 2, and one line, if that cannot be."""
    wanted = _parser().parse_args(arguments)
    corpus = wanted.corpus if wanted.corpus.is_dir() else None
    try:
        engine = Engine.open(wanted.index, corpus=corpus)
        serve(engine, wanted.host, wanted.port, announce=_announce)
    except RagError as error:
        sys.stderr.write(f"app.py: {error}\n")
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Ask, search and read policy texts in a browser.")
    parser.add_argument("--host", default=DEFAULT_HOST, help="address to listen on")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="port to listen on")
    parser.add_argument("--index", type=Path, default=Path("index"), help="folder of the index")
    parser.add_argument("--corpus", type=Path, default=Path("corpus"), help="folder of the texts")
    return parser


def _announce(url: str) -> None:
    sys.stdout.write(f"Zhangju is open at {url} (Ctrl+C closes it)\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
