"""What reading is worth: the sentence, the order of hits, confidence, and the deadline."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from rag.answer.candidates import scored_candidates
from rag.answer.confidence import Signs, signs_of, weighing
from rag.answer.excerpts import (
    HITS_READ,
    HITS_SKIMMED,
    LONGEST_EXCERPT,
    excerpts,
    most_telling,
    parts,
    telling_excerpts,
)
from rag.answer.kind import wanted
from rag.answer.reading import NOTHING_READ, Readings, bare, read, reranked
from rag.encode import Reading, ReadSpan, bundled_lexicon
from rag.engine import Engine
from rag.search import Matcher
from rag.search.parse import parse_query
from rag.serialize import hit_to_json
from rag.terminal_text import search_text
from rag.text import Span, render_simplified
from rag.types import AnswerKind, Hit, Passage, Query

QUESTION = "社區居民委員會如何產生?"


class FixedReader:
    """Finds the first three characters, at most, of every passage, and is sure of one passage."""

    name = "fixed@1"

    def __init__(self, sure_of: str = "", seconds: float = 0.0) -> None:
        self.sure_of = sure_of
        self.seconds = seconds
        self.read_passages = 0
        self.brevity = 0.0
        self.asked: list[str] = []

    def read(
        self, query: Query, passages: Sequence[str], *, brevity: float = 0.0
    ) -> Iterator[Reading]:
        self.brevity = brevity
        for passage in passages:
            self.asked.append(query.folded)
            time.sleep(self.seconds)
            self.read_passages += 1
            is_sure = bool(self.sure_of) and self.sure_of in passage
            yield Reading(
                5.0 if is_sure else -5.0, (ReadSpan(Span(0, min(3, len(passage))), float(is_sure)),)
            )


class PreparedReader:
    """Reads the same in every passage."""

    name = "prepared@1"

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    def read(
        self, query: Query, passages: Sequence[str], *, brevity: float = 0.0
    ) -> Iterator[Reading]:
        return iter([self.reading] * len(passages))


def hits(*texts: str) -> list[Hit]:
    return [
        Hit(Passage("d", str(n), "", Span(100 * n, 100 * n + len(t)), t), 1 - n / 10, n + 1)
        for n, t in enumerate(texts)
    ]


def query(text: str = QUESTION) -> Query:
    return parse_query(text, bundled_lexicon())


def matcher() -> Matcher:
    asked = query()
    return Matcher(asked, (1.0,) * len(asked.words))


def readings_of(reader: FixedReader, found: Sequence[Hit]) -> Readings:
    return read(reader, query(), found, excerpts(found, matcher()))


def test_each_text_is_asked_in_the_official_words_that_it_has() -> None:
    reader = FixedReader()
    found = hits("飲酒的人不得駕駛車輛。", "開車的人應當注意。", "公園全年開放。")
    asked = query("谁不能开车?")
    read(reader, asked, found, excerpts(found, Matcher(asked, (1.0,) * len(asked.words))))
    assert reader.asked == ["谁不能驾驶?", "谁不能开车?", "谁不能开车?"]


def test_the_best_hit_is_read_whole_and_of_others_the_most_telling_part() -> None:
    filler = "公園每日開放,遊客可以入內。" * 30
    long = f"{filler}社區居民委員會由選舉產生。{filler}"
    found = hits(long, long, "短。")
    read_parts = excerpts(found, matcher())
    assert "".join(e.text for e in read_parts if e.rank == 1) == long
    (other,) = (e for e in read_parts if e.rank == 2)
    assert "由選舉產生" in other.text and len(other.text) <= LONGEST_EXCERPT
    assert [e.text for e in read_parts if e.rank == 3] == ["短。"]
    assert all(e.span.of(found[e.rank - 1].passage.text) == e.text for e in read_parts)


def test_parts_are_whole_sentences_however_long() -> None:
    text = f"甲。{'乙' * 300}。丙。丁。"
    assert [span.of(text) for span in parts(text)] == ["甲。", f"{'乙' * 300}。", "丙。丁。"]
    assert [span.of("") for span in parts("")] == [""]
    assert most_telling("", matcher()) == Span(0, 0)


def test_spans_are_of_the_cited_text_and_likelihoods_sum_to_one() -> None:
    found = hits("甲甲甲甲", "乙乙乙乙")
    readings = readings_of(FixedReader("乙"), found)
    assert [answer.span for answer in readings.answers] == [Span(0, 3), Span(100, 103)]
    assert sum(answer.likelihood for answer in readings.answers) == pytest.approx(1)
    best = readings.best_in("d", Span(100, 104))
    assert best is not None and best.likelihood > 0.5
    assert readings.best_in("other", Span(100, 104)) is None


def test_a_sure_reader_lifts_a_hit_and_ranks_count_on() -> None:
    found = hits("甲甲甲", "乙乙乙", "丙丙丙")
    order = reranked(found, readings_of(FixedReader("丙"), found))
    assert [hit.passage.text for hit in order] == ["丙丙丙", "甲甲甲", "乙乙乙"]
    assert [hit.rank for hit in order] == [1, 2, 3]
    assert reranked(found, NOTHING_READ) == tuple(found)


@pytest.mark.parametrize(
    ("kind", "is_short"),
    [
        (AnswerKind.FACT, True),
        (AnswerKind.DEFINITION, False),
        (AnswerKind.LIST, False),
        (AnswerKind.EXPLANATION, False),
    ],
)
def test_a_fact_is_marked_in_few_words_and_what_needs_many_is_not(
    kind: AnswerKind, is_short: bool
) -> None:
    reader, found = FixedReader(), hits("甲甲甲")
    read(reader, query(), found, excerpts(found, matcher()), kind=kind)
    assert (reader.brevity > 0) is is_short


def item_hits(*path: str) -> list[Hit]:
    text = "(二)住滿三年的;"
    passage = Passage("d", "第一條/(二)", "", Span(50, 50 + len(text)), text, path)
    return [Hit(passage, 1.0, 1)]


def test_a_text_is_read_below_the_headings_where_it_stands_and_marked_in_its_own_words() -> None:
    found = item_hits("章程", "居民", "有下列情形之一的,可以進入社區居民委員會:")
    (excerpt,) = excerpts(found, matcher())
    place = "《章程》居民 有下列情形之一的,可以進入社區居民委員會:"
    assert excerpt.read_as == f"{place}\n(二)住滿三年的;"
    start = len(place) + 4
    of_place = Reading(1.0, (ReadSpan(Span(0, 3), 2.0), ReadSpan(Span(start, start + 4), 1.0)))
    (marked,) = read(PreparedReader(of_place), query(), found, [excerpt]).answers
    assert marked.span == Span(53, 57) and marked.likelihood == 1.0
    assert marked.span.shifted(-50).of(excerpt.text) == "住滿三年"


def test_long_headings_are_read_by_their_ends_and_a_text_without_any_stands_alone() -> None:
    (below,) = excerpts(item_hits("章程", "前" * 80 + "後"), matcher())
    assert len(below.place) < 80 and below.place.endswith("前後")
    (alone,) = excerpts(item_hits(), matcher())
    assert alone.read_as == alone.text


@pytest.mark.parametrize(
    ("kind", "is_echo"),
    [(AnswerKind.FACT, True), (AnswerKind.LIST, True), (AnswerKind.YES_NO, False)],
)
def test_words_that_only_repeat_the_question_are_less_likely(
    kind: AnswerKind, is_echo: bool
) -> None:
    found = hits("社區居民投票。", "投票選出。")
    marked = read(FixedReader(), query(), found, excerpts(found, matcher()), kind=kind).answers
    assert [answer.is_echo for answer in marked] == [is_echo, False]
    assert (marked[0].likelihood < 0.1) is is_echo
    assert sum(answer.likelihood for answer in marked) == pytest.approx(1.0)


def test_no_more_hits_are_read_than_are_said_to_be() -> None:
    reader = FixedReader()
    readings_of(reader, hits(*"甲乙丙丁戊己庚"))
    assert reader.read_passages == HITS_READ


def test_past_the_deadline_the_answer_is_as_search_ranked_it_and_says_so(engine: Engine) -> None:
    unread = replace(engine, reader=None).ask(QUESTION)
    slow = replace(engine, reader=FixedReader(seconds=0.05), deadline_seconds=0.01).ask(QUESTION)
    assert slow.evidence.is_unread and not unread.evidence.is_unread
    assert (slow.sentences, slow.hits) == (unread.sentences, unread.hits)


def test_a_comparison_that_is_read_again_as_one_question_keeps_its_deadline(engine: Engine) -> None:
    reader = FixedReader(seconds=0.1)
    slow = replace(engine, reader=reader, deadline_seconds=0.15)
    assert slow.ask("海關和碼頭有什麼區別?").evidence.is_unread
    of_each_thing, of_both = 2, 1
    assert reader.read_passages == of_each_thing + of_both


def test_a_search_that_asks_is_in_the_order_of_the_reader(engine: Engine) -> None:
    unread = replace(engine, reader=None)
    second = unread.search(QUESTION)[1].passage.text
    sure = replace(engine, reader=FixedReader(second))
    (first, *_), more = sure.search(QUESTION, 1), sure.search(QUESTION, 8)
    assert first.passage.text == second and more[0] == first
    assert {hit.passage for hit in sure.search(QUESTION, 20)} == {
        hit.passage for hit in unread.search(QUESTION, 20)
    }
    assert first.why.likelihood == pytest.approx(1 / (1 + math.exp(-5)))
    assert hit_to_json(first)["why"]["likelihood"] == 0.9933
    assert "answers: 99%" in search_text(sure.look_up(QUESTION))
    words = QUESTION.rstrip("?")
    assert sure.search(words) == unread.search(words)


def test_a_search_past_the_deadline_is_as_it_was_ranked(engine: Engine) -> None:
    slow = replace(engine, reader=FixedReader("社", seconds=0.05), deadline_seconds=0.01)
    assert slow.search(QUESTION) == replace(engine, reader=None).search(QUESTION)


def test_of_short_hits_more_are_read_to_order_them() -> None:
    short = telling_excerpts(hits(*(f"第{n}條。" for n in range(20))), matcher())
    long = telling_excerpts(hits(*("公園每日開放。" * 40 for _ in range(20))), matcher())
    assert (len(short), len(long)) == (HITS_SKIMMED, HITS_READ)
    assert [excerpt.rank for excerpt in short] == list(range(1, HITS_SKIMMED + 1))


def test_the_reader_is_part_of_what_an_answer_replays(engine: Engine) -> None:
    assert engine.ask(QUESTION).answer_id != replace(engine, reader=None).ask(QUESTION).answer_id


def test_an_answer_that_there_was_no_time_to_read_has_another_id(engine: Engine) -> None:
    patient = replace(engine, reader=FixedReader("社", seconds=0.02))
    hasty = replace(patient, deadline_seconds=0.01)
    assert hasty.ask(QUESTION).evidence.is_unread
    assert hasty.ask(QUESTION).answer_id != patient.ask(QUESTION).answer_id


def test_the_answering_words_stand_in_the_quoted_sentence(engine: Engine) -> None:
    answer = engine.ask("社區的規模一般是多少戶?")
    spans = [(s.answer_span, s.citations[0].span) for s in answer.sentences if s.answer_span]
    assert spans and all(cited.contains(span) for span, cited in spans)


def test_both_scripts_give_the_same_answering_words(engine: Engine) -> None:
    assert engine.ask(QUESTION).sentences == engine.ask(render_simplified(QUESTION)).sentences


def signs(**others: float) -> Signs:
    known = Signs(0.5, 0.4, 0.3, 0.3, 0.2, 1.0, 1.0, 2.0, 1.0, 2.0, 0.0)
    return replace(known, **others)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("is_read", [True, False])
@pytest.mark.parametrize("is_in_clause", [True, False])
def test_confidence_rises_with_what_is_held_and_with_what_stands_out(
    language: str, is_read: bool, is_in_clause: bool
) -> None:
    weighed = weighing(language, AnswerKind.FACT, is_read=is_read, is_in_clause=is_in_clause)
    usual = weighed.confidence(signs())
    assert 0 < usual < 1
    for better in (signs(coverage=0.9, clearance=0.3), signs(likeness=0.8), signs(clearance=0.8)):
        assert weighed.confidence(better) > usual


def test_what_stands_in_a_clause_may_be_asked_in_other_words() -> None:
    lay = signs(coverage=0.3, clearance=0.1, verdict=-2.0, own_verdict=-2.0, length=2.4)
    clause, paragraph = (
        weighing("zh", AnswerKind.FACT, is_read=True, is_in_clause=is_in_clause)
        for is_in_clause in (True, False)
    )
    assert clause.confidence(lay) - clause.floor > paragraph.confidence(lay) - paragraph.floor
    longer, numberless = replace(lay, length=3.0), replace(lay, numberless=1.0)
    assert clause.confidence(numberless) < clause.confidence(lay) < clause.confidence(longer)
    listed = weighing("zh", AnswerKind.LIST, is_read=True, is_in_clause=True)
    assert listed.confidence(lay) < clause.confidence(lay) and listed.floor == clause.floor


def test_a_sentence_stands_in_a_clause_where_the_text_has_any() -> None:
    for text, is_in_clause in (("一、宗旨\n服務居民。", True), ("服務居民。", False)):
        searcher = Engine.from_texts({"d": text}).searcher
        asked = searcher.parse("服務居民")
        found = searcher.search(asked, 5)
        best, *_ = scored_candidates(searcher, searcher.matcher(asked), found, wanted(asked))
        assert best.is_in_clause is is_in_clause


def test_what_was_read_is_believed_and_less_so_of_an_english_question() -> None:
    sure, unsure = signs(verdict=4.0), signs(verdict=-4.0)
    gains = {
        language: _log_odds(weighed.confidence(sure)) - _log_odds(weighed.confidence(unsure))
        for language in ("zh", "en")
        for weighed in [weighing(language, AnswerKind.FACT, is_read=True, is_in_clause=False)]
    }
    assert 0 < gains["en"] < gains["zh"]
    weighed = weighing("zh", AnswerKind.FACT, is_read=False, is_in_clause=True)
    unread = [weighed.confidence(s) for s in (sure, unsure)]
    assert unread[0] == unread[1]


def _log_odds(probability: float) -> float:
    return math.log(probability / (1 - probability))


def test_signs_are_of_the_best_sentence_and_of_how_far_other_hits_are_behind(
    engine: Engine,
) -> None:
    searcher = engine.searcher
    asked = searcher.parse(QUESTION)
    found = searcher.search(asked, 20)
    candidates = scored_candidates(searcher, searcher.matcher(asked), found, wanted(asked))
    best = candidates[0]
    read_so = Readings(verdicts=(9.0, -9.0))
    measured = signs_of(candidates, found, read_so, asked, passages=len(searcher.store))
    assert measured.coverage == best.coverage and measured.verdict == 6.0
    behind = 1 - found[4].score / found[0].score
    assert measured.clearance == pytest.approx(best.coverage * behind)
    alone = signs_of([best], found[:1], NOTHING_READ, asked, passages=1)
    assert (alone.clearance, alone.verdict, alone.passages) == (best.coverage, 0, 0)


def test_a_lead_is_over_what_other_clauses_say(engine: Engine) -> None:
    searcher = engine.searcher
    asked = searcher.parse(QUESTION)
    found = searcher.search(asked, 20)
    (best, *others) = scored_candidates(searcher, searcher.matcher(asked), found, wanted(asked))
    beside = replace(best, score=best.score - 1)
    elsewhere = next(c for c in others if c.section.address != best.section.address)
    for score, lead in ((best.score - 3, 3), (best.score - 30, 4)):
        candidates = [best, beside, replace(elsewhere, score=score)]
        measured = signs_of(candidates, found, NOTHING_READ, asked, passages=9)
        assert measured.lead == pytest.approx(lead)
    assert signs_of([best, beside], found, NOTHING_READ, asked, passages=9).lead == 0


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        ("三萬冊。", "三萬冊"),
        ("，三萬冊", "三萬冊"),
        ("《史記》", "《史記》"),
        ("《史記》和《漢書》。", "《史記》和《漢書》"),
        ("史記》", "史記"),
        ("《史記", "史記"),
        ("「三萬冊」（1987年", "「三萬冊」（1987年"),
        ("」他說", "他說"),
        ("約 2.6%", "約 2.6%"),
        ("。」", "。」"),
    ],
)
def test_marked_words_have_no_stops_or_lone_brackets_at_their_ends(marked: str, left: str) -> None:
    text = f"他說{marked}等"
    assert bare(text, Span(2, 2 + len(marked))).of(text) == left
