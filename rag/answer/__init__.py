"""From hits to an answer: kinds, lists, definitions, refusal, and the proof of every quotation."""

from rag.answer.compose import answer
from rag.answer.rerank import ReaderRerank
from rag.answer.verify import cite, is_exact, verify

__all__ = ["ReaderRerank", "answer", "cite", "is_exact", "verify"]
