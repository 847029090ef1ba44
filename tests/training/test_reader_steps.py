"""What the reader is taught with, on examples small enough to work by hand."""

from __future__ import annotations

import random
import struct
from dataclasses import fields, replace
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer

from rag.answer.excerpts import LONGEST_EXCERPT
from rag.encode import Lexicon
from rag.encode.reader import READER_PATH, load_bundled_reader
from rag.encode.reader_net import ReaderNet as ProductNet
from rag.encode.reader_text import (
    END,
    LONGEST_READ,
    MARKS_BEFORE_PASSAGE,
    START,
    asked_text,
    read_passage,
    read_question,
)
from rag.search import parse_query
from rag.text import Span, folded
from rag.types import Query
from training.average_readers import average
from training.body import read_body
from training.clozes import _cloze, made_lessons
from training.data import Pair
from training.everyday_lessons import _of_group
from training.law_lessons import _amount, _definition, _question
from training.reader_batches import WRONG_READ, Batches, Lesson, PairMaker, batch_of_lessons
from training.reader_export import export, loudness, model_of, quarters
from training.reader_import import imported
from training.reader_model import PADDING, WIDTH, Batch, Found, ReaderNet
from training.reader_prepared import WAYS, Prepared, glossed, prepare
from training.runs import write
from training.train_reader import loss_of, reader_in, started, taught
from training.windows import window_around, windows_of

CHANCE = random.Random(1)
TOKENS = "tokenizer.json"
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


def test_an_everyday_sentence_is_asked_for_among_others() -> None:
    pairs = [
        Pair("圖書館在山上。", "The library is on the mountain."),
        Pair("圖書館很老。", "The library is old."),
        Pair("他喜歡音樂。", "He likes music."),
    ]
    groups = [pairs, [Pair("天氣很好。", "The weather is fine.")]]
    lessons = list(_of_group(groups, 0, random.Random(3)))
    assert lessons
    for lesson in lessons:
        assert all(pair.chinese in lesson["passage"] for pair in pairs)
        assert lesson["passage"][lesson["start"] : lesson["end"]] in {
            "圖書館",
            "山",
            "音樂",
            "喜歡",
        }
        assert "what" in lesson["question"] and lesson["wrong"] == ["天氣很好。"]


def test_windows_are_whole_sentences_and_hold_the_answer() -> None:
    text = "".join(SENTENCES)
    answer = Span(text.index("说的是7"), text.index("说的是7") + 4)
    window, start = window_around(text, answer, random.Random(2), 60)
    assert window[start : start + 4] == "说的是7" and len(window) <= 60 and window in text
    assert "".join(windows_of(text, 60)) == text


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


def prepared(*records: dict[str, Any]) -> Prepared:
    wanted = {"source": "cmrc", "start": 0, "end": 0, "wrong": []}
    return prepare([{**wanted, **record} for record in records], READER_PATH / TOKENS)


def read_rows(batch: Batch, tokenizer: Tokenizer) -> list[tuple[str, str, str]]:
    """The question, the passage and the answer of each row, as their tokens say."""
    rows = []
    for row, ids in enumerate(batch.ids.tolist()):
        second = int(batch.asked[row]) + MARKS_BEFORE_PASSAGE
        last = second + int(batch.read[row])
        start, end = int(batch.start[row]), int(batch.end[row])
        answer = ids[second + start : second + end + 1] if start >= 0 else []
        assert ids[0] == START and ids[second - 2 : second] == [END, END] and ids[last] == END
        assert set(ids[last + 1 :]) <= {PADDING}
        parts = (ids[1 : second - 2], ids[second:last], answer)
        said = ("".join(map(tokenizer.id_to_token, part)) for part in parts)
        question, passage, marked = (text.replace("▁", "") for text in said)
        rows.append((question, passage, marked))
    return rows


def first_batch(held: Prepared, size: int = 1, seed: int = 1) -> Batch:
    return next(iter(Batches(held, size, seed=seed, parts={})))


def test_a_prepared_lesson_keeps_its_answer(tokenizer: Tokenizer) -> None:
    text = "".join(SENTENCES)
    start = text.index("30件事")
    held = prepared({"question": "几件事?", "passage": text, "start": start, "end": start + 4})
    seen = set()
    for seed in range(8):
        (_, passage, answer), *wrong = read_rows(first_batch(held, seed=seed), tokenizer)
        assert answer == "30件事" and passage in text and len(passage) <= LONGEST_EXCERPT
        assert len(wrong) == WRONG_READ and not any(marked for *_, marked in wrong)
        seen.add(passage)
    assert 1 < len(seen) <= WAYS


