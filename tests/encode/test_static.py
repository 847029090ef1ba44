"""The bundled words: a vector for each, and texts as their mean."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.encode.static import STATIC_PATH, StaticEncoder, load_static_encoder
from rag.text import render_simplified
from tests.encode.samples import TEXTS, characters


@pytest.fixture(scope="module")
def words() -> StaticEncoder:
    return load_static_encoder(STATIC_PATH, "words")


def test_means_are_unit_rows_and_unknown_text_is_zero(words: StaticEncoder) -> None:
    vectors = words.encode(TEXTS)
    assert vectors.dtype == np.float32 and vectors.shape == (len(TEXTS), words.dim)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1, 1, 0, 0, 1], abs=1e-5)
    assert words.encode([]).shape == (0, words.dim)


@given(st.lists(characters, min_size=1, max_size=4))
def test_a_text_encodes_alike_alone_in_a_batch_and_simplified(texts: list[str]) -> None:
    words = load_static_encoder(STATIC_PATH, "words")
    together = words.encode(texts)
    assert np.array_equal(together, np.concatenate([words.encode([text]) for text in texts]))
    assert np.array_equal(together, words.encode([render_simplified(text) for text in texts]))


def test_tokens_are_those_of_the_mean_and_blind_to_script(words: StaticEncoder) -> None:
    text = "社區居民委員會的職責"
    (one,), (other,) = words.tokens([text]), words.tokens([render_simplified(text)])
    assert np.array_equal(one.units, other.units) and np.array_equal(one.weights, other.weights)
    assert np.allclose(np.linalg.norm(one.units, axis=1), 1, atol=1e-5)
    mean = one.weights @ one.units
    assert float(mean / np.linalg.norm(mean) @ words.encode([text])[0]) == pytest.approx(1)
    assert len(words.tokens([""])[0].weights) == 0


@pytest.mark.parametrize(
    ("asked", "right", "wrong"),
    [("mayor", "市长", "医院"), ("vaccine", "疫苗", "预算")],
)
def test_a_word_is_nearer_to_its_translation(
    words: StaticEncoder, asked: str, right: str, wrong: str
) -> None:
    one, good, bad = words.encode([asked, right, wrong])
    assert one @ good > one @ bad + 0.1


def test_vectors_and_tokens_of_different_number_are_refused(words: StaticEncoder) -> None:
    with pytest.raises(ValueError, match="3 vectors"):
        StaticEncoder(
            "broken",
            words._tokenizer,
            np.zeros((3, 4), dtype=np.int8),
            np.ones(3, dtype=np.float32),
        )
