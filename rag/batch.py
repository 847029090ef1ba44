"""Many questions from a file of JSON lines, one JSON object out for each, in order."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeGuard

from rag.engine import Engine
from rag.serialize import Json, answer_to_json, search_to_json
from rag.types import QueryError

LineId = str | float | None
"""What a line calls itself: any number, a string, or nothing."""

_WANTED = 'write {"id": "q1", "question": "…"} on each line'


def answer_batch(engine: Engine, path: Path) -> Iterator[Json]:
    """An answer for each line of `path`; a line that cannot be asked yields its error instead."""
    return _each_line(path, lambda id_, text: answer_to_json(engine.ask(text), id_))


def search_batch(engine: Engine, path: Path, k: int) -> Iterator[Json]:
    """The hits for each line of `path`; a line that cannot be searched yields its error instead."""

    def hits(line_id: LineId, text: str) -> Json:
        return search_to_json(engine.look_up(text, k), line_id)

    return _each_line(path, hits)


def _each_line(path: Path, reply: Callable[[LineId, str], Json]) -> Iterator[Json]:
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip():
            continue
        line_id = None
        try:
            record = _record(line)
            line_id = _id_of(record)
            yield reply(line_id, _question_of(record))
        except QueryError as error:
            yield {"id": line_id, "line": number, "error": str(error)}


def _lines(path: Path) -> list[str]:
    try:
        # Other line breaks, such as U+2028, may stand in a string.
        return path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise QueryError(
            f"cannot read {path}: {error.strerror}; give a file of JSON lines"
        ) from error
    except UnicodeDecodeError as error:
        raise QueryError(f"{path} is not UTF-8 (byte {error.start}); save it as UTF-8") from error


def _record(line: str) -> Mapping[str, object]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise QueryError(f"not JSON ({error}); {_WANTED}") from error
    if not isinstance(record, dict):
        raise QueryError(f"no question; {_WANTED}")
    return record


def _id_of(record: Mapping[str, object]) -> LineId:
    line_id = record.get("id")
    if not _can_be_given_back(line_id):
        raise QueryError(f"its id is not a string or a number; {_WANTED}")
    return line_id


def _question_of(record: Mapping[str, object]) -> str:
    question = record.get("question")
    if not isinstance(question, str):
        raise QueryError(f"no question; {_WANTED}")
    return question


def _can_be_given_back(line_id: object) -> TypeGuard[LineId]:
    """False also for half a surrogate pair and for NaN, which no JSON in UTF-8 can hold."""
    if isinstance(line_id, bool) or not isinstance(line_id, str | int | float | None):
        return False
    try:
        json.dumps(line_id, ensure_ascii=False, allow_nan=False).encode()
    except ValueError:
        return False
    return True
