"""The parts of the page and where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr

from rag.search.parse import LONGEST_QUESTION
from rag.web.source_text import Rendering
from rag.web.visit import Place, Shown
from rag.web.wording import LANGUAGE_NAMES, Wording

# Each builds on those before it.
_SCRIPTS = ("address", "copying", "page", "notebook", "adding", "notes", "citing", "checking")
SCRIPT_URLS = tuple(f"zhangju/{name}.js" for name in _SCRIPTS)
STYLE_URLS = ("zhangju/page.css", "zhangju/notes.css")

# Too long a question is refused with a line that says so; a request without bounds has no answer.
_LONGEST_TYPED = 10 * LONGEST_QUESTION

# A part's script must be there before the part: Gradio waits for what its `head` names.
_SCRIPT = "".join(f'<script src="{url}"></script>' for url in SCRIPT_URLS)
# Gradio offers as Python events the names that it finds quoted here.
_ON_LOAD = 'zhangju.attach(element, trigger, watch, ["open", "example", "read", "document"])'


Reading = tuple[Place, str]
"""A place, and the key of the visit to it: the page scrolls there when the key changes."""

NOT_READING: Reading = (Place(), "")


@dataclass(frozen=True, slots=True)
class QueryTab:
    """A tab with a line to type in, what it finds, and the reading pane beside that.

    `asked` is what was asked last; `on_show` is what the pane shows, and `focus`, which is not
    seen, where in it the reader is led.
    """

    tab: gr.Tab
    line: gr.Textbox
    button: gr.Button
    examples: gr.HTML
    page: gr.HTML
    pane: gr.HTML
    focus: gr.HTML
    asked: gr.State
    on_show: gr.State


@dataclass(frozen=True, slots=True)
class ReadTab:
    """A tab that shows a whole document, once someone has come to read."""

    tab: gr.Tab
    document: gr.Dropdown
    room: gr.HTML
    reading: gr.State


@dataclass(frozen=True, slots=True)
class CorpusTab:
    """A tab that shows the shelf; `chosen` is the id of the opened document."""

    tab: gr.Tab
    shelf: gr.HTML
    chosen: gr.State


@dataclass(frozen=True, slots=True)
class NotesTab:
    """A tab whose contents the browser keeps."""

    tab: gr.Tab
    notebook: gr.HTML


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything on the page that an event reads or writes."""

    masthead: gr.HTML
    script: gr.Radio
    language: gr.Radio
    tabs: gr.Tabs
    ask: QueryTab
    search: QueryTab
    read: ReadTab
    notes: NotesTab
    corpus: CorpusTab
    footer: gr.HTML


def lay_out(documents: list[tuple[str, str]], *, takes_others: bool) -> Parts:
    """The page's parts, inside the `gr.Blocks` that is being built.

    A reader chooses from `documents`, or may type the name of another.
    """
    with gr.Row(elem_classes="zj-top"):
        masthead = _html("zj-masthead")
        script = _switch([(r.name.title(), str(r)) for r in Rendering], "zj-script")
        language = _switch([(n, str(tag)) for tag, n in LANGUAGE_NAMES.items()], "zj-language")
    # Gradio counts whatever stands between tabs as a tab: what is not seen goes before them.
    asked, searched = ((gr.State(""), gr.State(Shown())) for _ in range(2))
    chosen, reading = gr.State(""), gr.State(NOT_READING)
    with gr.Tabs(elem_classes="zj-tabs") as tabs:
        ask, search = _query_tab("ask", *asked), _query_tab("search", *searched)
        with gr.Tab("Read", id="read", elem_id="zj-read") as read_tab:
            document = gr.Dropdown(
                documents,
                elem_classes="zj-picker",
                interactive=True,
                allow_custom_value=takes_others,
            )
            read = ReadTab(read_tab, document, _html("zj-room-holder"), reading)
        with gr.Tab("Notes", id="notes", elem_id="zj-notes") as notes_tab:
            notes = NotesTab(notes_tab, _html("zj-notebook-holder"))
        with gr.Tab("Corpus", id="corpus", elem_id="zj-corpus") as corpus_tab:
            corpus = CorpusTab(corpus_tab, _html("zj-shelf-holder"), chosen)
    footer = _html("zj-footer")
    return Parts(masthead, script, language, tabs, ask, search, read, notes, corpus, footer)


def labels(parts: Parts, wording: Wording) -> dict[Any, Any]:
    """The wording of every part that carries some, as updates."""
    updates: dict[Any, Any] = {
        parts.language: gr.update(label=wording.say("language"), value=str(wording.language)),
        parts.script: gr.update(
            label=wording.say("script"),
            choices=[(wording.say(f"script.{r.name.lower()}"), str(r)) for r in Rendering],
        ),
    }
    for name in ("ask", "search", "read", "notes", "corpus"):
        updates[getattr(parts, name).tab] = gr.update(label=wording.say(f"tab.{name}"))
    for name, query_tab in (("ask", parts.ask), ("search", parts.search)):
        updates[query_tab.button] = gr.update(value=wording.say(f"{name}.button"))
        updates[query_tab.line] = gr.update(
            label=wording.say(f"{name}.label"), placeholder=wording.say(f"{name}.placeholder")
        )
    return updates


def _query_tab(name: str, asked: gr.State, on_show: gr.State) -> QueryTab:
    with (
        gr.Tab(name.title(), id=name, elem_id=f"zj-{name}") as tab,
        gr.Row(elem_classes="zj-spread"),
    ):
        with gr.Column(elem_classes="zj-left"):
            with gr.Row(elem_classes="zj-form"):
                line = gr.Textbox(
                    max_lines=1, max_length=_LONGEST_TYPED, interactive=True, container=False
                )
                button = gr.Button(name.title(), variant="primary", scale=0)
            examples, page = _html("zj-examples-holder"), _html("zj-page-holder")
        with gr.Column(elem_classes="zj-right"):
            pane, focus = _html("zj-pane"), _html("zj-focus-holder")
    return QueryTab(tab, line, button, examples, page, pane, focus, asked, on_show)


def _html(css_class: str) -> gr.HTML:
    return gr.HTML(
        elem_classes=css_class, apply_default_css=False, head=_SCRIPT, js_on_load=_ON_LOAD
    )


def _switch(choices: list[tuple[str, str]], css_class: str) -> gr.Radio:
    return gr.Radio(
        choices, value=choices[0][1], elem_classes=["zj-switch", css_class], interactive=True
    )
