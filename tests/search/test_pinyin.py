"""Queries in pinyin are read as words of the shelf; English and Han are never read by sound."""

from __future__ import annotations

from typing import Any, cast

import pytest
from pypinyin import Style, lazy_pinyin

from rag.engine import Engine
from rag.index import Store
from rag.search import Searcher
from rag.text import folded, is_han, spelling


def writings(heading: str) -> list[str]:
    """The heading in pinyin: with marks, with numbers, spaced, joined, and by its initials."""
    toneless = spelling(heading)
    return [
        " ".join(lazy_pinyin(heading, style=Style.TONE)),
        " ".join(lazy_pinyin(heading, style=Style.TONE3)),
        " ".join(toneless),
        "".join(toneless),
        "".join(syllable[0] for syllable in toneless),
    ]


def test_pinyin_of_every_heading_finds_it_in_the_first_three(engine: Engine) -> None:
    asked, missed = 0, []
    for section in engine.sections(engine.documents()[0].doc_id):
        heading = "".join(filter(is_han, folded(section.heading)))
        for query in writings(heading) if heading else []:
            asked += 1
            found = [hit.passage.address for hit in engine.search(query, 3)]
            if not any(_is_at_or_below(address, section.address) for address in found):
                missed.append((section.address, query, found))
    assert asked >= 100
    assert missed == []


def _is_at_or_below(address: str, clause: str) -> bool:
    return address == clause or address.startswith(f"{clause}/")


@pytest.mark.parametrize(
    ("question", "chinese"),
    [
        ("shequ jianshe de jiben yuanze you naxie", "社区建设的基本原则有哪些"),
        ("shenme shi wenming xianghe", "什么是文明祥和"),
        ("guanli youxu shi shenme", "管理有序是什么"),
        ("guanli youxu shi shenme yisi", "管理有序是什么意思"),
        ("shequ de guimo yiban bu diyu duoshao hu", "社区的规模一般不低于多少户"),
        ("zenyang diaodong jumin de jijixing", "怎样调动居民的积极性"),
        ("shei qin zi gua shuai", "谁亲自挂帅"),
        ("xian yi hou nan", "先易后难"),
        ("jieguiminyue you shenme yong", "街规民约有什么用"),
    ],
)
def test_a_question_in_pinyin_is_answered_like_the_chinese(
    engine: Engine, question: str, chinese: str
) -> None:
    one, other = engine.ask(question), engine.ask(chinese)
    assert one.evidence.read_as == chinese
    assert one.found
    assert one.sentences == other.sentences


@pytest.mark.parametrize(
    ("query", "han"),
    [
        ("jintian tianqi zenmeyang", "今天天气怎么样"),
        ("jin1tian1 tian1qi4 zen3me yang4", "今天天气怎么样"),
        ("jintiantianqizenmeyang", "今天天气怎么样"),
        ("lvse dianli", "绿色电力"),
        ("Deng Xiaoping lilun", "邓小平理论"),
    ],
)
def test_words_that_the_shelf_lacks_are_read_and_found_lacking(
    engine: Engine, query: str, han: str
) -> None:
    assert engine.searcher.parse(query).read_as == han


def test_a_space_parts_syllables_and_rather_words(engine: Engine) -> None:
    read = [engine.searcher.parse(typed).read_as for typed in ("fāngàn", "fāng àn", "fǎn gǎn")]
    assert read == ["方案", "方案", "反感"]


def test_pinyin_is_read_on_a_shelf_too_large_to_be_spelt() -> None:
    engine = Engine.from_texts({f"n{n}": f"一、園藝\n第{n}種樹。" for n in range(101)})
    assert engine.searcher.parse("zenyang zhongzhi huamu").read_as == "怎样种植花木"


@pytest.mark.parametrize("query", ["shequ jianshe", "shèqū jiànshè", "she4qu1 jian4she4", "sqjs"])
def test_every_writing_of_pinyin_is_read_alike(engine: Engine, query: str) -> None:
    assert engine.searcher.parse(query).read_as == "社区建设"


@pytest.mark.parametrize(
    "query",
    [
        "can we do it",
        "men",
        "she",
        "long",
        "die",
        "gang",
        "you can",
        "she men",
        "long gang",
        "rhythm",
    ],
)
def test_english_is_not_read_as_pinyin(engine: Engine, query: str) -> None:
    assert engine.searcher.parse(query).read_as == ""


@pytest.mark.parametrize("homophones", ["社取减射", "基苯元则", "居泯自至"])
def test_no_han_query_is_matched_by_sound(engine: Engine, homophones: str) -> None:
    query = engine.searcher.parse(homophones)
    assert query.read_as == ""
    assert all(hit.why.keyword_rank is None for hit in engine.searcher.search(query))


def test_what_pinyin_needs_can_be_made_ready_before_a_question(engine: Engine) -> None:
    class Counted:
        def __init__(self) -> None:
            self.asked = 0

        def __getattr__(self, name: str) -> Any:
            self.asked += name == "sections"
            return getattr(engine.searcher.store, name)

    store = Counted()
    searcher = Searcher(cast(Store, store), engine.searcher.encoder, engine.searcher.lexicon)
    searcher.prepare_pinyin()
    before = store.asked
    assert searcher.parse("shequ jianshe").read_as == "社区建设"
    assert store.asked == before > 0


def test_a_search_says_what_pinyin_was_read_as(engine: Engine) -> None:
    assert engine.look_up("shequ jianshe").read_as == "社区建设"
    assert engine.look_up("社區建設").read_as == ""


def test_a_long_run_of_syllables_is_read_quickly_or_not_at_all(engine: Engine) -> None:
    assert engine.searcher.parse("shequ " * 330).folded


def test_a_long_run_that_is_no_pinyin_at_its_end_is_given_up_at_once(engine: Engine) -> None:
    # xian is one syllable or two: there are 2 ** 490 ways to cut so many of them.
    assert engine.searcher.parse("xian" * 490 + "q").read_as == ""