def test_a_window_begins_as_a_text_that_stands_alone(tokenizer: Tokenizer) -> None:
    """The first token of a text has a mark that the same word has not inside of one."""
    text = "".join(SENTENCES)
    for number in (0, 17, 31):
        asked = f"第{number}句"
        held = prepared({"question": f"{asked}说的是几件事?", "passage": text})
        batch = first_batch(held)
        (_, passage, _), *_ = read_rows(batch, tokenizer)
        assert asked in passage
        second = int(batch.asked[0]) + MARKS_BEFORE_PASSAGE
        alone = read_passage(tokenizer, passage).ids[:6].tolist()
        assert batch.ids[0, second : second + 6].tolist() == alone


def test_an_answer_at_the_beginning_of_a_window_is_marked(tokenizer: Tokenizer) -> None:
    text = "前言很长。" * 40 + "三萬冊圖書在館內。" + "後話也長。" * 40
    start = text.index("三萬冊")
    held = prepared({"question": "多少书?", "passage": text, "start": start, "end": start + 3})
    for seed in range(4):
        assert read_rows(first_batch(held, seed=seed), tokenizer)[0][2] == "三万册"


def test_wrong_passages_are_the_lessons_own_or_others(tokenizer: Tokenizer) -> None:
    asked = "在什么地方可以看见大海?"
    held = prepared(
        {"question": "谁?", "passage": "甲说话。", "wrong": ["乙。", "丙。", "丁。"]},
        {"question": asked, "passage": "在山上。"},
    )
    own, others = set(), set()
    for seed in range(6):
        batch = first_batch(held, 2, seed)
        is_long = batch.asked == len(read_question(tokenizer, asked))
        rows = read_rows(batch, tokenizer)
        for row in range(batch.lessons, len(rows)):
            (others if is_long[row] else own).add(rows[row][1])
    assert own == {"乙.", "丙.", "丁."} and others <= {"甲说话.", "在山上."}


def test_an_excerpt_is_shown_whole(tokenizer: Tokenizer) -> None:
    """It is what search cut out, below its place."""
    excerpt = "《说明》目录\n" + "".join(SENTENCES[:30])
    held = prepared(
        {
            "question": "几件事?",
            "passage": excerpt,
            "start": 60,
            "end": 63,
            "wrong": [excerpt] * WRONG_READ,
            "is_excerpt": True,
        }
    )
    for seed in range(4):
        rows = read_rows(first_batch(held, seed=seed), tokenizer)
        assert {passage for _, passage, _ in rows} == {folded(excerpt).replace("\n", "")}


def test_no_more_is_shown_of_an_excerpt_than_the_reader_reads() -> None:
    said = "这句话没有句号," * 200
    asked = {"question": "几件事?", "passage": said, "is_excerpt": True}
    held = prepared({**asked, "start": 2, "end": 4}, {**asked, "start": 1500, "end": 1504})
    assert len(held) == 1
    assert int(first_batch(held).read[0]) == LONGEST_READ


def test_what_no_passage_answers_teaches_to_say_so(tokenizer: Tokenizer) -> None:
    lessons = [{"question": "谁?", "passage": SENTENCES[1], "is_answered": n > 0} for n in range(2)]
    silent, answered = (first_batch(prepared(lesson)) for lesson in lessons)
    assert (silent.answered.tolist(), answered.answered.tolist()) == ([0], [1])
    even, length = torch.zeros(silent.ids.shape), silent.ids.shape[1]
    sure = torch.full((1 + WRONG_READ,), -5.0)
    net = _Finds(Found(even, even, torch.zeros(1 + WRONG_READ, length, length), sure))
    assert float(loss_of(net, silent)) < 0.1 < float(loss_of(net, answered))


def test_still_layers_are_not_taught(tokenizer: Tokenizer, lesson: Lesson) -> None:
    net = small_net(tokenizer)
    net.keep_still(1)
    run = started(net, 1e-3)
    before = {name: value.clone() for name, value in run.net.state_dict().items()}
    taught(run, batch_of_lessons([lesson]), 1e-3)
    taught_parts = {
        ".".join(name.split(".")[:2])
        for name, value in run.net.state_dict().items()
        if not torch.equal(before[name], value)
    }
    assert {"layers.1", "judge.weight"} <= taught_parts
    assert not taught_parts & {"layers.0", "norm.weight", "sides.weight", "positions.weight"}


