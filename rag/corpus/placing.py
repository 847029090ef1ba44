"""Putting a file where none is."""

from __future__ import annotations

import os
from pathlib import Path


def put_where_none_is(file: Path, place: Path) -> None:
    """Give a file another place on its disk; FileExistsError, and nothing is written over, if a
    file is there. Its old name may stay.

    Where a disk has no hard links (FAT, exFAT), an empty file holds the place first.
    """
    try:
        os.link(file, place)
    except FileExistsError:
        raise
    except OSError:
        place.touch(exist_ok=False)
        file.replace(place)
