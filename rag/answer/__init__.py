"""From hits to an answer: kinds, lists, definitions, refusal, and the proof of every quotation."""

from rag.answer.compose import DOCUMENTS_LEAFED, answer
from rag.answer.rerank import ReaderRerank
from rag.answer.verify import cite, is_exact, verified, verify

__all__ = ["DOCUMENTS_LEAFED", "ReaderRerank", "answer", "cite", "is_exact", "verified", "verify"]
