"""Searches with signs: how they are read, what they find, and what is said of a broken one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.engine import Engine
from rag.index import AllOf, AnyOf, NoneOf, Phrase
from rag.search.query_language import narrowed, parse_structured, without_scope
from rag.text import folded, render_simplified, render_traditional
from rag.types import QueryError

A, B, C = Phrase("社区"), Phrase("居民"), Phrase("城市")

READ = {
    "“社區”": A,
    "「社區」": A,
    "『社区』": A,
    "＂社區＂": A,
    "社區 AND 居民": AllOf((A, B)),
    "社區 且 居民": AllOf((A, B)),
    "社區 ＡＮＤ 居民": AllOf((A, B)),
    "社區 或 居民 城市": AnyOf((A, AllOf((B, C)))),
    "社區 非 居民": AllOf((A, NoneOf(B))),
    "NOT NOT 社區 OR 居民": AnyOf((A, B)),
    "（社區 OR 居民） NOT 城市": AllOf((AnyOf((A, B)), NoneOf(C))),
    "govern*": Phrase("govern", is_prefix=True),
    "社區*": Phrase("社区", is_prefix=True),
    "in:二 AND 社區": A,
    "in:二/4": AllOf(()),
}
PLAIN = [
    "社區或城市",
    "非政府組織",
    "什麼是「四有」?",
    "what are the aims and principles, or goals?",
    "residents' committees",
    "'tis plain",
    "社區(建設)",
    "1) 總體目標",
    "二/4",
]
BROKEN = {
    "“社區": 1,
    "社區 「居民": 4,
    '社區 AND ""': 8,
    "社區 AND": 4,
    "OR 社區": 1,
    "社區 OR OR 居民": 4,
    "AND": 1,
    "NOT": 1,
    "AND OR NOT": 1,
    "(社區 AND 居民": 1,
    "社區 AND 居民)": 10,
    "社區 AND ()": 9,
    "*": 1,
    "社區 OR in:二": 7,
    "in:二 in:三 社區": 6,
    "in: 社區": 4,
    "社區 in:九十九": 4,
    "doc:nothing 社區": 1,
    'doc:"never closed 社區': 5,
    "(" * 100 + "社區 AND 居民" + ")" * 100: 33,
}


@pytest.mark.parametrize("text", READ)
def test_a_query_is_read_as_its_signs_say(text: str) -> None:
    structured = parse_structured(text)
    assert structured is not None and structured.condition == READ[text]


@pytest.mark.parametrize(
    ("text", "doc_id"),
    [
        ('doc:"long name 空格 & 符號" 時間', "long name 空格 & 符號"),
        ("時間 doc:「甲 (乙)」", "甲 (乙)"),
        ("doc:甲 時間", "甲"),
    ],
)
def test_a_document_with_spaces_in_its_name_is_named_in_quotation_marks(
    text: str, doc_id: str
) -> None:
    structured = parse_structured(text)
    assert structured is not None
    assert (structured.scope.doc_id, structured.words) == (doc_id, ("時間",))
    assert without_scope(text) == "時間"


@pytest.mark.parametrize(
    "name", ["notes", "my notes", "辦法（試行）", "a (b", "'tis", 'the "big" one', "「甲」 乙"]
)
def test_a_narrowed_query_names_its_document_and_clause_whole(name: str) -> None:
    structured = parse_structured(narrowed("社區 AND 居民 in:二", name, f"{name} 1"))
    assert structured is not None and structured.condition == AllOf((A, B))
    assert (structured.scope.doc_id, structured.scope.address) == (name, f"{name} 1")


@pytest.mark.parametrize("text", PLAIN)
def test_signs_inside_words_and_sentences_are_none(text: str) -> None:
    assert parse_structured(text) is None


@pytest.mark.parametrize("text", BROKEN)
def test_a_broken_query_is_one_line_that_points_at_the_character(text: str, engine: Engine) -> None:
    with pytest.raises(QueryError) as error:
        engine.look_up(text)
    assert str(error.value).startswith(f"character {BROKEN[text]} of the query: ")
    assert "\n" not in str(error.value)


@given(st.text(alphabet="社居 ()（）\"“”「」'*:AND或非ORNOTin二/4", max_size=60))
def test_any_text_is_a_query_or_a_query_error(text: str) -> None:
    try:
        parse_structured(text)
    except QueryError as error:
        assert str(error).startswith("character ")


def ranked(engine: Engine, query: str) -> list[tuple[str, float]]:
    return [(hit.passage.address, hit.score) for hit in engine.look_up(query, 50).hits]


def written(phrase: str) -> list[str]:
    """A phrase in both scripts, in half width and full, and without its punctuation."""
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in phrase)
    scripts = (render_simplified(phrase), render_traditional(phrase))
    bare = "".join(c for c in phrase if c.isalnum())
    return [f"“{phrase}”", *(f"「{s}」" for s in scripts), f"＂{wide}＂", f'"{bare}"']


def test_a_phrase_has_the_same_hits_however_it_is_written(engine: Engine) -> None:
    text = engine.document("community-building").text
    for start in range(0, len(text) - 12, 60):
        phrase = text[start : start + 12].strip()
        if "\n" in phrase or "“" in phrase or "”" in phrase:
            continue
        first, *others = (ranked(engine, query) for query in written(phrase))
        assert first, phrase
        assert all(other == first for other in others), phrase


def test_boolean_hits_are_those_whose_text_says_so(engine: Engine) -> None:
    store = engine.searcher.store
    texts = {
        store.passage(row).address: folded(store.passage(row).text) for row in range(len(store))
    }
    found = {address for address, _ in ranked(engine, "(民主 OR 服務) NOT 管理")}
    wanted = {a for a, t in texts.items() if ("民主" in t or "服务" in t) and "管理" not in t}
    assert found == wanted


def test_not_excludes_from_the_near_hits_too(engine: Engine) -> None:
    result = engine.look_up("社區建設 NOT 居民", 50)
    assert result.near or result.hits
    assert all("居民" not in hit.passage.text for hit in (*result.hits, *result.near))


def test_counts_add_up_to_the_total_and_not_only_to_the_hits_shown(engine: Engine) -> None:
    result = engine.look_up("“社區”", 3)
    assert len(result.hits) == 3 < result.total == sum(c.passages for c in result.counts)
    assert sum(s.passages for c in result.counts for s in c.sections) == result.total


def test_a_scope_keeps_to_its_clause(engine: Engine) -> None:
    inside = engine.look_up("in:二 居民", 50).hits
    assert inside
    assert all(hit.passage.address.split("/")[0] == "二" for hit in inside)


@pytest.mark.parametrize("typed", ["2/4", "二.4", "二之4", "二 4", "二/4"])
def test_an_address_gives_its_clause_first(typed: str, engine: Engine) -> None:
    assert engine.search(typed)[0].passage.address == "二/4"


def test_matches_are_marked_in_the_original_script(engine: Engine) -> None:
    (hit,) = engine.search("“扩大民主居民自治”")
    text = engine.document(hit.passage.doc_id).text
    assert [span.of(text) for span in hit.why.matched] == ["擴大民主,居民自治"]


def test_what_is_missing_is_named_as_typed_with_the_nearest(engine: Engine) -> None:
    result = engine.look_up("「社區服物」 AND 居民")
    assert result.hits == () and result.total == 0
    (missing,) = result.missing
    assert missing.text == "社區服物"
    assert "社區服務" in missing.nearest


def test_k_hits_are_the_first_k_of_more(engine: Engine) -> None:
    for query in ("社區 OR 居民", "二/4", "社區建設", "什麼是社區建設?"):
        more = [hit.passage for hit in engine.search(query, 8)]
        assert [hit.passage for hit in engine.search(query, 7)] == more[:7]


ASKED = ["什麼是「四有」?", "什么是“四有”？", 'What does "community building" mean?']


@pytest.mark.parametrize("text", ASKED)
def test_a_question_may_quote_a_word_without_demanding_it(text: str, engine: Engine) -> None:
    # A reader sees the marks too.
    unread = replace(engine, reader=None)
    result = unread.look_up(text, 5)
    assert not result.is_structured
    assert len(result.hits) == 5
    assert [hit.passage for hit in result.hits] == [
        hit.passage for hit in unread.look_up(text.translate(UNQUOTED), 5).hits
    ]


UNQUOTED = str.maketrans("", "", '「」“”"')


@pytest.mark.parametrize(("documents", "is_leafed"), [(100, True), (101, False)])
def test_an_address_is_looked_for_in_a_hundred_documents(documents: int, is_leafed: bool) -> None:
    engine = Engine.from_texts(
        {f"d{n}": f"第一條 公園{n}。" for n in range(documents)}, reader="none"
    )
    if is_leafed:
        assert engine.look_up("in:第一條", 1).total == documents
    else:
        with pytest.raises(QueryError, match="doc:ID"):
            engine.look_up("in:第一條", 1)
