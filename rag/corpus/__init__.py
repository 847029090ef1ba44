"""Files to documents, documents to clause trees, clause trees to passages."""

from rag.corpus.adding import Addition, add_files
from rag.corpus.address import (
    DOCUMENTS_LEAFED,
    address_key,
    candidate_sections,
    find_section,
    looks_like_address,
)
from rag.corpus.clauses import clause_among, parse_sections
from rag.corpus.language import detect_language
from rag.corpus.manifest import ManifestEntry, read_manifest
from rag.corpus.nearest import nearest_clauses, nearest_named
from rag.corpus.paragraphs import Subdivision, clauses_meant, is_subdivided, subdivisions
from rag.corpus.parsing import ParsedDocument, parse_document, parse_text
from rag.corpus.passages import split_into_passages
from rag.corpus.placing import put_where_none_is
from rag.corpus.reading import Corpus, corpus_fingerprint, document_names, read_corpus

__all__ = [
    "DOCUMENTS_LEAFED",
    "Addition",
    "Corpus",
    "ManifestEntry",
    "ParsedDocument",
    "Subdivision",
    "add_files",
    "address_key",
    "candidate_sections",
    "clause_among",
    "clauses_meant",
    "corpus_fingerprint",
    "detect_language",
    "document_names",
    "find_section",
    "is_subdivided",
    "looks_like_address",
    "nearest_clauses",
    "nearest_named",
    "parse_document",
    "parse_sections",
    "parse_text",
    "put_where_none_is",
    "read_corpus",
    "read_manifest",
    "split_into_passages",
    "subdivisions",
]
