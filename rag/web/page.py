"""What each event of the page calls, and what it changes."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Any

import gradio as gr

from rag.web.desk import Desk
from rag.web.layout import NOT_READING, Parts, QueryTab, Reading, labels, lay_out
from rag.web.source_text import Rendering
from rag.web.visit import Beside, Place, Preferences, Shown, Spread
from rag.web.wording import Language, language_of

# An answer takes tenths of a second; a few at a time keep a small machine responsive.
_AT_ONCE = 8
_MOST_WAITING = 200

_BUSY = "(...values) => { zhangju.busy(true); return values; }"
_IDLE = "() => { zhangju.busy(false); }"
_ASKED = "(query) => {{ zhangju.busy(false); zhangju.asked('{tab}', query); }}"
_TYPED = "(query) => {{ zhangju.busy(false); zhangju.asked('{tab}', query, {{ isDraft: true }}); }}"
_DRESSED = "(language) => { zhangju.busy(false); zhangju.dressed(language); }"

Updates = dict[Any, Any]
_visits = itertools.count(1)


def build_page(desk: Desk) -> gr.Blocks:
    """The page over a desk, ready to be mounted."""
    with gr.Blocks(title="章句 Zhangju", analytics_enabled=False, fill_width=True) as blocks:
        parts = lay_out(desk.documents(), takes_others=desk.is_large)
        _wire_query(parts, parts.ask, desk, desk.ask, desk.cited)
        _wire_query(parts, parts.search, desk, desk.search, desk.found)
        _wire_typing(parts, desk)
        _wire_reading(parts, desk)
        _wire_corpus(parts, desk)
        _wire_dress(blocks, parts, desk)
    blocks.queue(default_concurrency_limit=_AT_ONCE, max_size=_MOST_WAITING, api_open=False)
    return blocks


def _wire_query(
    parts: Parts,
    tab: QueryTab,
    desk: Desk,
    ask: Callable[[str, Preferences, Shown], Spread],
    reopen: Callable[[str, Place, Preferences], Beside],
) -> None:
    """Enter, the button, an example or a way back asks; a citation from another document opens
    that."""
    dress = [parts.language, parts.script]

    def asked(query: str, language: str, rendering: str, on_show: Shown) -> Updates:
        spread = ask(query, _preferences(language, rendering), on_show)
        return {**_laid_open(tab, spread), tab.asked: query}

    def entered(query: str, language: str, rendering: str, on_show: Shown) -> Updates:
        if query.strip():
            return asked(query, language, rendering, on_show)
        said = desk.nothing_typed(tab.tab.id, _preferences(language, rendering))
        return {tab.page: said, tab.asked: ""}

    def example(language: str, rendering: str, on_show: Shown, event: gr.EventData) -> Updates:
        question = str(event.question)
        return {tab.line: question, **asked(question, language, rendering, on_show)}

    def opened(query: str, language: str, rendering: str, event: gr.EventData) -> Updates:
        return _set_beside(tab, reopen(query, _place(event), _preferences(language, rendering)))

    beside = [tab.pane, tab.focus, tab.on_show]
    outputs = [tab.page, *beside, tab.asked]
    given = [*dress, tab.on_show]
    told = (tab.line, _ASKED.format(tab=tab.tab.id))
    _on([tab.line.submit, tab.button.click], entered, [tab.line, *given], outputs, told)
    _on([tab.examples.example, tab.page.example], example, given, [tab.line, *outputs], told)
    _on([tab.page.open], opened, [tab.asked, *dress], beside)


def _wire_typing(parts: Parts, desk: Desk) -> None:
    """Search while typing: of what is typed faster than answered, only the last is searched."""
    tab = parts.search

    def typed(query: str, language: str, rendering: str, on_show: Shown) -> Updates:
        spread = desk.search_while_typing(query, _preferences(language, rendering), on_show)
        if spread is None:
            return {tab.page: gr.skip()}
        return {**_laid_open(tab, spread), tab.asked: query}

    # Not `input`: Gradio does not see by it what an input method commits.
    event = tab.line.change(
        typed,
        [tab.line, parts.language, parts.script, tab.on_show],
        [tab.page, tab.pane, tab.focus, tab.on_show, tab.asked],
        show_progress="hidden",
        trigger_mode="always_last",
        api_visibility="private",
    )
    # A query entered while its last letters are searched may end with this search.
    event.then(None, tab.line, None, js=_TYPED.format(tab=tab.tab.id))


def _wire_reading(parts: Parts, desk: Desk) -> None:
    """A link into a document, or another choice from the list, opens it in Read."""
    tab = parts.read
    dress = [parts.language, parts.script]

    def read(place: Place, language: str, rendering: str) -> Updates:
        visit = str(next(_visits))
        room, doc_id = desk.read(place, visit, _preferences(language, rendering))
        return {tab.room: room, tab.reading: (Place(doc_id, place.address), visit)}

    def chosen(doc_id: str, language: str, rendering: str) -> Updates:
        opened = read(Place(doc_id), language, rendering)
        return {**opened, tab.document: _picked(desk, opened[tab.reading][0].doc_id)}

    def entered(reading: Reading, language: str, rendering: str) -> Updates:
        """Nothing is set for reading until someone comes to read: documents may be long."""
        if reading != NOT_READING:
            return {tab.room: gr.skip()}
        opened = read(Place(), language, rendering)
        return {**opened, tab.document: _picked(desk, opened[tab.reading][0].doc_id)}

    def followed(language: str, rendering: str, event: gr.EventData) -> Updates:
        opened = read(_place(event), language, rendering)
        return {
            **opened,
            tab.document: _picked(desk, opened[tab.reading][0].doc_id),
            parts.tabs: gr.update(selected="read"),
        }

    outputs = [tab.room, tab.reading]
    _on([tab.document.input], chosen, [tab.document, *dress], [*outputs, tab.document])
    _on([tab.tab.select], entered, [tab.reading, *dress], [*outputs, tab.document])
    panes = [parts.ask.pane, parts.search.pane, parts.corpus.shelf, parts.notes.notebook]
    links = [pane.read for pane in panes]
    _on(links, followed, dress, [*outputs, tab.document, parts.tabs])


def _wire_corpus(parts: Parts, desk: Desk) -> None:
    """A document on the shelf shows its facts and its ledger."""
    tab = parts.corpus

    def chosen(language: str, rendering: str, event: gr.EventData) -> Updates:
        doc_id = _place(event).doc_id
        shelf = desk.corpus(doc_id, _preferences(language, rendering))
        return {tab.shelf: shelf, tab.chosen: doc_id}

    _on([tab.shelf.document], chosen, [parts.language, parts.script], [tab.shelf, tab.chosen])


def _wire_dress(blocks: gr.Blocks, parts: Parts, desk: Desk) -> None:
    """Arriving sets the page out; switching language or script sets it out anew, in place."""
    seen = [parts.ask.asked, parts.search.asked, parts.read.reading, parts.corpus.chosen]

    def dressed(
        language: str, rendering: str, asked: str, searched: str, reading: Reading, chosen: str
    ) -> Updates:
        preferences = _preferences(language, rendering)
        answer, found = desk.ask(asked, preferences), desk.search(searched, preferences)
        room, doc_id = desk.read(*reading, preferences) if reading != NOT_READING else ("", None)
        return {
            **labels(parts, preferences.wording),
            parts.masthead: desk.masthead(preferences),
            parts.footer: desk.footer(preferences),
            parts.notes.notebook: desk.notes(preferences),
            parts.ask.examples: desk.examples(preferences),
            **_laid_open(parts.ask, answer),
            **_laid_open(parts.search, found),
            parts.read.room: room,
            parts.read.document: _picked(desk, doc_id, label=desk.documents_label(preferences)),
            parts.corpus.shelf: desk.corpus(chosen, preferences),
        }

    def arrived(rendering: str, request: gr.Request) -> Updates:
        asked_for = request.query_params
        language = language_of(asked_for.get("lang") or request.headers.get("accept-language", ""))
        place = Place(asked_for.get("doc", ""), asked_for.get("at", ""))
        reading = (place, str(next(_visits))) if place != Place() else NOT_READING
        question, query = (asked_for.get(tab, "") for tab in ("ask", "search"))
        shown = "read" if reading != NOT_READING else "search" if query and not question else "ask"
        updates = dressed(language, rendering, question, query, reading, place.doc_id)
        for tab, line in ((parts.ask, question), (parts.search, query)):
            # What is set counts as typed, and is searched: so nothing is, where nothing was asked.
            updates[tab.line] |= {"value": line} if line else {}
        return {
            **updates,
            parts.ask.asked: question,
            parts.search.asked: query,
            parts.read.reading: reading,
            parts.tabs: gr.update(selected=shown),
        }

    outputs = _dressed_parts(parts)
    switches = [parts.language.input, parts.script.input]
    told = (parts.language, _DRESSED)
    _on(switches, dressed, [parts.language, parts.script, *seen], outputs, told)
    blocks.load(
        arrived,
        parts.script,
        [*outputs, parts.ask.asked, parts.search.asked, parts.read.reading, parts.tabs],
        show_progress="hidden",
    ).then(None, parts.language, None, js=_DRESSED)


def _laid_open(tab: QueryTab, spread: Spread) -> Updates:
    return {tab.page: spread.page, **_set_beside(tab, spread.beside)}


def _set_beside(tab: QueryTab, beside: Beside) -> Updates:
    pane = {} if beside.pane is None else {tab.pane: beside.pane}
    return {**pane, tab.focus: beside.focus, tab.on_show: beside.shown}


def _dressed_parts(parts: Parts) -> list[Any]:
    tabs = (parts.ask, parts.search)
    return [
        parts.masthead,
        parts.language,
        parts.script,
        *(tab.tab for tab in (*tabs, parts.read, parts.notes, parts.corpus)),
        *(part for tab in tabs for part in (tab.line, tab.button, tab.page)),
        *(part for tab in tabs for part in (tab.pane, tab.focus, tab.on_show)),
        parts.ask.examples,
        parts.notes.notebook,
        parts.read.document,
        parts.read.room,
        parts.corpus.shelf,
        parts.footer,
    ]


def _on(
    triggers: Sequence[Callable[..., Any]],
    function: Callable[..., Any],
    inputs: list[Any],
    outputs: list[Any],
    after: tuple[Any, str] = (None, _IDLE),
) -> None:
    """Call `function` on each of the triggers; even if it failed, the script of `after` runs in the
    browser with that part's value."""
    part, script = after
    for trigger in triggers:
        event = trigger(
            function,
            inputs,
            outputs,
            js=_BUSY,
            show_progress="hidden",
            trigger_mode="once",
            api_visibility="private",
        )
        event.then(None, part, None, js=script)


def _picked(desk: Desk, doc_id: str | None, **others: str) -> Any:
    """The list of documents with one chosen, which a large shelf may not have listed before."""
    listed = {"choices": desk.documents(doc_id or "")} if desk.is_large else {}
    return gr.update(value=doc_id, **listed, **others)


def _preferences(language: str, rendering: str) -> Preferences:
    return Preferences(Language(language), Rendering(rendering))


def _place(event: gr.EventData) -> Place:
    """The place that a click on the page names."""
    data = event._data
    start = str(data.get("start", ""))
    return Place(
        str(data.get("doc", "")), str(data.get("at", "")), int(start) if start.isdigit() else None
    )
