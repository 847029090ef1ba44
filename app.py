"""The page: `python app.py` is `zhangju serve`, and takes the same options.

Its parts and their wiring are in `rag/web`.
"""

from __future__ import annotations

import sys

from rag.cli import main

if __name__ == "__main__":
    sys.exit(main(["serve", *sys.argv[1:]]))