def test_lessons_without_a_token_are_left_out(tokenizer: Tokenizer) -> None:
    held = prepared({"question": "谁?", "passage": "甲。"}, {"question": "谁?", "passage": " "})
    assert len(held) == 1


def test_prepared_lessons_are_read_back_and_made_alike_by_processes(tmp_path: Path) -> None:
    records = [
        {
            "source": "cloze",
            "question": f"第{n}句?",
            "passage": text,
            "start": 1,
            "end": 2,
            "wrong": [],
        }
        for n, text in enumerate(SENTENCES)
    ]
    one, several = (prepare(records, READER_PATH / TOKENS, count) for count in (1, 2))
    several.write(tmp_path / "held.npz")
    for held in (several, Prepared.read(tmp_path / "held.npz")):
        for field in fields(Prepared):
            np.testing.assert_array_equal(getattr(one, field.name), getattr(held, field.name))


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(READER_PATH / "tokenizer.json"))


@pytest.fixture(scope="module")
def lesson(tokenizer: Tokenizer) -> Lesson:
    passage = "圖書館於1987年3月落成。館內藏有三萬冊圖書，供居民閱覽。"
    start = passage.index("三萬冊")
    record = {"question": "藏有多少书?", "passage": passage, "start": start, "end": start + 3}
    made = PairMaker(tokenizer).lesson(record, "冬季的開放時間比夏季短一小時。")
    assert made is not None
    return made


def small_net(tokenizer: Tokenizer, layers: int = 2) -> ReaderNet:
    torch.manual_seed(3)
    net = ReaderNet(tokenizer.get_vocab_size(), layers).eval()
    # At first any end would fit any start.
    torch.nn.init.normal_(net.fit_end.weight, std=0.02)
    return net


def test_only_marked_answers_teach_where_an_answer_stands(
    tokenizer: Tokenizer, lesson: Lesson
) -> None:
    net = small_net(tokenizer)
    right, wrong = lesson
    unmarked = replace(right, start=-1, end=-1)
    with torch.no_grad():
        without = float(loss_of(net, batch_of_lessons([(unmarked, wrong)])))
        assert without < float(loss_of(net, batch_of_lessons([lesson])))


def test_a_batch_reads_each_row_as_if_it_stood_alone(tokenizer: Tokenizer, lesson: Lesson) -> None:
    net = small_net(tokenizer)
    with torch.no_grad():
        together = net(batch_of_lessons([lesson]))
        for row, pair in enumerate(lesson):
            alone = net(batch_of_lessons([(pair, pair)]))
            count = len(pair.question) + len(pair.passage) + 3
            for one, other in zip(together, alone, strict=True):
                part = (slice(count),) * (one.dim() - 1)
                assert torch.allclose(one[row][part], other[0][part], atol=1e-4)


def test_steps_lower_the_loss_and_leave_the_words_as_they_are(
    tokenizer: Tokenizer, lesson: Lesson
) -> None:
    run = started(small_net(tokenizer), 1e-3)
    words = run.net.words.weight.clone()
    batch = batch_of_lessons([lesson])
    losses = [taught(run, batch, 1e-3) for run.step in range(1, 12)]
    assert losses[-1] < losses[0]
    assert torch.equal(words, run.net.words.weight)


def test_a_teacher_is_followed_also_where_no_answer_is_marked(
    tokenizer: Tokenizer, lesson: Lesson
) -> None:
    right, wrong = lesson
    batch = batch_of_lessons([(replace(right, start=-1, end=-1), wrong)])
    run = started(small_net(tokenizer), 1e-3)
    teacher = small_net(tokenizer, layers=3)
    torch.nn.init.normal_(teacher.ends.weight, std=0.3)
    before = {name: value.clone() for name, value in teacher.state_dict().items()}
    run.teachers = [teacher]
    apart = [_apart(run.net, teacher, batch)]
    for run.step in range(1, 31):
        taught(run, batch, 1e-3)
    apart.append(_apart(run.net, teacher, batch))
    assert apart[1] < 0.9 * apart[0]
    assert all(torch.equal(before[name], now) for name, now in teacher.state_dict().items())


