"""The bundled reader: what it sees of texts, that it runs as it was trained, and what it marks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from rag.encode import bundled_lexicon, bundled_reader
from rag.encode.reader import READER_PATH
from rag.encode.reader_text import END, LONGEST_READ, START, ReadText, read_text, row_of
from rag.encode.spans import LONGEST_ANSWER, SpanLogits, best_span
from rag.search.parse import parse_query
from rag.text import folded, render_simplified, sentences
from rag.types import Query

PASSAGE = "居民委員會由主任、副主任和委員共五至九人組成。\n每屆任期五年，其成員可以連選連任。"
ANYTHING = st.text(
    alphabet=st.one_of(st.sampled_from("社區居民，。 \n1abcé㈠…𠀀"), st.characters(codec="utf-8")),
    max_size=80,
)


def asked(question: str) -> Query:
    return parse_query(question, bundled_lexicon())


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(READER_PATH / "tokenizer.json"))


@given(text=ANYTHING)
def test_every_visible_character_stands_in_a_token(tokenizer: Tokenizer, text: str) -> None:
    view = folded(text)
    read = read_text(tokenizer, view)
    inside = np.zeros(len(view), dtype=bool)
    for start, end in zip(read.starts, read.ends, strict=True):
        inside[start:end] = True
    assert all(held or character.isspace() for held, character in zip(inside, view, strict=True))
    assert (np.diff(read.starts) >= 0).all()


def test_a_token_begins_after_the_space_before_it(tokenizer: Tokenizer) -> None:
    read = read_text(tokenizer, "who is 社区 in 1997?")
    places = zip(read.starts.tolist(), read.ends.tolist(), strict=True)
    tokens = [read.text[start:end] for start, end in places]
    assert tokens == ["who", "is", "社区", "in", "1997", "?"]


def test_no_answer_is_joined_to_what_stands_beside_it(tokenizer: Tokenizer) -> None:
    read = read_text(tokenizer, "共5至9人abc")
    assert {0, 1, 3, 4, 5} <= set(read.starts.tolist())


def test_question_and_passage_stand_in_one_row(tokenizer: Tokenizer) -> None:
    question, passage = read_text(tokenizer, "几人?"), read_text(tokenizer, "五人。")
    row = row_of(question, passage).tolist()
    assert row == [START, *question.ids, END, END, *passage.ids, END]


@given(ANYTHING, ANYTHING)
def test_every_span_lies_in_a_sentence_of_its_own(words: str, passage: str) -> None:
    query = Query(words, folded(words), "zh", ())
    (reading,) = bundled_reader().read(query, [passage])
    within = [next(s for s in sentences(passage) if s.contains(r.span)) for r in reading.spans]
    assert len(set(within)) == len(within)


def test_both_scripts_read_alike() -> None:
    reader = bundled_reader()
    one = list(reader.read(asked("居民委員會由多少人組成?"), [PASSAGE]))
    other = reader.read(asked("居民委员会由多少人组成?"), [render_simplified(PASSAGE)])
    assert one == list(other)


def test_a_passage_reads_alike_whatever_stands_beside_it() -> None:
    reader, query = bundled_reader(), asked("任期幾年?")
    (alone,) = reader.read(query, [PASSAGE])
    assert alone == list(reader.read(query, ["公園每日開放。", PASSAGE]))[1]


def test_text_beyond_the_limit_is_not_read() -> None:
    (reading,) = bundled_reader().read(asked("任期幾年?"), [PASSAGE * LONGEST_READ])
    # No token of this passage has more than three characters.
    assert max(found.span.end for found in reading.spans) <= 3 * LONGEST_READ


def test_a_question_of_any_length_is_read() -> None:
    (reading,) = bundled_reader().read(asked("社區" * 900 + "任期幾年?"), [PASSAGE])
    assert len(reading.spans) == 2


def test_best_span_equals_trying_them_all() -> None:
    random = np.random.default_rng(4)
    for length in (1, 5, 100):
        start, end = random.normal(size=(2, length)).astype(np.float32)
        fit = random.normal(size=(length, length)).astype(np.float32)
        tried = [
            (start[i] + end[j] + fit[i, j], i, j)
            for i in range(length)
            for j in range(i, min(i + LONGEST_ANSWER, length))
        ]
        assert best_span(SpanLogits(start, end, fit))[2] == pytest.approx(max(tried)[0])


def test_brevity_shortens_what_is_marked_and_leaves_its_score() -> None:
    reader, query = bundled_reader(), asked("居民委员会由多少人组成?")
    long, middle, short = (
        next(reader.read(query, [PASSAGE], brevity=brevity)) for brevity in (0.0, 1.0, 100.0)
    )
    for one, other in ((long, middle), (middle, short)):
        assert [r.score for r in one.spans] == [r.score for r in other.spans]
        pairs = zip(one.spans, other.spans, strict=True)
        assert all(len(a.span) >= len(b.span) for a, b in pairs)
    assert len(long.spans[0].span) > len(short.spans[0].span)
    assert short.answerability == long.answerability


def test_the_bundled_reader_finds_the_number_that_is_asked_for() -> None:
    (reading,) = bundled_reader().read(asked("居民委员会由多少人组成?"), [PASSAGE])
    assert reading.spans[0].span.of(PASSAGE).endswith("九人")


def test_the_weights_are_small_enough_to_bundle() -> None:
    assert sum(file.stat().st_size for file in READER_PATH.iterdir()) < 25_000_000


def test_a_text_without_tokens_is_empty(tokenizer: Tokenizer) -> None:
    nothing = read_text(tokenizer, " ")
    assert isinstance(nothing, ReadText) and len(nothing) == 0


def test_an_english_question_reads_a_chinese_passage() -> None:
    (reading,) = bundled_reader().read(asked("How long is a term of office?"), [PASSAGE])
    assert reading.spans[0].span.of(PASSAGE) == "五年"
