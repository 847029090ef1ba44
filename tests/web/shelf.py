"""A small shelf for the page: a Traditional, a Simplified, an English and a hostile document."""

from __future__ import annotations

from dataclasses import replace

from rag.corpus import ParsedDocument, parse_document, parse_text
from rag.encode import bundled_lexicon
from rag.engine import Engine
from rag.index import build_in_memory
from rag.search import Searcher
from rag.text import Span
from rag.types import Document, RemovedLine
from tests.fakes import HashEncoder

GARDEN = """公園管理辦法

一、管理原則

管理公園,應遵守下列三項原則:

1.安全第一

設施每月檢查一次,損壞的設施立即停用。

2.開放共享

公園全年開放,不收門票。

3.愛護草木

以園藝隊為主體,由園長負責補種。

二、名詞

(1)遊客。遊客就是進入公園的人。

(2)設施。設施是指座椅、步道和照明。"""

POND = """一、总则

池塘每年清淤一次。

二、禁令

不得在池塘钓鱼。"""

ENGLISH = """Article 1 Purpose

This ordinance keeps the lake clean.

Article 2 Boats

Rowing boats are free of charge."""

# Everything that a page might be fooled into running, rendering or fetching.
ATTACKS = (
    "<script>window.attacked='script'</script>",
    "<img src=x onerror=\"window.attacked='img'\">",
    "<svg onload=\"window.attacked='svg'\"></svg>",
    "<iframe srcdoc=\"<script>parent.attacked='iframe'</script>\"></iframe>",
    '"><b onmouseover="window.attacked=\'attribute\'">',
    "' autofocus onfocus='window.attacked=1",
    "[link](javascript:window.attacked='markdown') ![pixel](http://198.51.100.7/leak.png)",
    "${window.attacked='template'} {{constructor.constructor('window.attacked=1')()}} @children",
    "</textarea></title></style><script>window.attacked='closing'</script>",
)
HOSTILE = "一、攻擊\n\n" + "\n\n".join(f"{attack} 水塔" for attack in ATTACKS)


def parsed_shelf() -> list[ParsedDocument]:
    """The documents, parsed."""
    garden = Document(
        "garden",
        "公園管理辦法",
        GARDEN,
        "zh-Hant",
        author="市政府",
        year="2020",
        url="https://example.org/garden",
        notes=("一/2 「不收門票」:原文如此。", "全文未改。"),
        removed=(RemovedLine(Span(0, 4), "某某書網", "site banner"),),
    )
    hostile_title = f"水塔 {ATTACKS[1]}"
    hostile = Document(
        "hostile",
        hostile_title,
        HOSTILE,
        "zh-Hant",
        author=ATTACKS[0],
        url="javascript:window.attacked='url'",
        notes=(ATTACKS[1],),
        removed=(RemovedLine(Span(0, 4), ATTACKS[0], ATTACKS[1]),),
    )
    return [
        parse_document(garden),
        parse_text("pond", POND, title="池塘规定"),
        _in_english(parse_text("lake", ENGLISH, title="Lake Ordinance")),
        parse_document(hostile),
    ]


def shelf() -> Engine:
    """An engine over the shelf, in memory."""
    encoder = HashEncoder(256)
    return Engine(Searcher(build_in_memory(parsed_shelf(), encoder), encoder, bundled_lexicon()))


def _in_english(parsed: ParsedDocument) -> ParsedDocument:
    return replace(parsed, document=replace(parsed.document, language="en"))
