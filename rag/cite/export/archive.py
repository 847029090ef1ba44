"""Zip archives that depend on their content alone."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say


def archived(members: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip of the members in their order, with no time of its own: equal in, equal out."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name, _FIRST_DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return out.getvalue()


def unpacked(archive: bytes) -> list[tuple[str, bytes]]:
    """The members of a zip that we made ourselves, in their order."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return [(name, opened.read(name)) for name in opened.namelist()]
