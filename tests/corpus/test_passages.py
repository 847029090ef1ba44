from __future__ import annotations

from pathlib import Path

from rag.corpus import parse_text
from rag.text import clean, sentences
from rag.types import Passage

CHAPTER = Path(__file__).parents[2] / "corpus" / "documents" / "chapter.txt"


def passages_at(text: str, address: str) -> list[Passage]:
    return [p for p in parse_text("made-up", text).passages if p.address == address]


def chapter_passage(address: str) -> Passage:
    text = clean(CHAPTER.read_text(encoding="utf-8")).text
    (passage,) = passages_at(text, address)
    return passage


def test_a_passage_is_a_whole_clause_from_its_label_on() -> None:
    passage = chapter_passage("三/2/(1)")
    assert passage.text.startswith("(1)管理有序。管理有序就是")
    assert passage.text.endswith("運轉協調。")


def test_the_path_leads_from_the_title_to_the_clause() -> None:
    assert chapter_passage("三/2/(1)").path == (
        "第二節 我國社區建設的基本原則和目標任務",
        "社區建設的目標",
        "基本目標",
        "管理有序",
    )


def test_a_parent_keeps_its_heading_and_introduction_only() -> None:
    passage = chapter_passage("二")
    assert passage.text.split() == [
        "二、社區建設的基本原則",
        "搞好社區建設,要堅持以下五項基本原則:",
    ]


def test_an_item_of_an_article_has_the_article_s_introduction_as_its_context() -> None:
    text = "公園法\n第三條 有下列情形之一者,得關閉公園:\n一、颱風。\n二、地震。"
    (passage,) = passages_at(text, "第三條/二")
    assert passage.path == ("公園法", "有下列情形之一者,得關閉公園:")
    assert passage.heading == ""


def test_a_long_clause_is_cut_only_between_sentences_into_even_pieces() -> None:
    sentence = "社區應當每年公開收支,並接受居民的監督和意見。"
    text = "第一條 " + sentence * 40 + "\n第二條 完。"
    pieces = passages_at(text, "第一條")
    assert len(pieces) == -(-len(text) // 400)
    ends = {span.end for span in sentences(text)}
    assert all(piece.span.end in ends for piece in pieces)
    lengths = [len(piece.text) for piece in pieces]
    assert min(lengths) > max(lengths) / 2


def test_a_sentence_is_not_cut_as_long_as_anyone_writes_it() -> None:
    text = "一、" + "很長的一句話，" * 200 + "完。"
    (passage,) = passages_at(text, "一")
    assert passage.text == text


def test_what_has_no_stop_is_cut_behind_commas_and_loses_nothing() -> None:
    text = "一、" + "很長的一句話，" * 1000 + "完。"
    pieces = passages_at(text, "一")
    assert "".join(piece.text for piece in pieces) == text
    assert max(len(piece.text) for piece in pieces) <= 2000
    assert all(piece.text.endswith("，") for piece in pieces[:-1])


def test_what_has_no_comma_either_is_cut_by_length() -> None:
    text = "一、" + "字" * 5000
    assert [len(piece.text) for piece in passages_at(text, "一")] == [2000, 2000, 1002]


def test_text_cited_as_it_is_keeps_every_character() -> None:
    text = "\ufeff  官網_歡迎收藏!\r\n\r\n第一條 好。\r\n"
    parsed = parse_text("made-up", text, title="給定的題目")
    assert parsed.document.text == text
    assert parsed.document.title == "給定的題目"


def test_language_is_read_from_the_script() -> None:
    texts = ("社區建設的目標", "社区建设的目标", "The goals of the community")
    languages = [parse_text("made-up", text).document.language for text in texts]
    assert languages == ["zh-Hant", "zh-Hans", "en"]
