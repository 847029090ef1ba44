"""The lay questions of laws, and what is learnt from them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.training.records import write_gzipped
from training import law_questions as module
from training.data import write_records
from training.law_questions import (
    LawQuestion,
    LawShelf,
    found_beside,
    law_question_lessons,
    law_questions,
    law_shelf,
    wrong_of,
)

_LAW = "中华人民共和国民法典"
_ARTICLES = {
    "第一条": "承租人可以请求出租人在合理期限内维修;出租人未履行维修义务的,承租人可以自行维修。",
    "第二条": "承租人应当按照约定的期限支付租金。",
    "第三条": "出租人应当按照约定将租赁物交付承租人。",
}
_ASKED = LawQuestion("房东不修水管,租客能自己修吗", (f"{_LAW} 第一条",), "承租人可以自行维修")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    records = [
        {"law": _LAW, "article": article, "text": text} for article, text in _ARTICLES.items()
    ]
    again = {"law": _LAW, "article": "第一条", "text": "旧的条文。"}
    other = {"law": "气象法", "article": "第一条", "text": "为了发展气象事业。"}
    write_gzipped(tmp_path / "prc_laws_articles.jsonl.gz", [*records, again, other])
    monkeypatch.setattr(module, "law_questions", lambda: [_ASKED])
    monkeypatch.setattr(module, "FOUND", tmp_path / "found.jsonl")
    return tmp_path


def test_each_question_names_articles_and_words_that_answer() -> None:
    questions = law_questions()
    assert len({one.question for one in questions}) == len(questions) > 5_000
    for one in questions:
        assert one.words and len(set(one.articles)) == len(one.articles) >= 1, one
        assert all(article.rpartition(" ")[0] for article in one.articles), one


def test_the_shelf_has_the_laws_that_are_named_and_the_first_text_of_an_article(data: Path) -> None:
    shelf = law_shelf(data)
    assert shelf.texts == {f"{_LAW} {article}": text for article, text in _ARTICLES.items()}
    assert set(shelf.laws.values()) == {_LAW}


def test_what_search_finds_beside_the_answer_does_not_answer(data: Path) -> None:
    shelf = law_shelf(data)
    wrong = wrong_of(_ASKED, shelf, shelf.engine().searcher)
    assert wrong and set(wrong) <= {f"{_LAW} 第二条", f"{_LAW} 第三条"}


def test_what_says_the_same_as_the_answer_is_not_wrong() -> None:
    answer = _ARTICLES["第一条"]
    texts = {f"{_LAW} 第一条": answer, f"{_LAW} 第四条": answer, f"{_LAW} 第二条": "租金按月支付。"}
    shelf = LawShelf(texts, dict.fromkeys(texts, _LAW))
    assert f"{_LAW} 第四条" not in wrong_of(_ASKED, shelf, shelf.engine().searcher)


def test_the_reader_sees_the_words_that_answer_below_their_law(data: Path) -> None:
    assert not list(found_beside()) and not list(law_question_lessons(data))
    wrong = [f"{_LAW} 第二条", f"{_LAW} 第三条"]
    write_records(module.FOUND, [{"question": _ASKED.question, "wrong": wrong}])
    (lesson,) = law_question_lessons(data)
    assert lesson["passage"].startswith(f"《{_LAW}》")
    assert lesson["passage"][lesson["start"] : lesson["end"]] == _ASKED.words
    assert len(lesson["wrong"]) == 2 and lesson["source"] == "law-asked"
