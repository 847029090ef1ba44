"""Laws of folding: lengths, offsets, both scripts alike."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import jieba
import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text import Span, fold, folded, render_simplified, render_traditional

HARD_CHARACTERS = (
    "㈠℃…ﬁⅣ①％Ａｂ「」『』“”、。，；：（）　e\u0301\u0307İßǅ社會區裡著於身分覆核\n 1.a"
    "\U000e0100\ufe0f"
)
# Without the characters whose folding depends on their neighbors.
CONTEXT_FREE = [c for c in HARD_CHARACTERS if c not in "著身分覆核\u0301\u0307\U000e0100\ufe0f"]
TEXTS = st.text(st.sampled_from(HARD_CHARACTERS) | st.characters(codec="utf-8"), max_size=60)
DICTIONARIES = sorted((Path(opencc.__file__).parent / "clib/share/opencc").glob("*.ocd2"))


@given(TEXTS)
def test_every_folded_character_points_at_source_characters_in_order(text: str) -> None:
    view = fold(text)
    ranges = list(zip(view.offsets.starts, view.offsets.ends, strict=True))
    assert all(0 <= start < end <= len(text) for start, end in ranges)
    assert ranges == sorted(ranges)
    covered = {position for start, end in ranges for position in range(start, end)}
    assert covered == set(range(len(text)))


@given(st.text(st.sampled_from(CONTEXT_FREE), max_size=40), st.data())
def test_a_mapped_span_quotes_the_same_words(text: str, data: st.DataObject) -> None:
    view = fold(text)
    if not view.text:
        return
    start = data.draw(st.integers(0, len(view.text) - 1))
    end = data.draw(st.integers(start + 1, len(view.text)))
    source = view.offsets.to_source(Span(start, end)).of(text)
    assert view.text[start:end] in folded(source)


@given(TEXTS)
def test_folding_with_and_without_the_map_agree(text: str) -> None:
    assert fold(text).text == folded(text)


def dictionary_words(path: Path) -> list[str]:
    """Both sides of every entry of an OpenCC dictionary."""
    binary = Path(opencc.__file__).parent / "clib/bin/opencc_dict"
    listing = subprocess.run(
        [binary, "-i", path, "-o", "/dev/stdout", "-f", "ocd2", "-t", "text"],
        capture_output=True,
        check=True,
    )
    return listing.stdout.decode("utf-8").replace("\t", "\n").replace(" ", "\n").splitlines()


def test_there_are_dictionaries_to_check() -> None:
    assert len(DICTIONARIES) >= 20


@pytest.mark.parametrize("path", DICTIONARIES, ids=lambda path: path.stem)
def test_simplifying_keeps_the_length_of_every_dictionary_word(path: Path) -> None:
    words = dictionary_words(path)
    assert words
    simplified = render_simplified("\n".join(words)).split("\n")
    assert [w for w, s in zip(words, simplified, strict=True) if len(w) != len(s)] == []


def test_simplifying_keeps_the_length_of_every_character() -> None:
    surrogates = range(0xD800, 0xE000)
    characters = [chr(c) for c in range(sys.maxunicode + 1) if c not in surrogates and c != 0]
    simplified = [render_simplified(c) for c in characters[:0x30000]]
    assert [c for c, s in zip(characters, simplified, strict=False) if len(s) != 1] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("社區建設", "社区建设"),
        ("（一）１．", "(一)1."),
        ("「以人為本」", "“以人为本”"),
        ("身分證", "身份证"),
        ("隨著", "随着"),
        ("ＷＴＯ", "wto"),
        ("擴大民主、居民自治", "扩大民主,居民自治"),
        ("㈠", "(一)"),
        ("論著", "论着"),
        ("醫院坐落於此", "医院座落于此"),
        ("葛\U000e0100城", "葛城"),
        ("☎\ufe0f ①\ufe0e", "☎ 1"),
        ("e\ufe0f\u0301", "é"),
    ],
)
def test_writings_of_one_thing_fold_alike(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(("one", "other"), [("作着", "作者"), ("社區", "社群"), ("資訊", "信息")])
def test_different_words_stay_different(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@pytest.mark.parametrize("conversion", ["s2t", "s2tw", "s2hk", "t2s", "tw2s", "hk2s"])
def test_a_common_word_folds_like_its_conversion(conversion: str) -> None:
    jieba.initialize()
    convert = opencc.OpenCC(conversion).convert
    common = [word for word, count in jieba.dt.FREQ.items() if count >= 5]
    assert len(common) > 100_000
    assert [word for word in common if folded(word) != folded(convert(word))] == []


def test_a_variation_selector_is_quoted_with_its_character() -> None:
    text = "在葛\U000e0100城。"
    view = fold(text)
    assert view.text == "在葛城."
    assert view.offsets.to_source(Span(1, 3)).of(text) == "葛\U000e0100城"
    assert view.offsets.to_source(Span(2, 3)).of(text) == "城"


def test_a_variation_selector_alone_stays() -> None:
    assert folded("\ufe0f") == "\ufe0f"


def test_renderings_keep_lengths_so_that_highlights_survive() -> None:
    text = Path(__file__).parents[2].joinpath("corpus/documents/chapter.txt").read_text("utf-8")
    assert len(render_simplified(text)) == len(text) == len(render_traditional(text))