@torch.no_grad()
def _apart(net: ReaderNet, other: ReaderNet, batch: Batch) -> float:
    """How far the likelihoods of the first passage's starts are from the other's."""
    first, second = (model.eval()(batch).start[0].softmax(-1) for model in (net, other))
    return float((first - second).abs().sum())


def test_a_net_is_read_back_with_as_many_layers_as_it_has(
    tokenizer: Tokenizer, tmp_path: Path
) -> None:
    write(small_net(tokenizer, layers=3), tmp_path / "reader.safetensors")
    assert len(reader_in(tmp_path / "reader.safetensors").layers) == 3


def test_a_span_is_learnt_as_one(lesson: Lesson) -> None:
    """Two answers of a passage: to join the start of one to the end of the other costs."""
    right, wrong = lesson
    answers = replace(right, start=1, end=2), replace(right, start=5, end=6)
    batch = batch_of_lessons([(answer, wrong) for answer in answers])
    rows, length = batch.ids.shape
    at = len(right.question) + MARKS_BEFORE_PASSAGE
    even = torch.zeros(rows, length)
    losses = []
    for joined in ([(1, 2), (5, 6)], [(1, 6), (5, 2)], [(1, 6), (5, 6)]):
        fit = torch.zeros(rows, length, length)
        for first, last in joined:
            fit[:, at + first, at + last] = 5
        found = Found(even, even, fit, torch.zeros(rows))
        losses.append(float(loss_of(_Finds(found), batch)))
    assert losses[0] < min(losses[1:]) - 1


class _Finds(ReaderNet):
    """Finds what it is told to."""

    def __init__(self, found: Found) -> None:
        super().__init__(1, 1)
        self._found = found

    def forward(self, _: Batch) -> Found:
        return self._found


def test_no_question_is_seen_whole_twice() -> None:
    held = prepared(
        *[{"question": "这一句话说的究竟是几件事?", "passage": SENTENCES[1], "end": 3}] * 16
    )
    batches = islice(Batches(held, 2, seed=1, parts={}), 8)
    asked = {tuple(row.tolist()) for batch in batches for row in batch.ids}
    assert len(asked) > 4


def test_one_question_is_hidden_alike_before_each_passage(tokenizer: Tokenizer) -> None:
    held = prepared({"question": "这一句话说的究竟是几件事?", "passage": SENTENCES[1]})
    for seed in range(5):
        batch = first_batch(held, seed=seed)
        asked = batch.ids[:, 1 : 1 + int(batch.asked[0])]
        assert (asked == asked[0]).all()


def test_an_english_question_is_learnt_with_its_chinese_words() -> None:
    lexicon = Lexicon.from_entries({"library": "图书馆 90", "built": "建 50"})
    question = "when was the library built?"
    whole = asked_text(parse_query(question, lexicon))
    assert set(whole.split()) >= {"图书馆", "建", "library"} and whole.endswith(question)
    some = {text for n in range(3) for text in glossed(question, lexicon, random.Random(n))}
    assert len(some) > 1 and all(text.endswith(question) for text in some)
    assert glossed("图书馆何时建?", lexicon, random.Random(1)) == ["图书馆何时建?"]


def test_batches_hold_lessons_of_like_length() -> None:
    held = prepared(
        *[
            {
                "question": "几件事?",
                "passage": "".join(SENTENCES[: 1 + n % 9]),
                "end": 3,
                "wrong": ["别的事。" * (1 + n % 9)] * WRONG_READ,
            }
            for n in range(32)
        ]
    )
    batches = list(islice(Batches(held, 4, seed=1, parts={}), 8))
    assert all(len(batch.asked) == 4 * (1 + WRONG_READ) for batch in batches)
    widths = {batch.ids.shape[1] for batch in batches}
    assert max(widths) > 1.5 * min(widths)


def test_as_many_passages_stand_beside_the_right_one_as_told() -> None:
    asked = {"question": "几件事?", "passage": "".join(SENTENCES[:3]), "end": 3}
    held = prepared(*[{**asked, "wrong": ["别的事。", "又一件事。"]} for _ in range(4)])
    batch = next(iter(Batches(held, 4, seed=1, parts={}, beside=1)))
    assert len(batch.ids) == 4 * 2
    assert (batch.start[4:] == -1).all() and (batch.start[:4] >= 0).all()


