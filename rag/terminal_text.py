"""Answers, hits and clauses as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rag.cite.checking import CheckedNotes, Finding, Status
from rag.corpus import Addition
from rag.index import BuildReport
from rag.search import DocumentCount, MissingWord, SearchResult
from rag.types import Answer, AnswerKind, Clause, Document, Hit

_RELATED_SHOWN = 3
_EXCERPT = 120
_DOCUMENTS_SHOWN = 10


def added_text(addition: Addition) -> str:
    """What was added, with its id and title, and the command that makes it answer."""
    lines = [f"{entry.path} is {entry.doc_id}: {entry.title}" for entry in addition.entries]
    lines += [f"{path}: {_joined_text(line_ends)}" for path, line_ends in addition.joined]
    lines += [f"{name} is there already" for name in addition.present]
    count = f"{_number_of(len(addition.entries), 'document')} added"
    return "\n".join([*lines, f"{count}; to ask all that is there, run: zhangju index"])


def answer_text(answer: Answer) -> str:
    """An answer as numbered quotations with their addresses, or a refusal with its evidence."""
    lines = [f"read as {answer.evidence.read_as}"] if answer.evidence.read_as else []
    if answer.evidence.is_unread:
        lines.append(
            "The time given by --deadline was up before the best passages could be read closely: "
            "what follows is only what search ranked first. More milliseconds may give a better "
            "answer."
        )
    if not answer.found:
        return "\n".join([*lines, *_refusal_lines(answer)])
    many = len(answer.sentences) > 1
    if answer.kind is AnswerKind.LIST:
        lines.append(f"{_number_of(len(answer.sentences), 'clause')}:")
    for number, sentence in enumerate(answer.sentences, start=1):
        citation = sentence.citations[0]
        lead = f"{number:>2}. " if many else ""
        lines.append(f"{lead}{sentence.text}  [{citation.doc_id} {citation.address}]")
    return "\n".join(lines)


def hits_text(hits: Sequence[Hit]) -> str:
    """Hits, one to a paragraph: where, the passage's beginning, and why it was found."""
    return "\n\n".join(_hit_text(hit) for hit in hits)


def search_text(result: SearchResult) -> str:
    """A search: its hits, how many passages each section has, and what occurs nowhere."""
    parts = [f"read as {result.read_as}"] if result.read_as else []
    parts.append(hits_text(result.hits) if result.hits else "Nothing found.")
    if result.is_structured and result.near:
        parts.append("Near in meaning:\n" + "\n".join(f"  {_place(hit)}" for hit in result.near))
    parts += [_count_text(count) for count in result.counts[:_DOCUMENTS_SHOWN]]
    if len(result.counts) > _DOCUMENTS_SHOWN:
        more = _number_of(len(result.counts) - _DOCUMENTS_SHOWN, "more document")
        parts.append(f"and in {more}")
    parts += [_missing_text(word) for word in result.missing]
    return "\n\n".join(parts)


def clause_text(clause: Clause) -> str:
    """A clause under the headings above it, verbatim, with where it stands in its document."""
    section = clause.section
    above = [f"{ancestor.title}" for ancestor in clause.ancestors]
    lines = [clause.document.title, *above, ""]
    lines += [clause.text, "", f"[{section.doc_id} {section.address}]"]
    lines += [f"notes: {note}" for note in clause.document.notes if _concerns(note, clause)]
    return "\n".join(lines)


def ledger_text(document: Document) -> str:
    """The lines that cleaning left out of a document, each with its place and the reason."""
    lines = [
        f"{removed.raw_span.start}..{removed.raw_span.end}  {removed.reason}: {removed.text}"
        for removed in document.removed
    ]
    count = _number_of(len(lines), "line")
    lines.append(f"{count} removed from {document.doc_id}")
    if document.source and document.source.joined_line_ends:
        lines.append(f"{document.doc_id}: {_joined_text(document.source.joined_line_ends)}")
    return "\n".join(lines)


