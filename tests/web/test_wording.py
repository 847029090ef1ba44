"""The page speaks three languages, completely."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from rag.text import RemovalReason, render_simplified
from rag.types import AnswerKind
from rag.web.wording import LANGUAGE_NAMES, WORDING, Language, Wording, language_of

SOURCES = "\n".join(
    path.read_text("utf-8") for path in Path(__file__).parents[2].joinpath("rag/web").glob("*.py")
)
# Keys that are put together from parts: what they begin with is in the code.
COMPOSED = tuple(
    "note. kind. script. tab. fact. reason. language. ask. search. style. pack.".split()
)


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("key", WORDING)
def test_every_key_says_something_in_all_three_languages(key: str) -> None:
    row = WORDING[key]
    assert len(row) == len(Language)
    assert all(text.strip() == text and text for text in row)


@pytest.mark.parametrize("key", WORDING)
def test_the_three_languages_have_the_same_blanks(key: str) -> None:
    assert len({frozenset(blanks(text)) for text in WORDING[key]}) == 1


@pytest.mark.parametrize("key", WORDING)
def test_simplified_wording_is_in_simplified_characters(key: str) -> None:
    simplified = WORDING[key][1]
    if not key.startswith("script."):  # these name the other script in its own
        assert render_simplified(simplified) == simplified


@pytest.mark.parametrize("key", WORDING)
def test_chinese_wording_is_punctuated_as_chinese_is_printed(key: str) -> None:
    for text in WORDING[key][:2]:
        assert not re.search(r"[\u4e00-\u9fff}][,:;()!?]|[,:;()!?][\u4e00-\u9fff{]", text)
        assert not re.search("字[體体]", text)


@pytest.mark.parametrize("key", WORDING)
def test_every_wording_is_used(key: str) -> None:
    noun = key.removesuffix(".one").removesuffix(".many")
    assert f'"{key}"' in SOURCES.replace(f'"{key}": (', "") or (
        f'"{noun}"' in SOURCES if noun != key else key.startswith(COMPOSED)
    )


def test_every_key_that_a_view_says_is_there() -> None:
    said = set(re.findall(r'\.say\(\s*"([^"]+)"', SOURCES))
    counted = set(re.findall(r'\.counted\(\s*"([^"]+)"', SOURCES))
    assert said | {f"{noun}.one" for noun in counted} | {f"{noun}.many" for noun in counted} <= (
        WORDING.keys()
    )
    assert len(said) > 40


@pytest.mark.parametrize("language", Language)
def test_every_kind_of_answer_has_a_name(language: Language) -> None:
    names = {Wording(language).kind(kind) for kind in AnswerKind}
    assert len(names) == len(AnswerKind)
    assert language in LANGUAGE_NAMES


def test_every_reason_to_leave_a_line_out_is_worded() -> None:
    worded = {key.removeprefix("reason.") for key in WORDING if key.startswith("reason.")}
    assert worded == set(RemovalReason)


def test_a_name_from_elsewhere_without_wording_is_itself() -> None:
    words = Wording(Language.TRADITIONAL)
    assert words.or_itself("reason", "site banner") == "網站橫幅"
    assert words.or_itself("reason", "torn page") == "torn page"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", Language.ENGLISH),
        ("de-DE,de;q=0.9,en;q=0.8", Language.ENGLISH),
        ("zh-TW,zh;q=0.9,en-US;q=0.8", Language.TRADITIONAL),
        ("zh-Hant-HK", Language.TRADITIONAL),
        ("zh_hk", Language.TRADITIONAL),
        ("zh-CN,zh;q=0.9", Language.SIMPLIFIED),
        ("zh-Hans-SG", Language.SIMPLIFIED),
        ("zh", Language.SIMPLIFIED),
        ("en-GB,zh-TW", Language.ENGLISH),
        ("*;q=;,,", Language.ENGLISH),
    ],
)
def test_the_browsers_first_language_that_fits_is_chosen(header: str, language: Language) -> None:
    assert language_of(header) is language
