"""What an index says of itself: what it was built from, by which rules, and a checksum per file."""

from __future__ import annotations

import hashlib
import json
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from functools import cache
from importlib.metadata import version
from pathlib import Path

import rag
from rag.encode import BUNDLED_SOURCE, source_of
from rag.types import IndexFormatError

FORMAT_VERSION = 2
# What every error of an index ends with: the options that it needs may follow.
REBUILD = "run: zhangju index"
# Where the commands look unless told otherwise.
INDEX, CORPUS = Path("index"), Path("corpus")
_LIBRARIES = ("faiss-cpu", "jieba", "opencc", "PyStemmer", "rjieba", "tantivy")
_PACKAGE = Path(rag.__file__).parent


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file of an index: its path below the index's folder, size in bytes, and sha256."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class IndexMeta:
    """What an index was built from, and by which rules.

    `encoder` is the name of the model and its weights, `fingerprint` the corpus's, or of the
    documents themselves in memory. `text_rules` stands for the rules that questions and passages
    must share (folding, segmenting), `build_rules` for those that only builds apply (reading,
    splitting). An index in memory has no files.
    """

    fingerprint: str
    encoder: str
    dim: int
    documents: int
    sections: int
    passages: int
    text_rules: str
    build_rules: str
    libraries: tuple[tuple[str, str], ...]
    problems: tuple[str, ...] = ()
    files: tuple[FileRecord, ...] = ()
    format_version: int = FORMAT_VERSION

    def to_json(self) -> str:
        """The meta as the text of `meta.json`, the same for the same meta."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    @classmethod
    def from_json(cls, text: str, *, where: str) -> IndexMeta:
        """The meta that `to_json` wrote; IndexFormatError names `where` if this is no such text."""
        try:
            values = json.loads(text)
        except ValueError as error:
            raise IndexFormatError(f"{where} is not an index's meta.json; {REBUILD}") from error
        found = values.get("format_version") if isinstance(values, dict) else None
        if found != FORMAT_VERSION:
            raise IndexFormatError(
                f"{where} has index format {found}, this program writes {FORMAT_VERSION}; {REBUILD}"
            )
        return cls._from_values(values, where)

    @classmethod
    def _from_values(cls, values: Mapping[str, object], where: str) -> IndexMeta:
        known = dict(values)
        try:
            known["libraries"] = tuple((name, text) for name, text in values["libraries"])  # type: ignore[attr-defined]
            known["problems"] = tuple(values["problems"])  # type: ignore[arg-type]
            known["files"] = tuple(FileRecord(**file) for file in values["files"])  # type: ignore[attr-defined]
            return cls(**known)  # type: ignore[arg-type]
        except (KeyError, TypeError, ValueError) as error:
            wanted = ", ".join(field.name for field in fields(cls))
            raise IndexFormatError(f"{where} does not hold {wanted}; {REBUILD}") from error


def ensure_fresh(meta: IndexMeta, fingerprint: str | None, encoder_name: str) -> None:
    """Raise IndexFormatError, with what changed, unless the index is of this corpus and encoder.

    A fingerprint of None is not compared: the corpus may be elsewhere.
    """
    if reason := staleness(meta, fingerprint, encoder_name):
        source = source_of(encoder_name) or BUNDLED_SOURCE
        # A build keeps to the encoder that the index has, unless it is told of another.
        is_another = source != (source_of(meta.encoder) or BUNDLED_SOURCE)
        command = f"{REBUILD} --encoder {shlex.quote(source)}" if is_another else REBUILD
        raise IndexFormatError(f"the index is stale: {reason}; {command}")


def staleness(meta: IndexMeta, fingerprint: str | None, encoder_name: str) -> str:
    """What has changed since the index was built, in a phrase; empty if nothing has."""
    if meta.encoder != encoder_name:
        return f"it was built with the encoder {meta.encoder}, not {encoder_name}"
    if fingerprint is not None and meta.fingerprint != fingerprint:
        return "the corpus has changed since it was built"
    return ""


def check_rules(meta: IndexMeta, *, where: str) -> None:
    """Raise IndexFormatError if a question would be folded or cut otherwise than the index was."""
    for name, wanted in libraries():
        found = dict(meta.libraries).get(name)
        if found != wanted:
            raise IndexFormatError(
                f"{where} was built with {name} {found}, this is {name} {wanted}; {REBUILD}"
            )
    if meta.text_rules != text_rules():
        raise IndexFormatError(f"{where} was built with other rules for words; {REBUILD}")


def with_folders(command: str, index: Path, corpus: Path) -> str:
    """A command, or a message that ends with one, with its folders where they are not the usual.

    >>> with_folders("run: zhangju index", Path("index"), Path("my laws"))
    "run: zhangju index --corpus 'my laws'"
    """
    folders = (("--index", index, INDEX), ("--corpus", corpus, CORPUS))
    options = [f"{name} {shlex.quote(str(f))}" for name, f, usual in folders if f != usual]
    return " ".join([command, *options])


@cache
def libraries() -> tuple[tuple[str, str], ...]:
    """Name and version of each library that the bytes of an index depend on."""
    return tuple((name, version(name)) for name in _LIBRARIES)


@cache
def text_rules() -> str:
    """A digest of the rules by which texts and questions become terms.

    It is taken over the source of the modules, not from a number in it: a number that one must
    remember to raise is forgotten, and the price of a changed comment is only a rebuild that
    reuses every vector.
    """
    return source_digest("text/fold.py", "text/segment.py", "index/phrases.py")


@cache
def build_rules() -> str:
    """A digest of what else decides the contents of an index: reading, splitting, building."""
    return source_digest("corpus", "index", "text")


def source_digest(*parts: str, package: Path = _PACKAGE) -> str:
    """A digest of modules and word lists: those named, and all of the packages named.

    `parts` are paths below the package's folder, such as `"text/fold.py"` and `"search"`. Models
    are no part of it: they have digests of their own.
    """
    digest = hashlib.sha256()
    for path in sorted({path for part in parts for path in _sources(package / part)}):
        # Read as text, so that a checkout with other line ends has the same digest.
        digest.update(
            f"{path.relative_to(package).as_posix()}\0{path.read_text('utf-8')}\0".encode()
        )
    return digest.hexdigest()


def _sources(path: Path) -> Iterable[Path]:
    if path.is_file():
        return (path,)
    return (file for suffix in ("py", "tsv") for file in path.glob(f"**/*.{suffix}"))
