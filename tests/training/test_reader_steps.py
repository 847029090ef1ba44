"""What the reader is taught with, on examples small enough to work by hand."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from rag.answer.excerpts import LONGEST_EXCERPT
from rag.encode.reader import load_bundled_reader
from rag.encode.reader_text import ReaderLists
from rag.text import Span, folded
from training.clozes import _cloze, made_lessons
from training.law_lessons import _amount, _definition, _question
from training.reader_batches import PairMaker, cropped
from training.reader_model import PARTS, ReaderNet
from training.reader_speech import parts_of_speech
from training.train_reader import begin_with, export, listed_characters, loss_of
from training.windows import window_around, windows_of

CHANCE = random.Random(1)
SENTENCES = [f"第{n}句说的是{n}件事!" for n in range(40)]


def test_an_english_amount_is_answered_by_its_chinese() -> None:
    line = "申请人应于三十日内提出."
    found = _amount(line, "the applicant shall apply within 30 days.", CHANCE)
    assert found is not None
    question, span = found
    assert "how many days" in question and span.of(line) == "三十日"


def test_an_amount_that_stands_twice_is_not_asked_for() -> None:
    line = "三十日内申请,三十日内决定."
    assert _amount(line, "apply within 30 days, decided within 30 days.", CHANCE) is None


def test_an_english_definition_is_answered_by_what_the_chinese_says() -> None:
    line = "本法所称社区,指居民共同生活的区域."
    found = _definition(line, 'the term "community" refers to an area of common life.', CHANCE)
    assert found is not None
    question, span = found
    assert "community" in question and span.of(line) == "居民共同生活的区域"


def test_a_question_stays_in_its_clause() -> None:
    english = "if it rains, the court shall appoint a guardian; others may not."
    start = english.index("guardian")
    asked = _question(english, start, start + len("guardian"), "whom", CHANCE)
    assert set(asked.rstrip("?").split()) == {"the", "court", "shall", "appoint", "a", "whom"}


def test_windows_are_whole_sentences_and_hold_the_answer() -> None:
    text = "".join(SENTENCES)
    answer = Span(text.index("说的是7"), text.index("说的是7") + 4)
    window, start = window_around(text, answer, random.Random(2), 60)
    assert window[start : start + 4] == "说的是7" and len(window) <= 60 and window in text
    assert "".join(windows_of(text, 60)) == text


def test_a_cropped_lesson_keeps_its_answer() -> None:
    text = "".join(SENTENCES)
    start = text.index("30件事")
    lesson = {"question": "几件事?", "passage": text, "start": start, "end": start + 4}
    for seed in range(5):
        right, wrong = cropped(lesson, text, random.Random(seed))
        assert right["passage"][right["start"] : right["end"]] == "30件事"
        assert max(len(right["passage"]), len(wrong)) <= LONGEST_EXCERPT
    assert cropped(lesson, "", random.Random(1))[1] == ""


PARAGRAPH = (
    "圖書館於1987年3月落成。它的館長是著名的歷史學家。館內藏有三萬冊圖書，供居民閱覽。"
    "冬季的開放時間比夏季短一小時。每年秋天舉辦一次讀書節。"
)


def test_a_made_question_is_answered_by_what_was_taken_out_of_a_sentence() -> None:
    lessons = list(made_lessons([(PARAGRAPH, ["另一段文字。"])], 12, random.Random(4)))
    assert len(lessons) > 5
    for lesson in lessons:
        answer = lesson["passage"][lesson["start"] : lesson["end"]]
        assert answer in PARAGRAPH and "。" not in answer
        assert folded(answer) not in lesson["question"] and lesson["question"].endswith("?")
        assert all(answer not in wrong for wrong in lesson["wrong"])


def test_lessons_of_one_text_begin_and_end_with_its_sentences() -> None:
    text = PARAGRAPH * 6
    ends = set()
    for seed in range(20):
        span = Span(text.index("三萬冊", 250), text.index("三萬冊", 250) + 3)
        window, start = window_around(text, span, random.Random(seed), LONGEST_EXCERPT)
        assert window.endswith("。") and window[:2] in {"圖書", "它的", "館內", "冬季", "每年"}
        ends.add(len(window) - start)
    assert len(ends) > 3


def test_a_question_whose_answer_is_not_marked_is_cropped_to_the_part_that_is_like_it() -> None:
    article = "".join(SENTENCES)
    lesson = {"question": "第31句说的是几件事?", "passage": article, "start": 0, "end": 0}
    for seed in range(4):
        right, wrong = cropped(lesson, article, random.Random(seed))
        assert "第31句" in right["passage"] and len(right["passage"]) <= LONGEST_EXCERPT
        assert len(wrong) <= LONGEST_EXCERPT


def test_only_marked_answers_teach_where_an_answer_stands() -> None:
    import torch

    torch.manual_seed(3)
    maker = PairMaker(ReaderLists("社区", parts_of_speech()))
    net = ReaderNet(4).eval()
    passage = {"question": "藏有多少书?", "passage": "藏有三万册图书。", "start": 2, "end": 5}
    marked = maker.lesson(passage, "别的。")
    unmarked = maker.lesson({**passage, "start": 0, "end": 0}, "别的。")
    assert marked and unmarked and unmarked[0].start == -1
    with torch.no_grad():
        assert float(loss_of(net, [unmarked], "cpu")) < float(loss_of(net, [marked], "cpu"))


def test_what_a_name_is_asked_for_by() -> None:
    asked = {_cloze("建筑师是约翰·史密斯.", random.Random(seed)) for seed in range(30)}
    assert any(q and q[0].startswith("建筑师是谁") for q in asked)


def test_the_answer_is_marked_in_the_passage_as_it_was_written() -> None:
    maker = PairMaker(ReaderLists("社区", parts_of_speech()))
    passage = "㈠ 藏有３萬冊圖書。"
    start = passage.index("３萬冊")
    record = {"question": "多少书?", "passage": passage, "start": start, "end": start + 3}
    lesson = maker.lesson(record, "别的。")
    assert lesson is not None
    right, wrong = lesson
    read = right.passage
    assert read.text[read.starts[right.start] : read.ends[right.end]] == "3万册"
    assert (wrong.start, wrong.end) == (-1, -1)


def test_every_part_of_speech_has_a_row() -> None:
    speech = parts_of_speech()
    assert speech.dtype == np.uint8 and len(set(speech.tolist())) > 20
    assert 4 * int(speech.max()) + 3 < PARTS


def test_exported_weights_begin_another_training_and_are_read_alike(tmp_path: Path) -> None:
    import torch

    torch.manual_seed(3)
    net = ReaderNet(5, width=128)
    export(net, ReaderLists("社区的", parts_of_speech()), tmp_path)
    assert listed_characters(tmp_path) == "社区的"
    again = ReaderNet(5, width=128)
    begin_with(again, tmp_path)
    for one, other in zip(net.parameters(), again.parameters(), strict=True):
        assert torch.allclose(one, other, atol=1e-3)
    assert load_bundled_reader(tmp_path).name.startswith("bundled-reader@")


def test_weights_without_parts_of_speech_begin_without_their_effect(tmp_path: Path) -> None:
    import torch
    from safetensors.torch import load_file, save_file

    torch.manual_seed(3)
    net = ReaderNet(5, width=128)
    export(net, ReaderLists("社区的", parts_of_speech()), tmp_path)
    file = tmp_path / "model.safetensors"
    older = load_file(file)
    del older["parts.weight"], older["speech"]
    older["join.weight"] = older["join.weight"][:, :-24].contiguous()
    save_file(older, file)
    begin_with(net, tmp_path)
    assert float(net.join.weight[:, -24:].abs().max().detach()) == pytest.approx(0)
