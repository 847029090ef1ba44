"""The answer card shows proved sentences, or says plainly that there are none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.engine import Engine
from rag.refusals import NoClause, Refusal, TooUnsure, WordsAbsent
from rag.text import Span
from rag.types import Answer, AnswerKind, AnswerSentence, Citation, CitationError
from rag.web.answer_view import answer_highlights, answer_view
from rag.web.source_text import Rendering, Sources, source_text
from rag.web.wording import Language, Wording
from tests.web.html_text import Parsed, parse


def sources_of(library: Engine, rendering: Rendering = Rendering.ORIGINAL) -> Sources:
    return lambda doc_id: source_text(library.document(doc_id), rendering)


def card(
    library: Engine,
    answer: Answer,
    language: Language = Language.ENGLISH,
    rendering: Rendering = Rendering.ORIGINAL,
) -> Parsed:
    return parse(answer_view(answer, sources_of(library, rendering), Wording(language)))


@pytest.fixture
def principles(library: Engine) -> Answer:
    """A complete list."""
    answer = library.ask("公園的管理原則有哪些?")
    assert answer.kind is AnswerKind.LIST
    return answer


@pytest.fixture
def refusal(library: Engine) -> Answer:
    """A question with a word that is nowhere."""
    answer = library.ask("天文臺幾點開放?")
    assert not answer.found
    return answer


@pytest.mark.parametrize(
    ("language", "line"),
    [
        (Language.TRADITIONAL, "清單 · 3 條"),
        (Language.SIMPLIFIED, "清单 · 3 条"),
        (Language.ENGLISH, "List · 3 clauses"),
    ],
)
def test_a_list_says_its_kind_and_count(
    library: Engine, principles: Answer, language: Language, line: str
) -> None:
    assert line in card(library, principles, language).classed("zj-kind")[0].text


def test_sentences_are_verbatim_each_with_its_citation(library: Engine, principles: Answer) -> None:
    view = card(library, principles)
    assert [e.text for e in view.classed("zj-said")] == ["安全第一", "開放共享", "愛護草木"]
    chips = [(e.text, e.attributes["data-doc"]) for e in view.classed("zj-chip")]
    assert chips == [("一/1", "garden"), ("一/2", "garden"), ("一/3", "garden")]


def test_chips_are_buttons_that_say_where_they_lead(library: Engine, principles: Answer) -> None:
    for chip in card(library, principles).classed("zj-chip"):
        assert chip.tag == "button"
        assert chip.text in chip.attributes["aria-label"]


def test_a_copied_quotation_carries_its_citation(library: Engine) -> None:
    view = card(library, library.ask("一/2"))
    copies = [e.attributes["data-copy"] for e in view.having("data-copy")]
    assert "「公園全年開放,不收門票。」(《公園管理辦法》一/2 開放共享)" in copies


def test_all_quotations_can_be_copied_at_once(library: Engine, principles: Answer) -> None:
    everything = card(library, principles).having("data-copy")[0].attributes["data-copy"]
    assert everything.splitlines() == [
        "「安全第一」(《公園管理辦法》一/1)",
        "「開放共享」(《公園管理辦法》一/2)",
        "「愛護草木」(《公園管理辦法》一/3)",
    ]


def test_a_rendering_shows_one_script_and_copies_the_other(
    library: Engine, principles: Answer
) -> None:
    view = card(library, principles, rendering=Rendering.SIMPLIFIED)
    said = view.classed("zj-said")[2]
    assert said.text == "爱护草木"
    assert said.attributes["lang"] == "zh-Hans"
    assert said.attributes["data-rendering"]
    assert view.classed("zj-rendering")
    assert all("爱护" not in e.attributes["data-copy"] for e in view.having("data-copy"))


def test_answering_words_are_marked(library: Engine) -> None:
    document = library.document("garden")
    start = document.text.index("由園長負責補種")
    answer = _one_sentence(library, Span(start, start + 7), marks=(Span(start + 1, start + 3),))
    marks = card(library, answer).tagged("mark")
    assert [(mark.text, mark.attributes["class"]) for mark in marks] == [("園長", "zj-word")]


def test_what_is_quoted_is_highlighted_in_its_own_document_only(
    library: Engine, principles: Answer
) -> None:
    text = library.document("garden").text
    highlights = answer_highlights(principles, "garden")
    assert [h.span.of(text) for h in highlights] == ["安全第一", "開放共享", "愛護草木"]
    assert answer_highlights(principles, "pond") == ()


def test_a_quotation_that_is_not_in_its_document_is_never_shown(library: Engine) -> None:
    forged = _one_sentence(library, Span(0, 4), quote="公園關閉")
    with pytest.raises(CitationError):
        card(library, forged)


def test_answers_from_several_documents_are_grouped_by_document(library: Engine) -> None:
    garden = _one_sentence(library, Span(0, 4))
    pond = _one_sentence(library, Span(2, 4), doc_id="pond")
    both = replace(garden, sentences=garden.sentences + pond.sentences)
    titles = [(e.text, e.attributes["lang"]) for e in card(library, both).classed("zj-source")]
    assert titles == [("公園管理辦法", "zh-Hant"), ("池塘规定", "zh-Hans")]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        (Language.TRADITIONAL, "原文沒有回答這個問題"),
        (Language.SIMPLIFIED, "原文没有回答这个问题"),
        (Language.ENGLISH, "The text does not answer this"),
    ],
)
def test_a_refusal_says_so(library: Engine, refusal: Answer, language: Language, line: str) -> None:
    assert line in card(library, refusal, language).text


def test_a_refusal_shows_which_words_occur_nowhere(library: Engine, refusal: Answer) -> None:
    absent = [term.term for term in refusal.evidence.terms if term.passages == 0]
    view = card(library, refusal)
    assert absent
    assert [e.text for e in view.classed("zj-absent")] == absent
    assert [e.text.count("0 times") for e in view.classed("zj-zero")] == [1] * len(absent)


def test_what_is_only_related_is_marked_so_and_offers_no_quotation(
    library: Engine, refusal: Answer
) -> None:
    view = card(library, refusal)
    badges = [e.text for e in view.classed("zj-badge")]
    assert badges == ["related, not an answer"] * len(refusal.hits)
    assert not view.having("data-copy")


@pytest.mark.parametrize(
    ("why", "line"),
    [
        (TooUnsure(0.4), "no sentence says what was asked"),
        (NoClause("九/9"), "No document has a clause at that address"),
        (WordsAbsent(("<b>",)), "in any script: <b>"),
    ],
)
def test_a_refusal_gives_its_reason(
    library: Engine, refusal: Answer, why: Refusal, line: str
) -> None:
    told = replace(refusal, evidence=replace(refusal.evidence, refusal=why))
    assert line in card(library, told).text


@pytest.mark.parametrize(
    ("language", "line"),
    [
        (Language.TRADITIONAL, "「一 管理原則」有 3 條，沒有第 7 條。"),
        (Language.SIMPLIFIED, "“一 管理原則”有 3 条，没有第 7 条。"),
        (Language.ENGLISH, "“一 管理原則” has 3 clauses, not 7."),
    ],
)
def test_an_item_that_a_list_does_not_have_is_refused_by_its_count(
    library: Engine, language: Language, line: str
) -> None:
    answer = library.ask("第七個管理原則是什麼?")
    assert not answer.found
    assert line in card(library, answer, language).classed("zj-refusal")[0].text


@pytest.mark.parametrize("question", ["天文臺幾點開放?", "九/9 說了什麼?", "園長為什麼開放座椅?"])
def test_the_reasons_that_answers_give_are_worded(library: Engine, question: str) -> None:
    answer = library.ask(question)
    assert answer.evidence.reason
    assert answer.evidence.reason not in card(library, answer).text


def test_a_hostile_question_and_document_are_only_text(library: Engine) -> None:
    answer = library.ask("水塔 <img src=x onerror=alert(1)> 有哪些攻擊?")
    view = card(library, answer)
    assert not {e.tag for e in view.elements} & {"script", "img", "svg", "iframe"}


def _one_sentence(
    library: Engine,
    span: Span,
    *,
    doc_id: str = "garden",
    quote: str | None = None,
    marks: tuple[Span, ...] = (),
) -> Answer:
    words = span.of(library.document(doc_id).text) if quote is None else quote
    citation = Citation(doc_id, "一", "", span, words)
    return Answer(
        question="?",
        found=True,
        kind=AnswerKind.FACT,
        sentences=(AnswerSentence(words, (citation,), marks),),
        hits=(),
        evidence=library.ask("公園").evidence,
        answer_id="0",
    )
