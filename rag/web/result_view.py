"""The result of a search: exact and near hits, counts to narrow by, words that occur nowhere."""

from __future__ import annotations

from markupsafe import Markup

from rag.search import DocumentCount, SearchResult, narrowed, without_scope
from rag.web.markup import join, read_as_line, rendering_label
from rag.web.search_view import hit_list, near_list, search_view
from rag.web.source_text import Sources
from rag.web.wording import Wording

_DOCUMENTS_SHOWN = 10

# Each is a query to click, with what it finds.
_HELP = (
    ("“擴大民主,居民自治”", "help.phrase"),
    ("社區 AND (民主 OR 服務)", "help.operators"),
    ("社區建設 NOT 城市", "help.not"),
    ("govern*", "help.prefix"),
    ("in:二 居民", "help.scope"),
    ("二/4", "help.address"),
)


def result_view(result: SearchResult, sources: Sources, wording: Wording) -> Markup:
    """What a search found; a query in plain words mixes exact and near hits by their rank."""
    if not result.is_structured:
        found = search_view(result.hits, sources, wording)
    else:
        found = _structured(result, sources, wording)
    return Markup('{}<div class="zj-missing">{}</div>{}').format(
        read_as_line(result.read_as, wording), _missing(result, wording), found
    )


def help_view(wording: Wording) -> Markup:
    """The signs of the query language, each with an example to click; what the figures mean."""
    rows = [
        Markup("<li>{} <span>{}</span></li>").format(_example(query, query), wording.say(meaning))
        for query, meaning in _HELP
    ]
    return Markup(
        '<details class="zj-help"><summary>{}</summary><ul>{}</ul><p><b>{}</b> {}</p></details>'
    ).format(
        wording.say("help.title"), join(rows), wording.say("why.title"), wording.say("why.help")
    )


def _structured(result: SearchResult, sources: Sources, wording: Wording) -> Markup:
    doc_ids = dict.fromkeys(hit.passage.doc_id for hit in (*result.hits, *result.near))
    labels = sorted({rendering_label(sources(doc_id), wording) for doc_id in doc_ids})
    is_only = len(doc_ids) == 1
    total = wording.say("search.none")
    if result.total:
        total = wording.say("search.total", n=f"{result.total:,}", shown=len(result.hits))
    return Markup('<div class="zj-hits"><p class="zj-total">{}</p>{}{}{}{}</div>').format(
        total,
        _counts(result, sources, wording),
        join(labels),
        hit_list(result.hits, sources, wording, is_only=is_only),
        near_list(result.near, sources, wording, is_only=is_only, is_open=not result.hits),
    )


def _counts(result: SearchResult, sources: Sources, wording: Wording) -> Markup:
    """How many passages stand in each document and clause; a click narrows the search to it."""
    if not result.counts:
        return Markup("")
    query = without_scope(result.query)
    groups = [_document_counts(count, query, sources) for count in result.counts[:_DOCUMENTS_SHOWN]]
    everything = _count(query, wording.say("search.everywhere"), "") if query else Markup("")
    return Markup(
        '<div class="zj-counts" role="group" aria-label="{}"><div>{}</div>{}</div>'
    ).format(wording.say("search.sections"), everything, join(groups))


def _document_counts(count: DocumentCount, query: str, sources: Sources) -> Markup:
    source = sources(count.doc_id)
    buttons = [
        _count(
            narrowed(query, count.doc_id, section.address),
            f"{section.address} {source.words(section.heading)}".rstrip(),
            f"{section.passages:,}",
            language=source.language,
        )
        for section in count.sections
    ]
    within = narrowed(query, count.doc_id)
    title = _count(within, count.title, f"{count.passages:,}", language=source.document.language)
    return Markup("<div>{}{}</div>").format(title, join(buttons))


def _count(query: str, name: str, number: str, *, language: str = "") -> Markup:
    return Markup(
        '<button type="button" class="zj-count" data-example="{}"><span{}>{}</span> <b>{}</b>'
        "</button>"
    ).format(query, Markup(' lang="{}"').format(language) if language else "", name, number)


def _missing(result: SearchResult, wording: Wording) -> Markup:
    lines = []
    for word in result.missing:
        nearest = [_example(near, near) for near in word.nearest]
        offered = (
            Markup(" {} {}").format(wording.say("search.nearest"), join(nearest))
            if nearest
            else Markup("")
        )
        lines.append(
            Markup("<li>{}{}</li>").format(wording.say("search.missing", word=word.text), offered)
        )
    return Markup("<ul>{}</ul>").format(join(lines)) if lines else Markup("")


def _example(query: str, text: str) -> Markup:
    return Markup('<button type="button" class="zj-example" data-example="{}">{}</button>').format(
        query, text
    )
