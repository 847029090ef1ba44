"""Slips of typing are mended by words of the shelf, and only what is no word is a slip."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rag.encode import Lexicon
from rag.engine import Engine
from rag.search.typos import letters_mended

RULES = {
    "orchard": "果園的建設應當保護環境。志願者隊伍負責修剪果樹。",
    "orchard-goals": "果園的基本目標是豐收。每戶一個水桶,一起澆水。",
}


@pytest.fixture(scope="module")
def orchard() -> Engine:
    return Engine.from_texts(RULES, reader="none")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("what is the basic gaol of the orchard?", ""),
        ("what does the voluntear team do?", "what does the volunteer team do?"),
        ("who plants the enviroments?", "who plants the environments?"),
    ],
)
def test_a_slip_is_read_as_what_it_looks_like(orchard: Engine, typed: str, meant: str) -> None:
    assert orchard.searcher.parse(typed).read_as == meant


@pytest.mark.parametrize(
    "query",
    [
        "果园的健设要保护什么",  # Han is never read by sound
        "Who is Voluntear?",  # a name
        "what is a zzyzx?",
        "果园的建设",
    ],
)
def test_what_may_be_meant_is_left_as_it_is(orchard: Engine, query: str) -> None:
    assert orchard.searcher.parse(query).read_as == ""


def test_a_plural_in_ies_is_mended_to_one() -> None:
    lexicon = Lexicon.from_entries({"community": "社区 90"})
    assert letters_mended("the comunities", lexicon, lambda word: word in lexicon) == (
        "the communities"
    )


def test_of_many_slips_the_first_eight_are_mended() -> None:
    lexicon = Lexicon.from_entries({f"volunte{letter}r": "志愿者 90" for letter in "abcdefghij"})
    slips = [f"volunt{letter}er" for letter in "xyzwvusrqp"]
    mended = letters_mended(" ".join(slips), lexicon, lambda word: word in lexicon).split()
    assert [word in lexicon for word in mended] == [True] * 8 + [False] * 2
    assert mended[8:] == slips[8:]


def test_the_lexicon_is_gone_through_once_for_all_slips() -> None:
    class Counted(Lexicon):
        times_read = 0

        def __iter__(self) -> Iterator[str]:
            self.times_read += 1
            return super().__iter__()

    lexicon = Counted(b"volunteer\t\xe5\xbf\x97 90\n")
    for slip in ("voluntear", "volunteear", "voluntier", "zzyzx"):
        letters_mended(slip, lexicon, lambda word: word in lexicon)
    assert lexicon.times_read == 1


def test_the_answer_says_how_the_question_was_read(orchard: Engine) -> None:
    mended, plain = orchard.ask("Who is a voluntear?"), orchard.ask("Who is a volunteer?")
    assert mended.evidence.read_as == "Who is a volunteer?"
    assert mended.found
    assert mended.sentences == plain.sentences