def test_a_source_is_read_in_part(tokenizer: Tokenizer) -> None:
    questions = {"cloze": "几件事?", "cmrc": "说的是什么?"}
    held = prepared(
        *[
            {"question": question, "passage": text, "source": source}
            for text in SENTENCES
            for source, question in questions.items()
        ]
    )
    batches = islice(Batches(held, 2, seed=1, parts={"cloze": 0.0}), 20)
    lengths = {int(count) for batch in batches for count in batch.asked}
    assert lengths == {len(read_question(tokenizer, questions["cmrc"]))}


def test_what_a_name_is_asked_for_by() -> None:
    asked = {_cloze("建筑师是约翰·史密斯.", random.Random(seed)) for seed in range(30)}
    assert any(q and q[0].startswith("建筑师是谁") for q in asked)


def test_the_answer_is_marked_in_the_passage_as_it_was_written(tokenizer: Tokenizer) -> None:
    maker = PairMaker(tokenizer)
    passage = "㈠ 藏有３萬冊圖書。"
    start = passage.index("３萬冊")
    record = {"question": "多少书?", "passage": passage, "start": start, "end": start + 3}
    lesson = maker.lesson(record, "别的。")
    assert lesson is not None
    right, wrong = lesson
    read = right.passage
    assert read.text[read.starts[right.start] : read.ends[right.end]] == "3万册"
    assert (wrong.start, wrong.end) == (-1, -1)


def test_the_exported_graph_computes_what_torch_was_trained_to(
    tokenizer: Tokenizer, lesson: Lesson, tmp_path: Path
) -> None:
    net = small_net(tokenizer)
    with torch.no_grad():
        # The graph keeps words in four bits; these are such words.
        rows = net.words.weight.numpy().reshape(len(net.words.weight), -1, 32)
        whole, scales = quarters(rows)
        net.words.weight.copy_(torch.from_numpy(whole * scales[..., None]).view(-1, WIDTH))
        start, end, fit, verdict = net(batch_of_lessons([lesson]))
    weights = {name: value.detach().numpy() for name, value in net.state_dict().items()}
    onnx.save(model_of(weights), tmp_path / "model.onnx")
    product = ProductNet(tmp_path / "model.onnx")
    for row, pair in enumerate(lesson):
        logits = product.read(pair.question, pair.passage)
        read = slice(len(pair.question) + 3, len(pair.question) + 3 + len(pair.passage))
        np.testing.assert_allclose(logits.spans.start, start[row, read].numpy(), atol=1e-4)
        np.testing.assert_allclose(logits.spans.end, end[row, read].numpy(), atol=1e-4)
        np.testing.assert_allclose(logits.spans.fit, fit[row, read, read].numpy(), atol=1e-4)
        assert logits.answerability == pytest.approx(float(verdict[row]), abs=1e-4)


def test_whole_numbers_change_little(tokenizer: Tokenizer, lesson: Lesson, tmp_path: Path) -> None:
    weights = {
        name: value.detach().numpy() for name, value in small_net(tokenizer).state_dict().items()
    }
    # One input of a map far louder than the others.
    weights["layers.0.attention_norm.weight"] = weights["layers.0.attention_norm.weight"].copy()
    weights["layers.0.attention_norm.weight"][7] = 40
    heard = loudness(weights, lesson)
    assert heard["layers.0.widen"].argmax() == 7 and len(heard["layers.0.narrow"]) == 4 * WIDTH
    starts = []
    for loudest in (None, heard):
        onnx.save(model_of(weights, loudest), tmp_path / "model.onnx")
        product = ProductNet(tmp_path / "model.onnx")
        starts.append(product.read(lesson[0].question, lesson[0].passage).spans.start)
    assert np.corrcoef(*starts)[0, 1] > 0.99


def test_the_bundled_graph_gives_its_weights_back(
    tokenizer: Tokenizer, lesson: Lesson, tmp_path: Path
) -> None:
    """As the numbers that its few bits stand for: what is taught further reads as it did."""
    weights = {name: w.numpy() for name, w in small_net(tokenizer).state_dict().items()}
    export(weights, lesson, READER_PATH / TOKENS, tmp_path)
    again = imported(onnx.load(tmp_path / "model.onnx"))
    assert again.keys() == weights.keys()
    for name, values in weights.items():
        assert np.abs(again[name] - values).max() <= 0.15 * np.abs(values).max(), name
    exported = ProductNet(tmp_path / "model.onnx").read(lesson[0].question, lesson[0].passage)
    net = small_net(tokenizer)
    net.load_state_dict({name: torch.tensor(values) for name, values in again.items()})
    with torch.no_grad():
        verdict = net(batch_of_lessons([lesson])).verdict
    assert exported.answerability == pytest.approx(float(verdict[0]), abs=0.05)


