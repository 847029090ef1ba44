"""Answers, hits and clauses as JSON objects: the formats that other programs rely on."""

from __future__ import annotations

from typing import Any

from rag.cite.checking import CheckedNotes, Finding
from rag.search import SearchResult
from rag.types import Answer, Citation, Clause, Hit, RemovedLine, Section, Span

Json = dict[str, Any]


def answer_to_json(answer: Answer, question_id: str | float | None = None) -> Json:
    """An answer; `id` is the caller's own, from a batch."""
    return {
        "id": question_id,
        "question": answer.question,
        "found": answer.found,
        "kind": str(answer.kind),
        "sentences": [
            {
                "text": sentence.text,
                "citations": [citation_to_json(citation) for citation in sentence.citations],
                "marks": [_span(mark) for mark in sentence.marks],
                "answer_span": _span(sentence.answer_span) if sentence.answer_span else None,
            }
            for sentence in answer.sentences
        ],
        "hits": [hit_to_json(hit) for hit in answer.hits],
        "evidence": {
            "terms": [
                {
                    "term": term.term,
                    "passages": term.passages,
                    "translations": list(term.translations),
                }
                for term in answer.evidence.terms
            ],
            "coverage": answer.evidence.coverage,
            "reason": answer.evidence.reason,
            "read_as": answer.evidence.read_as,
            "confidence": round(answer.evidence.confidence, 4),
            "is_unread": answer.evidence.is_unread,
        },
        "answer_id": answer.answer_id,
        "seconds": round(answer.seconds, 6),
    }


def citation_to_json(citation: Citation) -> Json:
    """A citation, with code-point offsets into the cited text."""
    return {
        "doc_id": citation.doc_id,
        "address": citation.address,
        "heading": citation.heading,
        "start": citation.span.start,
        "end": citation.span.end,
        "quote": citation.quote,
    }


def hit_to_json(hit: Hit) -> Json:
    """A hit; `text` is the passage in its original script."""
    return {
        "rank": hit.rank,
        "score": round(hit.score, 6),
        "doc_id": hit.passage.doc_id,
        "address": hit.passage.address,
        "heading": hit.passage.heading,
        "start": hit.passage.span.start,
        "end": hit.passage.span.end,
        "text": hit.passage.text,
        "why": {
            "keyword_rank": hit.why.keyword_rank,
            "keyword_score": round(hit.why.keyword_score, 6),
            "dense_rank": hit.why.dense_rank,
            "dense_score": round(hit.why.dense_score, 6),
            "nearness": None if hit.why.nearness is None else round(hit.why.nearness, 4),
            "matched": [_span(span) for span in hit.why.matched],
            "likelihood": None if hit.why.likelihood is None else round(hit.why.likelihood, 4),
        },
    }


def search_to_json(result: SearchResult, query_id: str | float | None = None) -> Json:
    """A search: its hits, those near in meaning, the counts, and the words that occur nowhere."""
    return {
        "id": query_id,
        "question": result.query,
        "read_as": result.read_as,
        "hits": [hit_to_json(hit) for hit in result.hits],
        "near": [hit_to_json(hit) for hit in result.near],
        "total": result.total,
        "counts": [
            {
                "doc_id": count.doc_id,
                "passages": count.passages,
                "sections": [
                    {"address": s.address, "heading": s.heading, "passages": s.passages}
                    for s in count.sections
                ],
            }
            for count in result.counts
        ],
        "missing": [{"word": m.text, "nearest": list(m.nearest)} for m in result.missing],
    }


def clause_to_json(clause: Clause) -> Json:
    """A clause: its words, the clauses above it, and those directly below."""
    section = clause.section
    return {
        "doc_id": section.doc_id,
        "title": clause.document.title,
        "address": section.address,
        "heading": section.heading,
        "start": section.span.start,
        "end": section.span.end,
        "text": clause.text,
        "ancestors": [_place(ancestor) for ancestor in clause.ancestors],
        "children": [_place(child) for child in clause.children],
    }


def removed_to_json(line: RemovedLine) -> Json:
    """A line that cleaning left out, with its place in the file's text, and why."""
    span = _span(line.raw_span)
    return {"raw_span": span, "reason": line.reason, "text": line.text}


def finding_to_json(finding: Finding) -> Json:
    """A quotation in notes, what is so of it, and what the source says where; "" if not found."""
    return {
        "line": finding.quotation.line,
        "quote": finding.quotation.words,
        "status": str(finding.status),
        "doc_id": finding.doc_id,
        "address": finding.address,
        "source_quote": finding.source_quote,
        "difference": finding.difference,
        "pieces": [citation_to_json(piece) for piece in finding.pieces],
    }


def checked_to_json(checked: CheckedNotes) -> Json:
    """All findings of notes, how many of each class, and what could not be checked."""
    return {
        "findings": [finding_to_json(finding) for finding in checked.findings],
        "counts": {str(status): count for status, count in checked.counts.items()},
        "problems": list(checked.problems),
    }


def _place(section: Section) -> Json:
    return {"address": section.address, "heading": section.heading}


def _span(span: Span) -> list[int]:
    return [span.start, span.end]
