"""The bundled reader: what it sees of texts, that it runs as it was trained, and what it marks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.encode import bundled_encoder, bundled_lexicon, bundled_reader
from rag.encode.reader import LONGEST_READ, READER_PATH, best_span
from rag.encode.reader_net import MODELING, READING, ReaderNet
from rag.encode.reader_text import (
    SHARED_FEATURES,
    ReaderLists,
    ReadText,
    TextReader,
    part_of,
    shared_features,
    word_credits,
)
from rag.search.parse import parse_query
from rag.text import folded, render_simplified, sentences
from rag.types import Query

PASSAGE = "居民委員會由主任、副主任和委員共五至九人組成。\n每屆任期五年，其成員可以連選連任。"
ANYTHING = st.text(
    alphabet=st.one_of(st.sampled_from("社區居民，。 \n1abcé㈠…𠀀"), st.characters(codec="utf-8")),
    max_size=80,
)


def lists(characters: str) -> ReaderLists:
    """Those characters, and for the encoder's token i the part of speech i % 48."""
    return ReaderLists(characters, (np.arange(100_000) % 48).astype(np.uint8))


def asked(question: str) -> Query:
    return parse_query(question, bundled_lexicon())


@pytest.fixture(scope="module")
def texts() -> TextReader:
    return bundled_encoder().text_reader(lists("的社区"))


@given(ANYTHING)
def test_tokens_hold_every_visible_character_once(text: str) -> None:
    view = folded(text)
    read = bundled_encoder().text_reader(lists("的社区")).read(view)
    tokens = [view[start:end] for start, end in zip(read.starts, read.ends, strict=True)]
    assert "".join(tokens) == "".join(view.split())
    norms = np.linalg.norm(read.vectors, axis=1)
    assert ((np.abs(norms - 1) < 1e-3) | (norms == 0)).all()


def test_features_tell_what_the_two_texts_share(texts: TextReader) -> None:
    one, other = texts.read("社区abc好"), texts.read("社区的abc")
    features = shared_features(one, other)
    assert features.shape == (4, SHARED_FEATURES)
    assert features[:, 0].tolist() == [1, 1, 1, 0]  # 社 区 abc, not 好
    assert features[:, 1].tolist() == [1, 0, 0, 0]  # 社 with 区 after it
    assert features[:, 2].tolist() == [0, 1, 0, 0]  # 区 with 社 before it
    assert features[2, 4] == pytest.approx(1, abs=1e-3)  # abc is as near as can be to abc


def test_parts_say_where_words_begin_and_end(texts: TextReader) -> None:
    read = texts.read("社区abc好")
    social, latin, good = (part // 4 for part in (read.parts[0], *read.parts[2:]))
    assert read.parts[:2].tolist() == [4 * social + 2, 4 * social + 1]  # 社 begins, 区 ends
    assert read.parts[2:].tolist() == [4 * latin + 3, 4 * good + 3]  # one token each
    assert part_of(np.array([7]), np.array([True]), np.array([False])).tolist() == [30]


def test_a_translation_is_credited_where_it_stands(texts: TextReader) -> None:
    credits = word_credits(texts.read("建设社区,社区好"), [("社区", 0.5), ("区", 0.75)])
    assert credits.tolist() == [0, 0, 0.5, 0.75, 0, 0.5, 0.75, 0]


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
    assert max(found.span.end for found in reading.spans) <= LONGEST_READ + len(PASSAGE)


def test_a_question_of_any_length_is_read() -> None:
    (reading,) = bundled_reader().read(asked("社區" * 900 + "任期幾年?"), [PASSAGE])
    assert len(reading.spans) == 2


def test_best_span_equals_trying_them_all() -> None:
    random = np.random.default_rng(4)
    for length in (1, 5, 100):
        start, end = random.normal(size=(2, length)).astype(np.float32)
        tried = [
            (start[i] + end[j], i, j) for i in range(length) for j in range(i, min(i + 80, length))
        ]
        assert best_span(start, end)[2] == pytest.approx(max(tried)[0])


def test_numpy_computes_what_torch_was_trained_to() -> None:
    import torch

    from training import reader_model
    from training.reader_batches import side

    assert (READING, MODELING) == (reader_model.READING, reader_model.MODELING)
    torch.manual_seed(1)
    net = reader_model.ReaderNet(10, width=16).eval()
    weights = {name: value.numpy() for name, value in net.state_dict().items()}
    texts = bundled_encoder().text_reader(lists("社区居民委员会"))
    question, passage = texts.read("社区有多少人?"), texts.read(folded(PASSAGE))
    both = (shared_features(question, passage), shared_features(passage, question))
    ours = ReaderNet(weights).read(question, passage, *both)
    with torch.no_grad():
        start, end, verdict = net(
            side([question], [both[0]], "cpu"), side([passage], [both[1]], "cpu")
        )
    np.testing.assert_allclose(ours.start, start[0].numpy(), atol=1e-4)
    np.testing.assert_allclose(ours.end, end[0].numpy(), atol=1e-4)
    assert ours.answerability == pytest.approx(float(verdict[0]), abs=1e-4)


def test_the_bundled_reader_finds_the_number_that_is_asked_for() -> None:
    (reading,) = bundled_reader().read(asked("居民委员会由多少人组成?"), [PASSAGE])
    assert reading.spans[0].span.of(PASSAGE).endswith("九人")


def test_the_weights_are_small_enough_to_bundle() -> None:
    assert sum(file.stat().st_size for file in READER_PATH.iterdir()) < 25_000_000


def test_a_text_without_tokens_has_no_features(texts: TextReader) -> None:
    nothing = texts.read(" ")
    assert isinstance(nothing, ReadText) and len(nothing) == 0
    assert shared_features(nothing, texts.read("社区")).shape == (0, SHARED_FEATURES)
