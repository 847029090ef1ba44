"""The lexicon: what it finds, in which forms, and that its entries are what they say."""

from __future__ import annotations

import pytest

from rag.encode import Lexicon, bundled_lexicon
from rag.encode.lexicon import LEXICON_PATH, load_lexicon
from rag.text import is_han

EVERYDAY = [
    ("mayor", "市长"),
    ("hospital", "医院"),
    ("budget", "预算"),
    ("wage", "工资"),
    ("weather", "天气"),
    ("vaccine", "疫苗"),
    ("market", "市场"),
]
POLICY = [
    ("community", "社区"),
    ("construction", "建设"),
    ("principle", "原则"),
    ("goal", "目标"),
    ("task", "任务"),
    ("resident", "居民"),
    ("neighborhood", "社区"),
    ("committee", "委员会"),
    ("autonomy", "自治"),
    ("democracy", "民主"),
    ("volunteer", "志愿"),
    ("grassroots", "基层"),
]


@pytest.mark.parametrize(("english", "chinese"), EVERYDAY + POLICY)
def test_bundled_lexicon_knows_everyday_and_policy_words(english: str, chinese: str) -> None:
    assert chinese in dict(bundled_lexicon().translations(english))


@pytest.mark.parametrize(
    ("form", "base"),
    [
        ("budgets", "budget"),
        ("policies", "policy"),
        ("neighbourhoods", "neighborhood"),
        ("churches", "church"),
        ("vaccinates", "vaccinate"),
    ],
)
def test_a_form_translates_as_its_base_form(form: str, base: str) -> None:
    lexicon = bundled_lexicon()
    assert lexicon.translations(form) == lexicon.translations(base) != ()


def test_unknown_words_have_no_translation() -> None:
    lexicon = bundled_lexicon()
    assert [lexicon.translations(word) for word in ("qwxzj", "", "社区", "the")] == [()] * 4


def test_every_listed_word_is_found_and_no_other() -> None:
    words = ["a", "a b", "ab", "b", "z", "é"]
    lexicon = Lexicon.from_entries({word: f"甲 {i + 1}" for i, word in enumerate(words)})
    assert [lexicon.translations(word) for word in words] == [
        (("甲", (i + 1) / 100),) for i in range(len(words))
    ]
    assert list(lexicon) == words and len(lexicon) == len(words)
    assert not any(word in lexicon for word in ("", "aa", "a c", "c", "zz", "A"))


def test_every_entry_is_chinese_with_falling_probabilities() -> None:
    lexicon = load_lexicon(LEXICON_PATH)
    assert len(lexicon) > 40_000
    for english in lexicon:
        translations = lexicon.translations(english)
        probabilities = [probability for _, probability in translations]
        assert probabilities == sorted(probabilities, reverse=True), english
        assert 0 < sum(probabilities) < 1.05, english
        for word, _ in translations:
            assert is_han(word), english
