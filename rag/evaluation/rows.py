"""The lines of a file of JSON lines, each with its place, so that what is wrong can be told."""

from __future__ import annotations

import gzip
import json
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.types import QueryError


@dataclass(frozen=True, slots=True)
class Row:
    """An object of a file, and its file and line. QueryError for a field that is not as asked."""

    place: str
    fields: dict[str, Any]

    def row_id(self) -> str:
        """Its `id`, a string or a number."""
        return str(self._field("id", (str, int, float), "a string or a number"))

    def text(self, name: str) -> str:
        """A field that is a string."""
        found: str = self._field(name, (str,), "a string")
        return found

    def texts(self, name: str) -> tuple[str, ...]:
        """A field that is a list of strings, or an object of which the values are."""
        found = self._field(name, (list, dict), "a list of strings")
        values = tuple(found.values() if isinstance(found, dict) else found)
        if not all(isinstance(value, str) for value in values):
            raise QueryError(f"{self.place}: {name} must be a list of strings")
        return values

    def _field(self, name: str, types: tuple[type, ...], wanted: str) -> Any:
        if name not in self.fields:
            raise QueryError(f"{self.place}: there is no {name}; it must be {wanted}")
        if not isinstance(self.fields[name], types):
            raise QueryError(f"{self.place}: {name} must be {wanted}")
        return self.fields[name]


def read_rows(path: Path) -> list[Row]:
    """The objects of a file of JSON lines, gzipped or not."""
    try:
        data = path.read_bytes()
        text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
    except UnicodeDecodeError as error:
        raise QueryError(f"{path} is not UTF-8 (byte {error.start}); save it as UTF-8") from error
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise QueryError(f"{path} is no whole gzip file; pack it again, or unpack it") from error
    except OSError as error:
        raise QueryError(
            f"cannot read {path}: {error.strerror}; give a file of JSON lines"
        ) from error
    rows = []
    # Other line breaks, such as U+2028, may stand in a string.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            place = f"{path}, line {number}"
            try:
                fields = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise QueryError(f"{place}: not JSON ({error})") from error
            if not isinstance(fields, dict):
                raise QueryError(f"{place}: not an object; write {{…}} on each line")
            rows.append(Row(place, fields))
    return rows