def test_four_bits_that_were_stored_so_come_back() -> None:
    chance = np.random.default_rng(2)
    whole = chance.integers(-8, 8, (3, 2, 32))
    whole[..., 0] = -8
    blocks = (whole * chance.normal(size=(3, 2, 1))).astype(np.float32)
    again, scales = quarters(blocks)
    np.testing.assert_allclose(again * scales[..., None], blocks, rtol=1e-6)


def test_what_was_trained_is_exported_and_read(
    tokenizer: Tokenizer, lesson: Lesson, tmp_path: Path
) -> None:
    net = small_net(tokenizer)
    write(net, tmp_path / "reader.safetensors")
    weights = load_file(tmp_path / "reader.safetensors")
    small_net(tokenizer).load_state_dict(weights)
    arrays = {name: value.numpy() for name, value in weights.items()}
    export(arrays, lesson, READER_PATH / "tokenizer.json", tmp_path / "out")
    reader = load_bundled_reader(tmp_path / "out")
    assert reader.name.startswith("bundled-reader@")
    (reading,) = reader.read(Query("几人?", "几人?", "zh", ()), ["五人。九人。"])
    assert len(reading.spans) == 2


def test_a_packed_model_is_read_as_it_is_described(tmp_path: Path) -> None:
    file = tmp_path / "small.bin"
    file.write_bytes(packed_model())
    body = read_body(file)
    assert (body.width, body.layers, body.heads) == (32, 1, 2)
    assert body.tokens == ("<s>", "社区") and body.scores == (0.0, -1.5)
    np.testing.assert_array_equal(body.tensors["plain"], np.array([1, 2], np.float32))
    # The low halves of the bytes come first; 8 stands for nothing.
    assert body.tensors["quarters"].tolist() == [0.5 * (n - 8) for n in (*[3] * 16, *[12] * 16)]
    file.write_bytes(b"GGUF" + packed_model()[4:])
    with pytest.raises(ValueError, match="is not a packed model"):
        read_body(file)


def packed_model() -> bytes:
    names = "<s>社区".encode()
    head = b"E5S1" + struct.pack("<I7ifi", 1, 32, 1, 2, 128, 2, 8, 2, 1e-12, 32)
    head += struct.pack("<5iQ3I2f", 2, 0, 0, 0, 0, len(names), 0, 3, len(names), 0.0, -1.5)
    head += names + struct.pack("<iI", 0, 0) + struct.pack("<i", 2)
    plain = np.array([1, 2], "<f4").tobytes()
    block = np.array([0.5], "<f2").tobytes() + bytes([3 | 12 << 4] * 16)
    entries = (("plain", 0, 2, plain), ("quarters", 1, 32, block))
    place = len(head) + sum(2 + len(name) + 1 + 4 + 16 for name, *_ in entries)
    for name, kind, count, held in entries:
        head += struct.pack("<H", len(name)) + name.encode()
        head += struct.pack("<BIQQ", kind, count, place, len(held))
        place += len(held)
    return head + plain + block


def test_readers_are_averaged(tokenizer: Tokenizer, tmp_path: Path) -> None:
    files = [tmp_path / "one.safetensors", tmp_path / "other.safetensors"]
    for number, file in enumerate(files):
        net = small_net(tokenizer)
        with torch.no_grad():
            net.ends.bias.fill_(number)
        write(net, file)
    average(files, tmp_path / "mean.safetensors", [1, 3])
    mean = reader_in(tmp_path / "mean.safetensors")
    assert mean.ends.bias.tolist() == [0.75, 0.75]
    assert torch.allclose(mean.ends.weight, net.ends.weight)


def test_readers_of_unlike_depth_are_not_averaged(tokenizer: Tokenizer, tmp_path: Path) -> None:
    files = [tmp_path / "two.safetensors", tmp_path / "three.safetensors"]
    for layers, file in zip((2, 3), files, strict=True):
        write(small_net(tokenizer, layers), file)
    with pytest.raises(RuntimeError, match=r"layers\.2"):
        average(files, tmp_path / "mean.safetensors", [1, 1])
