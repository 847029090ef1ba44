"""Learning the sentence weights: what tells the right sentence gets a weight, noise does not."""

from __future__ import annotations

from dataclasses import fields

import numpy as np

from rag.answer.sentence_score import SentenceFeatures
from training.train_sentences import Lesson, accuracy, learn, lessons_of

WIDTH = len(fields(SentenceFeatures))


def lesson(generator: np.random.Generator) -> Lesson:
    """Ten sentences: the right one is high in the first fact, all else is noise."""
    features = generator.random((10, WIDTH)) * 0.5
    right = np.zeros(10)
    right[generator.integers(10)] = 1.0
    features[right == 1.0, 0] += 0.6
    return Lesson(features, right)


def test_the_telling_fact_is_found() -> None:
    generator = np.random.default_rng(7)
    lessons = [lesson(generator) for _ in range(60)]
    weights = learn(lessons[:40])
    assert int(np.argmax(weights)) == 0
    assert accuracy(lessons[40:], weights) > 0.9
    assert accuracy(lessons[40:], -weights) < 0.2


def test_lessons_mark_the_sentence_that_holds_the_answer() -> None:
    records = [
        {
            "context": "圖書館每天九時開門。圖書館在東門旁邊。",
            "question": "圖書館在哪裡?",
            "answers": ["東門旁邊"],
        }
    ]
    learnt_from, held_out = lessons_of(records, 5)
    (only,) = learnt_from + held_out
    assert only.right.sum() == 1
    assert only.features.shape == (len(only.right), WIDTH)
