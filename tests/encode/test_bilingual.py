"""The bundled encoder of texts: its laws, and what it must know."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.encode import bundled_encoder, load_encoder, source_of
from rag.encode.conv import GAP, ROWS, pack
from rag.text import render_simplified
from tests.encode.samples import TEXTS, characters


def test_vectors_are_unit_rows_and_a_text_without_words_is_zero() -> None:
    vectors = bundled_encoder().encode(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), bundled_encoder().dim)
    norms = np.linalg.norm(vectors, axis=1)
    assert norms == pytest.approx([1, 1, 1, 1, 0, 0, 1], abs=1e-5)


def test_no_texts_are_no_rows() -> None:
    assert bundled_encoder().encode([]).shape == (0, bundled_encoder().dim)


@given(st.lists(characters, min_size=1, max_size=4))
def test_a_text_encodes_alike_alone_and_in_a_batch(texts: list[str]) -> None:
    encoder = bundled_encoder()
    together = encoder.encode(texts)
    alone = np.concatenate([encoder.encode([text]) for text in texts])
    assert np.array_equal(together, alone)


@given(characters)
def test_a_text_and_its_simplified_form_encode_alike(text: str) -> None:
    traditional, simplified = bundled_encoder().encode([text, render_simplified(text)])
    assert np.array_equal(traditional, simplified)


def test_many_texts_encode_as_each_does() -> None:
    encoder = bundled_encoder()
    texts = [f"第{number}條 社區居民" * (1 + number % 40) for number in range(100)]
    assert np.array_equal(
        encoder.encode(texts), np.concatenate([encoder.encode([t]) for t in texts])
    )


def test_the_order_of_words_counts() -> None:
    one, other = bundled_encoder().encode(["居民監督幹部", "幹部監督居民"])
    assert one @ other < 0.999


def test_a_long_text_is_read_to_its_end() -> None:
    long = "天氣預報說明天下雨。" * 200
    encoder = bundled_encoder()
    asked, plain, ended = encoder.encode(["居民委員會", long, long + "居民委員會的選舉。" * 100])
    assert asked @ ended > asked @ plain + 0.1


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        ("mayor", "市长", "医院"),
        ("vaccine", "疫苗", "预算"),
        ("How is the weather tomorrow?", "明天的天气怎么样？", "这本书多少钱？"),
        ("rights of the child", "儿童的权利", "公司的股份"),
        ("城市的规划由谁负责？", "市人民政府组织编制城市规划。", "本法自公布之日起施行。"),
    ],
)
def test_a_question_is_nearer_to_its_meaning(question: str, right: str, wrong: str) -> None:
    asked, good, bad = bundled_encoder().encode([question, right, wrong])
    assert asked @ good > asked @ bad + 0.1


def test_texts_are_laid_out_with_gaps_and_a_last_row_for_what_is_between() -> None:
    packed = pack([np.array([7, 8, 9]), np.array([5])])
    assert packed.ids.tolist() == [0, 0, 7, 8, 9, 0, 0, 5, 0, 0]
    assert packed.place.tolist() == [15, 15, 0, 0, 0, 15, 15, 1, 15, 15]
    assert packed.inside[:, 0].tolist() == [0, 0, 1, 1, 1, 0, 0, 1, 0, 0]
    assert packed.roots[:3, 0] == pytest.approx([3**0.5, 1, 1]) and len(packed.roots) == ROWS
    assert GAP == 2


def test_the_name_says_model_and_weights_and_leads_back_to_it() -> None:
    name = bundled_encoder().name
    source, _, digests = name.partition("@")
    assert source == "bundled" and [len(part) for part in digests.split("-")] == [8, 8]
    assert source_of(name) is None
    assert load_encoder(source_of(name)) is bundled_encoder()


def test_encoding_imports_no_torch() -> None:
    program = (
        "import sys; from rag.encode import bundled_encoder, bundled_lexicon; "
        "bundled_encoder().encode(['居民']); bundled_lexicon().translations('mayor'); "
        "sys.exit(any(name in sys.modules for name in ('torch', 'transformers', 'jieba')))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
