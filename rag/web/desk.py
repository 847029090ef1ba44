"""What the page answers to each request of its reader, as HTML; it knows nothing of Gradio."""

from __future__ import annotations

from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from markupsafe import Markup

from rag.refusals import NoClause
from rag.search import SearchResult, asks
from rag.text import folded
from rag.types import Answer, RagError
from rag.web.answer_view import answer_highlights, answer_view
from rag.web.citing_view import reference_dialog
from rag.web.corpus_view import corpus_view
from rag.web.examples import examples_of
from rag.web.markup import error_view, join
from rag.web.notes_view import notes_view, spoken_words
from rag.web.panes import Panes
from rag.web.reader_view import Focus
from rag.web.remembered import Remembered
from rag.web.result_view import help_view, result_view
from rag.web.search_view import hit_highlights
from rag.web.visit import Beside, Place, Preferences, Shown, Spread

if TYPE_CHECKING:
    from rag.engine import Engine
    from rag.index import DocumentSummary

HITS_SHOWN = 30

# A longer shelf would be sent whole at every change of language or script.
DOCUMENTS_LISTED = 200

_ANSWERS_KEPT = 256
_NOTHING = Shown()


class Desk:
    """Serves every reader of one engine; safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._shelf = {summary.doc_id: summary for summary in engine.documents()}
        # Switching scripts, or following a citation into another document, needs no second search.
        self._answers = Remembered(_ANSWERS_KEPT, engine.ask, _is_read)
        self._results = Remembered(_ANSWERS_KEPT, self._search, self._is_ranked)
        self._panes = Panes(engine)
        self._examples = cache(lambda: examples_of(engine))

    @property
    def is_large(self) -> bool:
        """True for a shelf of which the page lists only the first documents."""
        return len(self._shelf) > DOCUMENTS_LISTED

    def documents(self, doc_id: str = "") -> list[tuple[str, str]]:
        """The title and id of each document that is listed, in order; of `doc_id` in any case."""
        return [(summary.title, summary.doc_id) for summary in self._listed(doc_id)]

    def documents_label(self, preferences: Preferences) -> str:
        """What the list of documents is called."""
        key = "read.document.some" if self.is_large else "read.document"
        every = f"{len(self._shelf):,}"
        return preferences.wording.say(key, shown=DOCUMENTS_LISTED, all=every)

    def masthead(self, preferences: Preferences) -> str:
        """The name of the page and what it is for; and, as the first part to be drawn, what the
        page's scripts say."""
        wording = preferences.wording
        return Markup(
            '<h1 class="zj-name"><span class="zj-seal" lang="zh-Hant" aria-hidden="true">章句'
            '</span><span>{}</span></h1><p class="zj-tagline">{}</p>{}'
        ).format(wording.say("name"), wording.say("tagline"), spoken_words(wording))

    def footer(self, preferences: Preferences) -> str:
        """Where programs may ask, and the form of a reference."""
        wording = preferences.wording
        return Markup('<p class="zj-foot"><a href="docs">{}</a></p>{}').format(
            wording.say("api"), reference_dialog(wording)
        )

    def notes(self, preferences: Preferences) -> str:
        """The notebook, empty: what is in it stays in the browser."""
        # What is not given here, the page's script asks for.
        books = () if self.is_large else self._engine.documents()
        return notes_view(books, preferences.wording)

    def examples(self, preferences: Preferences) -> str:
        """Questions to click."""
        buttons = [
            Markup(
                '<button type="button" class="zj-example" data-example="{}" lang="{}">{}</button>'
            ).format(question, language, question)
            for language, question in self._examples()
        ]
        label = preferences.wording.say("examples")
        return Markup('<div class="zj-examples"><span>{}</span>{}</div>').format(
            label, join(buttons)
        )

    def ask(self, question: str, preferences: Preferences, on_show: Shown = _NOTHING) -> Spread:
        """The answer card to a question, and the document that it cites first.

        The document that is `on_show` is not sent again, and stays if nothing is cited.
        """
        wording = preferences.wording
        if not question.strip():
            return self._citing_nothing(_hint(wording.say("ask.empty")), preferences, on_show)
        try:
            answer = self._answers.asked(question)
            card = answer_view(
                answer, lambda doc_id: self._panes.source(doc_id, preferences), wording
            )
        except RagError as error:
            return self._citing_nothing(error_view(error, wording), preferences, on_show)
        return Spread(card, self._answer_pane(answer, _cited_place(answer), preferences, on_show))

    def nothing_typed(self, tab: str, preferences: Preferences) -> str:
        """What is said to someone who asks or searches (the `tab`) with an empty line."""
        return Markup('<p class="zj-hint" role="alert">{}</p>').format(
            preferences.wording.say(f"{tab}.blank")
        )

    def cited(self, question: str, place: Place, preferences: Preferences) -> Beside:
        """The reading pane, sent whole, at a place that the answer to `question` names."""
        return self._answer_pane(self._answers.shown(question), place, preferences, _NOTHING)

    def search(self, query: str, preferences: Preferences, on_show: Shown = _NOTHING) -> Spread:
        """The hits for a query, and the document of the first one: not again if it is `on_show`."""
        wording = preferences.wording
        if not query.strip():
            return Spread(_hint(wording.say("search.empty")) + help_view(wording))
        try:
            result = self._results.asked(query)
        except RagError as error:
            page = error_view(error, wording) + help_view(wording)
            return self._citing_nothing(page, preferences, on_show)
        return self._spread_hits(result, preferences, on_show)

    def search_while_typing(
        self, query: str, preferences: Preferences, on_show: Shown = _NOTHING
    ) -> Spread | None:
        """The hits for a query that may not be finished; None if there is nothing to show yet.

        A single letter says too little, and half a query is no mistake.
        """
        if len(query.strip()) < 2:
            return None
        try:
            result = self._results.asked(query)
        except RagError:
            return None
        return self._spread_hits(result, preferences, on_show)

    def found(self, query: str, place: Place, preferences: Preferences) -> Beside:
        """The reading pane, sent whole, at a place that the hits for `query` name."""
        return self._hits_pane(self._results.shown(query), place, preferences, _NOTHING)

    def read(self, place: Place, key: str, preferences: Preferences) -> tuple[str, str]:
        """The reading room at a place (its address may be loosely typed), and the document's id.

        A place that is not there is an error line above the document, or above the first one.
        """
        wording, error_line = preferences.wording, Markup("")
        try:
            place = self._found_place(place)
        except RagError as error:
            error_line = error_view(error, wording)
            place = Place(place.doc_id if self._has(place.doc_id) else self._first_doc_id())
        if not place.doc_id:
            return error_line, ""
        focus = Focus(key, place.address, place.start)
        room = self._panes.room(place.doc_id, focus, preferences)
        return error_line + room, place.doc_id

    def corpus(self, doc_id: str, preferences: Preferences) -> str:
        """The shelf, with one document opened: the first, if `doc_id` is not on it."""
        chosen = doc_id if self._has(doc_id) else self._first_doc_id()
        if not chosen:
            return ""
        document = self._engine.document(chosen)
        listed, wording = self._listed(chosen), preferences.wording
        return corpus_view(listed, document, wording, all_documents=len(self._shelf))

    def _spread_hits(
        self, result: SearchResult, preferences: Preferences, on_show: Shown
    ) -> Spread:
        wording = preferences.wording
        page = result_view(result, lambda doc_id: self._panes.source(doc_id, preferences), wording)
        beside = self._hits_pane(result, _first_hit(result), preferences, on_show)
        return Spread(page + help_view(wording), beside)

    def _answer_pane(
        self, answer: Answer, place: Place, preferences: Preferences, on_show: Shown
    ) -> Beside:
        shown = self._to_show(place, preferences, on_show)
        highlights = answer_highlights(answer, shown.doc_id)
        focus = Focus(answer.answer_id, place.address, place.start, highlights)
        return self._panes.beside(shown, focus, on_show)

    def _hits_pane(
        self, result: SearchResult, place: Place, preferences: Preferences, on_show: Shown
    ) -> Beside:
        shown = self._to_show(place, preferences, on_show)
        highlights = hit_highlights((*result.hits, *result.near), shown.doc_id)
        focus = Focus(result.query, place.address, place.start, highlights)
        return self._panes.beside(shown, focus, on_show)

    def _citing_nothing(self, page: str, preferences: Preferences, on_show: Shown) -> Spread:
        shown = self._to_show(Place(), preferences, on_show)
        return Spread(page, self._panes.beside(shown, Focus(), on_show))

    def _to_show(self, place: Place, preferences: Preferences, on_show: Shown) -> Shown:
        """The document of a place; of none, the one on show, or else the first."""
        doc_id = place.doc_id or on_show.doc_id or self._first_doc_id()
        return Shown(doc_id, preferences)

    def _found_place(self, place: Place) -> Place:
        if not place.address:
            doc_id = self._named(place.doc_id) or self._first_doc_id()
            return Place(self._engine.document(doc_id).doc_id)
        section = self._engine.show(place.address, place.doc_id or None).section
        return Place(section.doc_id, section.address, place.start)

    def _listed(self, doc_id: str) -> list[DocumentSummary]:
        first = list(islice(self._shelf.values(), DOCUMENTS_LISTED))
        if doc_id in self._shelf and self._shelf[doc_id] not in first:
            first.append(self._shelf[doc_id])
        return first

    def _named(self, typed: str) -> str:
        """The id of the one document whose title has the words typed; they themselves, if none."""
        if not self.is_large or typed in self._shelf:
            return typed
        view = folded(typed).strip()
        found = [s.doc_id for s in self._shelf.values() if view and view in folded(s.title)]
        return found[0] if len(found) == 1 else typed

    def _has(self, doc_id: str) -> bool:
        return doc_id in self._shelf

    def _first_doc_id(self) -> str:
        return next(iter(self._shelf), "")

    def _search(self, query: str) -> SearchResult:
        return self._engine.look_up(query, HITS_SHOWN)

    def _is_ranked(self, result: SearchResult) -> bool:
        """False for a question's hits that the reader had no time to order."""
        is_read = any(hit.why.likelihood is not None for hit in result.hits)
        return self._engine.reader is None or not asks(result.query) or is_read or not result.hits


def _is_read(answer: Answer) -> bool:
    return not answer.evidence.is_unread


def _cited_place(answer: Answer) -> Place:
    """Where the first quotation stands; a refusal names the document of what it offers."""
    if answer.sentences:
        citation = answer.sentences[0].citations[0]
        return Place(citation.doc_id, citation.address, citation.span.start)
    if isinstance(answer.evidence.refusal, NoClause) and answer.evidence.refusal.nearest:
        return Place(answer.evidence.refusal.nearest[0].doc_id)
    return Place(answer.hits[0].passage.doc_id) if answer.hits else Place()


def _first_hit(result: SearchResult) -> Place:
    """Where the first hit stands that holds words of the query, or else the first of all."""
    hits = (*result.hits, *result.near)
    held = [hit for hit in hits if hit.why.keyword_rank is not None]
    for hit in (*held, *hits):
        return Place(hit.passage.doc_id, hit.passage.address, hit.passage.span.start)
    return Place()


def _hint(text: str) -> Markup:
    return Markup('<p class="zj-hint">{}</p>').format(text)
