"""The shelf: each document, what is known of it, and every line that cleaning left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from markupsafe import Markup

from rag.cite.links import deep_link
from rag.types import Document, RemovedLine
from rag.web.markup import join
from rag.web.wording import Wording


class Summary(Protocol):
    """A document on the shelf, as the engine lists it."""

    @property
    def doc_id(self) -> str:
        """Its id."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def language(self) -> str:
        """Its BCP 47 tag."""

    @property
    def passages(self) -> int:
        """How many passages it has."""


def corpus_view(
    summaries: Sequence[Summary], chosen: Document, wording: Wording, *, all_documents: int
) -> Markup:
    """The documents that are listed, of `all_documents`; one is opened: its facts and its ledger.

    If not all are listed, that is said, and how to open another.
    """
    passages = next((s.passages for s in summaries if s.doc_id == chosen.doc_id), 0)
    return Markup(
        '<div class="zj-corpus"><nav class="zj-shelf" aria-label="{}"><h3>{}</h3>{}<ol>{}</ol>'
        '</nav><article class="zj-record"><h2 lang="{}">{}</h2>{}{}{}</article></div>'
    ).format(
        wording.say("corpus.documents"),
        wording.say("corpus.documents"),
        _left_out(len(summaries), all_documents, wording),
        join([_shelved(s, wording, is_chosen=s.doc_id == chosen.doc_id) for s in summaries]),
        chosen.language,
        chosen.title,
        _facts(chosen, passages, wording),
        Markup('<p><a class="zj-quiet" href="{}" data-read="{}">{}</a></p>').format(
            deep_link(doc_id=chosen.doc_id), chosen.doc_id, wording.say("read.open")
        ),
        _ledger(chosen.removed, wording),
    )


def _left_out(listed: int, all_documents: int, wording: Wording) -> Markup:
    if listed == all_documents:
        return Markup("")
    said = wording.say("corpus.some", shown=listed, all=f"{all_documents:,}")
    return Markup('<p class="zj-none">{}</p>').format(said)


def _shelved(summary: Summary, wording: Wording, *, is_chosen: bool) -> Markup:
    return Markup(
        '<li><button type="button" class="zj-book" data-document="{}" aria-current="{}">'
        '<span lang="{}">{}</span><small>{} · {}</small></button></li>'
    ).format(
        summary.doc_id,
        "true" if is_chosen else "false",
        summary.language,
        summary.title,
        wording.or_itself("language", summary.language),
        wording.counted("passages", summary.passages),
    )


def _facts(document: Document, passages: int, wording: Wording) -> Markup:
    rows = [
        Markup("<dt>{}</dt><dd>{}</dd>").format(wording.say(f"fact.{name}"), value)
        for name, value in _known(document, passages, wording)
        if value
    ]
    return Markup('<dl class="zj-fact-list" aria-label="{}">{}</dl>').format(
        wording.say("corpus.facts"), join(rows)
    )


def _known(
    document: Document, passages: int, wording: Wording
) -> Iterable[tuple[str, str | Markup]]:
    yield "doc_id", document.doc_id
    yield "language", wording.or_itself("language", document.language)
    yield "passages", f"{passages:,}"
    yield "characters", f"{len(document.text):,}"
    for name in ("author", "book", "publisher", "year", "place"):
        yield name, str(getattr(document, name))
    yield "url", _link(document.url)
    yield "accessed", document.accessed
    yield "licence", document.licence
    if document.source is not None:
        yield "file", document.source.path
        yield "sha256", Markup("<code>{}</code>").format(document.source.sha256)


def _link(url: str) -> str | Markup:
    """A web address to follow; what is no web address is only shown."""
    if not url.startswith(("https://", "http://")):
        return url
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(url, url)


def _ledger(removed: Sequence[RemovedLine], wording: Wording) -> Markup:
    if not removed:
        return Markup('<h3>{}</h3><p class="zj-none">{}</p>').format(
            wording.say("corpus.ledger"), wording.say("corpus.ledger.none")
        )
    columns = ("corpus.line", "corpus.reason", "corpus.place")
    rows = [
        Markup("<tr><td><span>{}</span></td><td>{}</td><td>{}–{}</td></tr>").format(
            line.text,
            wording.or_itself("reason", line.reason),
            line.raw_span.start,
            line.raw_span.end,
        )
        for line in removed
    ]
    return Markup(
        '<h3>{} <b class="zj-total">{}</b></h3><p class="zj-none">{}</p>'
        '<table class="zj-ledger"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>'
    ).format(
        wording.say("corpus.ledger"),
        len(removed),
        wording.say("corpus.ledger.why"),
        join([Markup('<th scope="col">{}</th>').format(wording.say(key)) for key in columns]),
        join(rows),
    )
