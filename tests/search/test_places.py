"""Places that name their document are told apart from what only looks like many of them."""

from __future__ import annotations

import time

from rag.corpus import parse_text
from rag.index import build_in_memory
from rag.search import place_named
from tests.fakes import HashEncoder


def test_a_long_row_of_addresses_is_no_place_and_is_read_at_once() -> None:
    encoder = HashEncoder(16)
    store = build_in_memory([parse_text("pool", "一、總則\n池塘。")], encoder)
    started = time.perf_counter()
    assert place_named("二/4 " * 400, store.documents()) is None
    assert time.perf_counter() - started < 1.0
    assert place_named("pool 第三章 第一節 第十二條", store.documents()) is not None
