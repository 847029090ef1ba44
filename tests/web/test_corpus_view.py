"""The shelf shows what is known of a document and every line that was left out."""

from __future__ import annotations

from rag.engine import Engine
from rag.web.corpus_view import corpus_view
from rag.web.wording import Language, Wording
from tests.web.html_text import Parsed, parse


def opened(library: Engine, doc_id: str, language: Language = Language.ENGLISH) -> Parsed:
    documents, chosen = library.documents(), library.document(doc_id)
    return parse(corpus_view(documents, chosen, Wording(language), all_documents=len(documents)))


def test_all_documents_are_listed_and_one_is_current(library: Engine) -> None:
    books = opened(library, "pond").having("data-document")
    assert [book.attributes["data-document"] for book in books] == [
        summary.doc_id for summary in library.documents()
    ]
    current = [book for book in books if book.attributes["aria-current"] == "true"]
    assert [book.attributes["data-document"] for book in current] == ["pond"]


def test_known_facts_are_shown_and_unknown_ones_are_not(library: Engine) -> None:
    (facts,) = opened(library, "garden").classed("zj-fact-list")
    assert "市政府" in facts.text
    assert "2020" in facts.text
    assert "Publisher" not in facts.text


def test_a_removed_line_is_shown_with_its_reason_in_the_readers_language(library: Engine) -> None:
    (ledger,) = opened(library, "garden", Language.TRADITIONAL).classed("zj-ledger")
    assert "某某書網" in ledger.text
    assert "網站橫幅" in ledger.text
    assert "0–4" in ledger.text


def test_a_document_that_lost_no_line_says_so(library: Engine) -> None:
    assert "Cleaning removed no line" in opened(library, "pond").text


def test_a_web_address_is_a_link_that_tells_nothing(library: Engine) -> None:
    (link,) = [a for a in opened(library, "garden").tagged("a") if "http" in a.attributes["href"]]
    assert link.attributes["rel"] == "noopener noreferrer"


def test_what_is_no_web_address_is_no_link(library: Engine) -> None:
    view = opened(library, "hostile")
    assert "javascript:window.attacked" in view.text
    assert not [a for a in view.tagged("a") if not a.attributes["href"].startswith("?doc=")]
    assert not {e.tag for e in view.elements} & {"script", "img"}
