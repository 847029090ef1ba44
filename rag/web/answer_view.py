"""An answer as a card: every sentence verbatim, its proof beside it; or a refusal that says why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from markupsafe import Markup

from rag.answer import verify
from rag.types import (
    Answer,
    AnswerKind,
    AnswerSentence,
    Citation,
    Evidence,
    Hit,
    TermEvidence,
)
from rag.web.citing_view import reference_button
from rag.web.markup import (
    chip,
    copy_button,
    join,
    quotation,
    read_as_line,
    rendering_attributes,
    rendering_label,
)
from rag.web.notes_view import add_button
from rag.web.refusal_view import nearest_clauses, why_refused
from rag.web.source_text import Highlight, Sources
from rag.web.wording import Wording


def answer_view(answer: Answer, sources: Sources, wording: Wording) -> Markup:
    """The card of an answer or a refusal.

    CitationError, and no card, if a quotation is not in its document.
    """
    body = _found(answer, sources, wording) if answer.found else _refused(answer, sources, wording)
    return Markup('<article class="zj-card">{}{}{}</article>').format(
        read_as_line(answer.evidence.read_as, wording), body, _evidence(answer, wording)
    )


def answer_highlights(answer: Answer, doc_id: str) -> tuple[Highlight, ...]:
    """What an answer quotes from a document, and its answering words, to be highlighted there."""
    highlights: list[Highlight] = []
    for sentence in answer.sentences:
        cited = [c for c in sentence.citations if c.doc_id == doc_id]
        highlights += [Highlight(citation.span, "zj-cited") for citation in cited]
        if cited and cited[0] is sentence.citations[0]:
            highlights += [Highlight(mark, "zj-word") for mark in sentence.marks]
    return tuple(highlights)


def _found(answer: Answer, sources: Sources, wording: Wording) -> Markup:
    groups = [
        _document_group(
            list(sentences), sources, wording, answer.question, is_only=_is_one_document(answer)
        )
        for _, sentences in groupby(answer.sentences, key=lambda s: s.citations[0].doc_id)
    ]
    everything = "\n".join(
        quotation(sentence.citations[0], sources(sentence.citations[0].doc_id).document)
        for sentence in answer.sentences
    )
    places = [(s.citations[0].doc_id, s.citations[0].span) for s in answer.sentences]
    tools = [
        copy_button(wording, everything, key="copy.all"),
        add_button(places, wording, question=answer.question, key="add.all"),
    ]
    return Markup('<header class="zj-kind"><p>{}</p><span>{}</span></header>{}').format(
        _kind_and_count(answer, wording),
        join(tools) if len(answer.sentences) > 1 else "",
        join(groups),
    )


def _kind_and_count(answer: Answer, wording: Wording) -> str:
    if answer.kind is AnswerKind.LIST:
        clauses = {(s.citations[0].doc_id, s.citations[0].address) for s in answer.sentences}
        count = wording.counted("clauses", len(clauses))
    else:
        count = wording.counted("sentences", len(answer.sentences))
    return f"{wording.kind(answer.kind)} · {count}"


def _is_one_document(answer: Answer) -> bool:
    return len({sentence.citations[0].doc_id for sentence in answer.sentences}) == 1


def _document_group(
    sentences: Sequence[AnswerSentence],
    sources: Sources,
    wording: Wording,
    question: str,
    *,
    is_only: bool,
) -> Markup:
    source = sources(sentences[0].citations[0].doc_id)
    title = (
        Markup("")
        if is_only
        else Markup('<h3 class="zj-source" lang="{}">{}</h3>').format(
            source.document.language, source.document.title
        )
    )
    items = [_sentence(sentence, sources, wording, question) for sentence in sentences]
    return Markup('{}{}<ol class="zj-sentences">{}</ol>').format(
        title, rendering_label(source, wording), join(items)
    )


def _sentence(
    sentence: AnswerSentence, sources: Sources, wording: Wording, question: str
) -> Markup:
    first = sentence.citations[0]
    source = sources(first.doc_id)
    for citation in sentence.citations:
        verify(citation, sources(citation.doc_id).document)
    marks = [Highlight(mark, "zj-word") for mark in sentence.marks]
    return Markup(
        '<li class="zj-sentence"><span class="zj-said" {}>{}</span> '
        '<span class="zj-chips">{}{}{}{}</span></li>'
    ).format(
        rendering_attributes(source, wording),
        source.quoted(first.span, marks),
        join([_citation_chip(citation, wording) for citation in sentence.citations]),
        copy_button(wording, quotation(first, source.document)),
        reference_button(wording, first.doc_id, first.address),
        add_button([(first.doc_id, first.span)], wording, question=question),
    )


def _citation_chip(citation: Citation, wording: Wording) -> Markup:
    return chip(
        wording, doc_id=citation.doc_id, address=citation.address, start=citation.span.start
    )


def _refused(answer: Answer, sources: Sources, wording: Wording) -> Markup:
    related = [_related(hit, sources, wording) for hit in answer.hits]
    heading = Markup('<h3 class="zj-small">{}</h3>').format(wording.say("related"))
    return Markup(
        '<header class="zj-refusal"><h2>{}</h2><p>{}</p>{}</header>{}<ul class="zj-related">{}</ul>'
    ).format(
        wording.say("refusal"),
        why_refused(answer.evidence.refusal, wording),
        nearest_clauses(answer.evidence.refusal, sources, wording),
        heading if related else "",
        join(related),
    )


def _related(hit: Hit, sources: Sources, wording: Wording) -> Markup:
    passage = hit.passage
    source = sources(passage.doc_id)
    matched = [Highlight(span, "zj-match") for span in hit.why.matched]
    return Markup(
        '<li><p class="zj-path">{} <span class="zj-badge">{}</span></p>'
        '<p class="zj-said" {}>{}</p></li>'
    ).format(
        chip(wording, doc_id=passage.doc_id, address=passage.address, start=passage.span.start),
        wording.say("related.badge"),
        rendering_attributes(source, wording),
        source.quoted(passage.span, matched),
    )


def _evidence(answer: Answer, wording: Wording) -> Markup:
    return Markup(
        '<details class="zj-evidence"{}><summary>{}</summary>{}{}'
        '<p class="zj-id">{} <code>{}</code></p></details>'
    ).format(
        Markup("") if answer.found else Markup(" open"),
        wording.say("evidence"),
        _terms(answer.evidence, wording),
        _confidence(answer, wording),
        wording.say("answer_id"),
        answer.answer_id,
    )


def _confidence(answer: Answer, wording: Wording) -> Markup:
    evidence = answer.evidence
    if answer.kind is AnswerKind.NAVIGATION:
        return Markup("")
    said = [wording.say("evidence.confidence", share=f"{evidence.confidence:.0%}")]
    said += [wording.say("evidence.unread")] if evidence.is_unread else []
    return join([Markup("<p>{}</p>").format(line) for line in said])


def _terms(evidence: Evidence, wording: Wording) -> Markup:
    if not evidence.terms:
        return Markup("")
    has_translations = any(term.translations for term in evidence.terms)
    columns = ["evidence.term", "evidence.passages"]
    columns += ["evidence.translations"] if has_translations else []
    return Markup("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>").format(
        join([Markup('<th scope="col">{}</th>').format(wording.say(key)) for key in columns]),
        join(list(_rows(evidence.terms, wording, has_translations=has_translations))),
    )


def _rows(
    terms: Iterable[TermEvidence], wording: Wording, *, has_translations: bool
) -> Iterable[Markup]:
    for term in terms:
        count = wording.counted("passages", term.passages) if term.passages else wording.say("zero")
        translations = Markup("<td>{}</td>").format("、".join(term.translations))
        yield Markup('<tr{}><th scope="row">{}</th><td>{}</td>{}</tr>').format(
            Markup("") if term.passages else Markup(' class="zj-zero"'),
            term.term,
            count,
            translations if has_translations else "",
        )