def _joined_text(line_ends: int) -> str:
    return (
        f"its lines are broken at a fixed width: {_number_of(line_ends, 'line end')} within "
        "paragraphs taken out"
    )


def build_text(report: BuildReport) -> str:
    """What a build did, in a line, and another if documents were broken at a fixed width."""
    joined = (
        f"{_number_of(report.joined, 'document')} broken at a fixed width: the lines of each "
        "paragraph are joined; zhangju ledger DOC tells how many\n"
        if report.joined
        else ""
    )
    return joined + (
        f"{_number_of(report.documents, 'document')}, {_number_of(report.passages, 'passage')} "
        f"in {report.path}: "
        f"{report.embedded} embedded, {report.reused} unchanged, {report.seconds:.1f} s"
    )


def checked_text(checked: CheckedNotes) -> str:
    """Each quotation that is not exact with what the source says, and a line of counts."""
    wrong = [f for f in checked.findings if f.status is not Status.EXACT]
    counts = [f"{count} {status}" for status, count in checked.counts.items() if count]
    total = _number_of(len(checked.findings), "quotation")
    return "\n".join(
        [*map(_finding_text, wrong), f"{total}: {', '.join(counts)}" if counts else total]
    )


def _number_of(count: int, noun: str) -> str:
    """A count with its noun.

    >>> _number_of(1, "passage"), _number_of(1500, "passage")
    ('1 passage', '1,500 passages')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _finding_text(finding: Finding) -> str:
    words = " ".join(finding.quotation.words.split())
    lines = [f"line {finding.quotation.line}: {finding.status}: {words}"]
    if finding.status in (Status.ALTERED, Status.TRUNCATED):
        lines.append(f"  {finding.difference}")
    for piece in finding.pieces:
        quote = " ".join(piece.quote.split())
        lines.append(f"  {quote}  [{piece.doc_id} {piece.address}]")
    return "\n".join(lines)


def _refusal_lines(answer: Answer) -> list[str]:
    lines = [f"Not found in the texts: {answer.evidence.reason}."]
    for term in answer.evidence.terms:
        if term.passages == 0:
            also = f" (nor {', '.join(term.translations)})" if term.translations else ""
            lines.append(f"  {term.term}: 0 times{also}")
    if answer.hits:
        lines.append("Related, not an answer:")
        lines += [f"  {_place(hit)}" for hit in answer.hits[:_RELATED_SHOWN]]
    return lines


def _count_text(count: DocumentCount) -> str:
    sections = "; ".join(f"{s.address} {s.heading} {s.passages}" for s in count.sections)
    return f"{count.doc_id}: {_number_of(count.passages, 'passage')}" + (
        f" ({sections})" if sections else ""
    )


def _missing_text(word: MissingWord) -> str:
    nearest = f"; nearest: {', '.join(word.nearest)}" if word.nearest else ""
    return f"{word.text}: 0 times, in any script{nearest}"


def _hit_text(hit: Hit) -> str:
    text = " ".join(hit.passage.text.split())
    excerpt = text if len(text) <= _EXCERPT else f"{text[:_EXCERPT]}…"
    found = []
    if hit.why.keyword_rank is not None:
        found.append(f"words #{hit.why.keyword_rank}")
    if hit.why.dense_rank is not None:
        found.append(f"meaning #{hit.why.dense_rank}")
    if hit.why.nearness is not None:
        found.append(f"word by word: {hit.why.nearness:.0%}")
    if hit.why.likelihood is not None:
        found.append(f"answers: {hit.why.likelihood:.0%}")
    return f"{hit.rank}. {_place(hit)}  ({', '.join(found)})\n   {excerpt}"


def _place(hit: Hit) -> str:
    return f"{hit.passage.doc_id} {hit.passage.address} {hit.passage.heading}".rstrip()


def _concerns(note: str, clause: Clause) -> bool:
    """True if a quotation in an editorial note stands in the clause."""
    return any(
        part in clause.text for part in note.split("「")[1:] for part in [part.split("」")[0]]
    )
