"""Texts made of the lines that documents are made of, for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

HEADS = [
    *(f"第{n}{unit} 總則" for n in "一二三十" for unit in "編章節条"),
    *(f"第 {n} 條" for n in (1, 2, 3, "3-1", 12)),
    *(f"{n}、目標" for n in "壹貳一二三四甲乙"),
    *(f"({n})內容" for n in ("一", "二", 1, 2, "a", "b", "i", "ii")),
    *(f"{n}{stop}總體目標" for n in (1, 2, 3, "２", "1.1", "1.2") for stop in ("", ".", "、", ")")),
    *(f"{mark}調查" for mark in "①②⑴㈠⒈Ⅰ"),
    *("A. First", "B. Second", "Article 1", "Article 2 Aims", "Chapter I", "Part II", "附件一"),
    *("# Guide", "## Setup", "## 第一章 總則", "目錄", "1500戶", "2019年", "3.5億", "第一項之規定"),
]
BODIES = [
    "為了公開,制定本法。",
    "應具備下列條件:",
    "管理有序。管理有序就是職責明確。",
    "(刪除)",
    "前項規定,準用之。" * 60,
    "The city provides the means. It reports each year.",
    "沒有句號的一行",
    "𠀀𠀁 rare Han and a combining mark é",
]
LINES = st.one_of(
    st.sampled_from(HEADS),
    st.sampled_from(BODIES),
    st.builds(lambda head, body: head + body, st.sampled_from(HEADS), st.sampled_from(BODIES)),
    st.text(alphabet="一二條第章1()（）、.:# \u3000A。甲", max_size=10),
)
LINE_LISTS = st.lists(LINES, max_size=25)
