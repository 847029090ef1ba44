"""How high a law stands: of texts that speak alike to a question, the higher is cited first.

A question that names no place is about the law of the land, but on a shelf of laws each article of
it is repeated, often in words nearer to the question, by the regulations of many places. The order
is that of the Legislation Law of the PRC (2023 amendment, articles 98 to 102): laws, then
regulations of the State Council, then those of places; interpretations by the highest courts stand
beside laws.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from enum import Enum
from itertools import accumulate
from types import MappingProxyType

from rag.index import DocumentSummary
from rag.text import folded


class Rank(Enum):
    """The rank of a document, as its title tells."""

    LAW = "law"
    COURT = "court"
    REGULATION = "regulation"
    LOCAL = "local"
    OTHER = "other"


# What a hit's score is multiplied by. Chosen on 300 questions of LeCoQA's training set, by keywords
# alone over 148,032 articles: recall@10 .443 instead of .391, recall@100 .696 instead of .585.
WORTH: Mapping[Rank, float] = MappingProxyType(
    {Rank.LAW: 1.0, Rank.COURT: 0.8, Rank.REGULATION: 0.68, Rank.LOCAL: 0.48, Rank.OTHER: 1.0}
)

_PROVINCES = (
    "北京|上海|天津|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东"
    "|海南|四川|贵州|云南|陕西|甘肃|青海|内蒙古|广西|西藏|宁夏|新疆"
)
# What titles speak of in general, with or without 省, 市 or 县 behind it.
_NO_PLACE = (
    "直辖|乡镇|全国|国家|中央|地方|农村|城市|城镇|关于|县级|地级|省级"
    "|计划|民族|少数|边境|沿海|贫困|试点"
)
# A name before 市 and the like; not 都市, 上市, 市场, 县级. Only autonomous places have long names.
_PLACE = re.compile(
    rf"(?P<province>{_PROVINCES})"
    rf"|(?!{_NO_PLACE})(?P<autonomous>[^部局院署会的]{{2,8}}?)自治[区州县旗]"
    rf"|(?!{_NO_PLACE})(?P<name>[^部局院署会的]{{2,4}}?)"
    r"(?:省(?![级际])|(?<![都城上超股])市(?![场镇售级])|县(?![级域乡])|(?:经济)?特区)"
)
_COURT = re.compile(r"最高人民法院|最高人民检察院")
_LAW = re.compile(r"(?:法|法典)$")
_REGULATION = re.compile(
    r"(?:条例|规定|办法|细则|规则|决定|决议|解释|通知|意见|批复|准则|守则|标准|规程|通则|编制表|要点)$"
)
_STATE = "中华人民共和国"
_ASIDE = re.compile(r"\([^()]*\)|<|>")


class Standing:
    """How high the documents of a shelf stand beside each other."""

    def __init__(self, documents: Iterable[DocumentSummary]) -> None:
        """Of all documents of a store, in its order; `is_level` if none stands above another."""
        summaries = tuple(documents)
        self._ends = list(accumulate(summary.passages for summary in summaries))
        self._names = [without_state(_plain(summary.title)) for summary in summaries]
        self._ranks = [rank_of(summary.title) for summary in summaries]
        self.is_level = len({WORTH[rank] for rank, _ in self._ranks}) <= 1

    def worth(self, asked: str, row: int) -> float:
        """What the score of the passage in this row is worth (0 to 1), for a folded question.

        A question that names the document or its place asks for just that. On a level shelf all
        are worth 1.
        """
        if self.is_level:
            return 1.0
        number = bisect_right(self._ends, row)
        rank, place = self._ranks[number]
        is_named = (place and place in asked) or self._names[number] in asked
        return 1.0 if is_named else WORTH[rank]


def rank_of(title: str) -> tuple[Rank, str]:
    """The rank of the document with this title, and the place whose law it is, if it is local.

    >>> rank_of("上海市消防条例")
    (<Rank.LOCAL: 'local'>, '上海')
    >>> rank_of("中華人民共和國民法典")[0], rank_of("社区建设")[0]
    (<Rank.LAW: 'law'>, <Rank.OTHER: 'other'>)
    """
    name = _plain(title)
    if _COURT.match(name):
        return Rank.COURT, ""
    if _REGULATION.search(name):
        place = _PLACE.match(name)
        return (Rank.LOCAL, _name(place)) if place else (Rank.REGULATION, "")
    return (Rank.LAW if _LAW.search(name) else Rank.OTHER), ""


def without_state(title: str) -> str:
    """A folded title without the name of the state before it, which people leave out.

    >>> without_state("中华人民共和国刑法"), without_state("中华人民共和国")
    ('刑法', '中华人民共和国')
    """
    return title.removeprefix(_STATE) or title


def _name(place: re.Match[str]) -> str:
    return place["province"] or place["autonomous"] or place["name"]


def _plain(title: str) -> str:
    return _ASIDE.sub("", folded(title)).strip()
