"""Hits of a search: matched words in their own script, where each stands, and why it was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from markupsafe import Markup

from rag.text import Span
from rag.types import Hit, Why
from rag.web.citing_view import reference_button
from rag.web.markup import chip, join, rendering_attributes, rendering_label
from rag.web.notes_view import add_button
from rag.web.source_text import Highlight, Sources, SourceText
from rag.web.wording import Wording

Place = tuple[str, str]
"""A document, and the first label of an address in it."""


def search_view(hits: Sequence[Hit], sources: Sources, wording: Wording) -> Markup:
    """The hits that hold words of the query, counted by section; then those near in meaning."""
    held = [hit for hit in hits if hit.why.keyword_rank is not None]
    near = [hit for hit in hits if hit.why.keyword_rank is None]
    doc_ids = dict.fromkeys(hit.passage.doc_id for hit in hits)
    labels = {rendering_label(sources(doc_id), wording) for doc_id in doc_ids}
    is_only = len(doc_ids) == 1
    return Markup('<div class="zj-hits">{}{}{}{}</div>').format(
        _counts(held, sources, wording) if held else _none(wording),
        join(sorted(labels)),
        hit_list(held, sources, wording, is_only=is_only),
        near_list(near, sources, wording, is_only=is_only, is_open=not held),
    )


def hit_highlights(hits: Sequence[Hit], doc_id: str) -> tuple[Highlight, ...]:
    """The matched words of all hits in a document, to be highlighted there."""
    return tuple(
        Highlight(span, "zj-match")
        for hit in hits
        if hit.passage.doc_id == doc_id
        for span in hit.why.matched
    )


def _none(wording: Wording) -> Markup:
    return Markup('<p class="zj-none">{}</p>').format(wording.say("search.none"))


def near_list(
    hits: Sequence[Hit], sources: Sources, wording: Wording, *, is_only: bool, is_open: bool
) -> Markup:
    """Hits by meaning alone, apart from the others, to be opened."""
    if not hits:
        return Markup("")
    return Markup('<details class="zj-near"{}><summary>{}</summary>{}</details>').format(
        Markup(" open") if is_open else "",
        wording.say("search.near", n=len(hits)),
        hit_list(hits, sources, wording, is_only=is_only),
    )


def hit_list(hits: Sequence[Hit], sources: Sources, wording: Wording, *, is_only: bool) -> Markup:
    """Hits in order, each with its place, its words and why it was found."""
    items = [_hit(hit, sources, wording, is_only=is_only) for hit in hits]
    return Markup("<ol>{}</ol>").format(join(items)) if items else Markup("")


def _counts(hits: Sequence[Hit], sources: Sources, wording: Wording) -> Markup:
    """How many hits each top clause has, document by document; a count shows only its own."""
    in_order = sorted(hits, key=lambda hit: hit.passage.span)
    counts = Counter(_place(hit) for hit in in_order)
    names = {_place(hit): _place_name(hit, sources) for hit in hits}
    groups = []
    for doc_id in dict.fromkeys(hit.passage.doc_id for hit in hits):
        source = sources(doc_id)
        buttons = [
            _count_button(_key(place), names[place], count, language=source.language)
            for place, count in counts.items()
            if place[0] == doc_id
        ]
        groups.append(_document_counts(source, buttons))
    everything = _count_button("", wording.say("search.all"), len(hits))
    return Markup(
        '<div class="zj-counts" role="group" aria-label="{}"><div>{}</div>{}</div>'
    ).format(wording.say("search.sections"), everything, join(groups))


def _document_counts(source: SourceText, buttons: list[Markup]) -> Markup:
    return Markup('<div><span class="zj-source" lang="{}">{}</span>{}</div>').format(
        source.document.language, source.document.title, join(buttons)
    )


def _place_name(hit: Hit, sources: Sources) -> str:
    """The top clause of a hit with its heading: the path begins with the document's title."""
    top = hit.passage.address.split("/")[0]
    heading = hit.passage.path[1] if len(hit.passage.path) > 1 else hit.passage.heading
    return f"{top} {sources(hit.passage.doc_id).words(heading)}".rstrip()


def _count_button(key: str, name: str, count: int, *, language: str = "") -> Markup:
    return Markup(
        '<button type="button" class="zj-count" data-facet="{}" aria-pressed="{}">'
        "<span{}>{}</span> <b>{}</b></button>"
    ).format(
        key,
        "false" if key else "true",
        Markup(' lang="{}"').format(language) if language else "",
        name,
        count,
    )


def _place(hit: Hit) -> Place:
    return hit.passage.doc_id, hit.passage.address.split("/")[0]


def _key(place: Place) -> str:
    return "\n".join(place)


def _hit(hit: Hit, sources: Sources, wording: Wording, *, is_only: bool) -> Markup:
    source = sources(hit.passage.doc_id)
    book = (
        Markup("")
        if is_only
        else Markup('<span class="zj-source" lang="{}">{}</span>').format(
            source.document.language, source.document.title
        )
    )
    heading, body = _heading_and_body(hit, source)
    attributes = rendering_attributes(source, wording)
    return Markup(
        '<li data-place="{}"><p class="zj-path">{}<span class="zj-title" {}>{}</span>{}</p>'
        '<p class="zj-said" {}>{}</p><div class="zj-found">'
        '<p class="zj-why" title="{}">{}</p>{}{}</div></li>'
    ).format(
        _key(_place(hit)),
        _hit_chip(hit, wording),
        attributes,
        heading,
        book,
        attributes,
        body,
        wording.say("why.help"),
        _why(hit.why, wording),
        reference_button(wording, hit.passage.doc_id, hit.passage.address),
        add_button([(hit.passage.doc_id, hit.passage.span)], wording),
    )


def _heading_and_body(hit: Hit, source: SourceText) -> tuple[Markup, Markup]:
    """A clause's heading and the rest of the passage; a heading in the passage is not repeated."""
    passage = hit.passage
    matched = [Highlight(span, "zj-match") for span in hit.why.matched]
    first = next(source.lines(passage.span), Span(0, 0))
    if not (passage.heading and first.of(source.document.text).endswith(passage.heading)):
        return Markup.escape(source.words(passage.heading)), source.quoted(passage.span, matched)
    heading = Span(first.end - len(passage.heading), first.end)
    rest = Span(first.end, passage.span.end)
    return source.painted(heading, matched), source.quoted(rest, matched)


def _hit_chip(hit: Hit, wording: Wording) -> Markup:
    passage = hit.passage
    return chip(wording, doc_id=passage.doc_id, address=passage.address, start=passage.span.start)


def _why(why: Why, wording: Wording) -> str:
    if why.keyword_rank is None:
        found = [wording.say("why.meaning_only")]
    else:
        found = [wording.say("why.keyword", rank=why.keyword_rank)]
        if why.dense_rank is not None:
            found.append(wording.say("why.meaning", rank=why.dense_rank))
    if why.nearness is not None:
        found.append(wording.say("why.nearness", percent=round(100 * why.nearness)))
    if why.likelihood is not None:
        found.append(wording.say("why.answers", percent=round(100 * why.likelihood)))
    return " · ".join(found)
