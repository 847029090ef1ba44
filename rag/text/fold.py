"""The search view of a text: one script, one width, one case, one set of punctuation.

Folding comes before everything else that looks at words (segmenting, indexing, matching), for
documents and queries alike, so that a question and its script conversion are the same question.
People never see folded text: every character of it maps back to the original.

The steps, in order:

1. NFKC, one cluster (a character with its combining marks and variation selectors) at a time, so
   that offsets stay exact. The selectors go: 葛 with one is the same character, drawn otherwise.
2. Lower case, and one form for each family of quotation marks, dashes, commas and full stops.
3. Traditional to Simplified (OpenCC `t2s`, which keeps lengths; the regional variants do not).
4. Characters and spellings that `t2s` leaves apart (衞/卫, 身分/身份).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from opencc import OpenCC

from rag.text.spans import MappedText, OffsetMap

_PUNCTUATION = str.maketrans(
    {
        **dict.fromkeys("“”„‟「」『』﹁﹂﹃﹄〝〞＂", '"'),
        **dict.fromkeys("‘’‚‛＇", "'"),
        **dict.fromkeys("—–―‒‐‑−─━", "-"),
        **dict.fromkeys("、﹑､", ","),
        **dict.fromkeys("。｡", "."),
        **dict.fromkeys("〔【〖〘", "["),
        **dict.fromkeys("〕】〗〙", "]"),
        **dict.fromkeys("《〈", "<"),
        **dict.fromkeys("》〉", ">"),
    }
)

# Characters that converters write for another without turning them back, each to the commoner.
_VARIANT_CHARACTERS = str.maketrans(
    "傢徵裡衹祇於锺钜揹迳伕谘讬暱薰馀侭澂薹拏麹瞭脩濬䌽甯簷痺颚睪鲶衞敍枱粧糭幺麽昇著苧薴渖镟唚潀",
    "家征里只只于钟巨背径夫咨托昵熏余尽澄苔拿曲了修浚彩宁檐痹腭睾鲇卫叙台妆粽么么升着苎苎沈旋吣潨",
)

# Same length on both sides: the offset map of this step is the identity. The last line gives the
# words that are written with 著 their character back.
_VARIANTS = {
    "身分": "身份",
    "覆核": "复核",
    "覆查": "复查",
    "覆函": "复函",
    "覆电": "复电",
    "份子": "分子",
    "计画": "计划",
    "筹画": "筹划",
    "部份": "部分",
    "连系": "联系",
    "人材": "人才",
    "家俱": "家具",
    "帐户": "账户",
    "帐目": "账目",
    "座标": "坐标",
    "座落": "坐落",
    "想像": "想象",
    "乾县": "干县",
    "萧乾": "萧干",
    "藉由": "借由",
    "藉以": "借以",
    "藉着": "借着",
    "凭藉": "凭借",
    **{f"着{after}": f"著{after}" for after in "作名述录称者"},
    **{f"{before}着": f"{before}著" for before in "论显专原名编巨译昭卓土遗撰"},
}
# Longer texts are folded each time.
_REMEMBERED_LENGTH = 1000
# Of Mongolian, of symbols (text or emoji), of Han.
_SELECTOR = re.compile("[\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_VARIANT_PATTERN = re.compile("|".join(sorted(_VARIANTS, key=len, reverse=True)))


class _CharacterFolds(dict[int, str]):
    """`str.translate` table for steps 1 and 2, filled with the characters that occur."""

    def __missing__(self, code_point: int) -> str:
        folded = _fold_cluster(chr(code_point))
        self[code_point] = folded
        return folded


_CHARACTER_FOLDS = _CharacterFolds()


def fold(text: str) -> MappedText:
    """The search view of `text`, each character mapped to the source range behind it.

    >>> from rag.text import Span
    >>> view = fold("㈠ 適用「℃」")
    >>> view.text
    '(一) 适用"°c"'
    >>> view.offsets.to_source(Span(1, 2)).of("㈠ 適用「℃」")
    '㈠'
    """
    characters = text.translate(_CHARACTER_FOLDS)
    if len(characters) == len(text) and not _has_clusters(text):
        return MappedText(_fold_script(characters), OffsetMap.identity(len(text)))
    clusters = _fold_by_cluster(text)
    return MappedText(_fold_script(clusters.text), clusters.offsets)


def folded(text: str) -> str:
    """`fold(text).text`, without the cost of the map."""
    return _folded_again(text) if len(text) <= _REMEMBERED_LENGTH else _folded(text)


@lru_cache(maxsize=4096)
def _folded_again(text: str) -> str:
    """`_folded`, of sentences and headings: answering one question comes back to each of them."""
    return _folded(text)


def _folded(text: str) -> str:
    if _has_clusters(text):
        return fold(text).text
    return _fold_script(text.translate(_CHARACTER_FOLDS))


def _fold_script(text: str) -> str:
    simplified = to_simplified().convert(text).translate(_VARIANT_CHARACTERS)
    return _VARIANT_PATTERN.sub(lambda match: _VARIANTS[match[0]], simplified)


@cache
def to_simplified() -> OpenCC:
    """OpenCC's Traditional-to-Simplified converter, loaded once."""
    return OpenCC("t2s")


@cache
def _to_traditional() -> OpenCC:
    return OpenCC("s2t")


def render_simplified(text: str) -> str:
    """A Simplified rendering for reading. It is not the source: never cite it."""
    rendered: str = to_simplified().convert(text)
    return rendered


def render_traditional(text: str) -> str:
    """A Traditional rendering for reading. It is not the source: never cite it."""
    rendered: str = _to_traditional().convert(text)
    return rendered


def _has_clusters(text: str) -> bool:
    if text.isascii():
        return False
    return _SELECTOR.search(text) is not None or any(map(unicodedata.combining, text))


def _is_joined(character: str) -> bool:
    """True for what belongs to the character before it."""
    return unicodedata.combining(character) > 0 or _SELECTOR.match(character) is not None


def _fold_cluster(cluster: str) -> str:
    compatible = unicodedata.normalize("NFKC", _SELECTOR.sub("", cluster))
    folded_cluster = unicodedata.normalize("NFKC", compatible.lower()).translate(_PUNCTUATION)
    # A character with no visible counterpart stays itself, so that no offset is lost.
    return folded_cluster or cluster


def _fold_by_cluster(text: str) -> MappedText:
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    while position < len(text):
        end = position + 1
        while end < len(text) and _is_joined(text[end]):
            end += 1
        for character in _fold_cluster(text[position:end]):
            out.append(character)
            starts.append(position)
            ends.append(end)
        position = end
    return MappedText("".join(out), OffsetMap(tuple(starts), tuple(ends)))
