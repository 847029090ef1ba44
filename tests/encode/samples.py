"""Texts that every bundled encoder is tried on."""

from __future__ import annotations

from hypothesis import strategies as st

TEXTS = [
    "社區建設的目標是什麼？",
    "社区建设要以人为本,服务居民。",
    "What is the goal of community building?",
    "居民 committee 選舉 2024",
    "",
    "。。。",
    "天氣預報說明天下雨。" * 2_000,
]
# Of these short texts are made.
characters = st.text(alphabet="社區居民委員會建設管理的ab 12,。é\n", max_size=40)
