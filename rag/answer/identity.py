"""What an answer is known by: a digest of all that it is a function of."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version

from rag.encode import Reader
from rag.index import source_digest
from rag.search import Searcher

# Libraries by which questions are read and searched, beside those that an index is built with.
_LIBRARIES = ("numpy", "onnxruntime", "pypinyin", "tokenizers")
# Those that build an index too: it may be older than they are, and answers use them.
PARTS = ("answer", "corpus", "encode", "index", "refusals.py", "search", "text", "types.py")


def answer_id(searcher: Searcher, question: str, reader: Reader | None, *, is_unread: bool) -> str:
    """Sixteen digits that differ where an answer may: by question, index, models, words or rules.

    `is_unread` is of an answer that the reader had no time for.
    """
    meta = searcher.store.meta
    index = (meta.fingerprint, meta.text_rules, meta.build_rules, repr(meta.libraries))
    models = (searcher.encoder.name, reader.name if reader else "", searcher.lexicon.digest)
    rules = (answer_rules(), repr(dict(searcher.dense_weights)))
    parts = (question, *index, *models, *rules, "unread" if is_unread else "")
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:16]


@cache
def answer_rules() -> str:
    """How questions are answered: a digest of the modules, their weights and word lists, and the
    versions of libraries."""
    libraries = (f"{name} {version(name)}" for name in _LIBRARIES)
    return " ".join((source_digest(*PARTS), *libraries))
