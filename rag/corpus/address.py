"""Clause addresses as people type them: 2/4, 二.4, 二 4, 二之4, 第12条, 第三章第十二條, Article 12.

An address is compared by its key: the numbers along the path, with the unit where there is one.
Script, width, brackets and the way a number is written make no difference to a key.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain, groupby

from rag.corpus.numerals import HAN_NUMERALS, letter_number, number, roman_number
from rag.text import folded
from rag.types import Section

# An address without a document is looked for in this many documents: on a shelf of laws, where
# every one has a 第一條, the law must be named.
DOCUMENTS_LEAFED = 100

_UNITS = {
    "分编": "编",
    **{
        unit: unit
        for unit in ("部分", "编", "篇", "卷", "章", "讲", "课", "节", "条", "款", "项", "目")
    },
    **{"part": "编", "title": "编", "chapter": "章", "section": "节", "article": "条"},
    **{"annex": "附件", "appendix": "附录", "schedule": "附表"},
}
_NUMBER = rf"(?:[{HAN_NUMERALS}]+|\d{{1,4}})"
_COMPONENT = re.compile(
    # White space is taken whole: given back space by space, 900 of them took a minute.
    rf"第\s*+\(?\s*+(?P<count>{_NUMBER}(?:\s*+[-之]\s*+{_NUMBER})*)\s*+\)?\s*+"
    r"(?P<unit>部分|分编|[编篇卷章讲课节条款项目])"
    rf"(?P<sub>(?:\s*之\s*{_NUMBER}(?!\s*[条款项目]))*)"
    r"|(?P<english>part|title|chapter|section|article|annex|appendix|schedule)\s*"
    r"(?P<english_count>\d{1,4}(?:-\d{1,3})?|[ivxlc]+\b|[a-z]\b)"
    rf"|(?P<appendix>附[件录表])\s*(?P<appendix_count>{_NUMBER}|[a-z])?"
    rf"|(?P<bare>{_NUMBER})\s*(?P<bare_unit>条)(?P<bare_sub>(?:\s*之\s*{_NUMBER})*)"
    rf"|(?P<mark>[¶§])\s*(?P<mark_count>\d+)"
    rf"|[(\[]?\s*(?P<plain>{_NUMBER}|[甲乙丙丁戊己庚辛壬癸]|[a-z](?![a-z])|[ivxl]+(?![a-z]))\s*[)\]]?"
)
# What is longer is a question: people type any number of those.
_REMEMBERED_LENGTH = 50
_ARTICLE = re.compile(r"条[\d-]+")
_SEPARATOR = re.compile(r"\s*(?:[/.>,、·:\\|-]|之|的)?\s*")
_REPEAT = re.compile(r"#(\d+)")
_CIRCLED = re.compile("[①-⑳㉑-㉟㊱-㊿❶-❿➀-➉]")


def address_key(loose: str) -> str:
    """What all ways of typing one address have in common; empty if it is not an address.

    >>> [address_key(typed) for typed in ("2/4", "二.4", "二 4", "二之4", "二/(4)", "２／４")]
    ['2/4', '2/4', '2/4', '2/4', '2/4', '2/4']
    >>> address_key("第十二条之一") == address_key("第 12-1 條") == "条12-1"
    True
    >>> address_key("三個代表")
    ''
    """
    return _key_again(loose) if len(loose) <= _REMEMBERED_LENGTH else _key(loose)


@lru_cache(maxsize=100_000)
def _key_again(loose: str) -> str:
    """`_key`, of addresses: the same ones are compared with every one that is typed."""
    return _key(loose)


def _key(loose: str) -> str:
    view = folded(_without_circles(loose)).strip().rstrip(".,:")
    components: list[str] = []
    position = 0
    while position < len(view):
        match = _COMPONENT.match(view, position)
        if not match:
            return ""
        repeat = _REPEAT.match(view, match.end())
        components.append(_component_key(match) + (repeat[0] if repeat else ""))
        after = (repeat or match).end()
        separator = _SEPARATOR.match(view, after)
        position = separator.end() if separator else after
    return "/".join(components)


def looks_like_address(text: str) -> bool:
    """True if the whole of `text` is typed like an address, whether or not any clause has it.

    A number alone is one up to two digits; letters alone are not.

    >>> [looks_like_address(text) for text in ("三/2/(1)", "第十二条", "1500", "2019年", "AI")]
    [True, True, False, False, False]
    """
    key = address_key(text)
    if not key or re.fullmatch(r"\d{3,}", key):
        return False
    return not text.strip().isascii() or not text.strip().isalpha()


def find_section(sections: Iterable[Section], loose: str) -> Section | None:
    """The one section that `loose` means; None if there is none, or more than one.

    Where None needs explaining, `candidate_sections` has the candidates.
    """
    matches = candidate_sections(sections, loose)
    return matches[0] if len(matches) == 1 else None


def candidate_sections(sections: Iterable[Section], loose: str) -> tuple[Section, ...]:
    """All sections that `loose` may mean, in their order: of the closest kind of match only, an
    article of each document that has it.

    An exact address (or one printed with its heading) comes first, then the end of a path typed
    with its brackets (`2/(1)`), then an address of the same key, then the end of a path (第十二條
    for 第三章/第十二條), then a path with levels left out (第三章第十二條 for
    第三章/第一節/第十二條).
    """
    wanted = address_key(loose)
    if _ARTICLE.fullmatch(wanted):
        # Articles are numbered through: 第一章/第一條 is as much the first as 第一條 elsewhere.
        groups = groupby(sections, key=lambda section: section.doc_id)
        return tuple(chain.from_iterable(_closest(tuple(g), loose, wanted) for _, g in groups))
    return _closest(tuple(sections), loose, wanted)


def sections_of_key(sections: Iterable[Section], wanted: str) -> tuple[Section, ...]:
    """The sections whose address has a key, or ends in it, or has it with levels left out."""
    keyed = [(address_key(section.address), section) for section in sections]
    found = (
        [section for key, section in keyed if key == wanted]
        or [section for key, section in keyed if key.endswith("/" + wanted)]
        or [section for key, section in keyed if _skips_levels(wanted.split("/"), key.split("/"))]
    )
    return tuple(found)


def _closest(sections: tuple[Section, ...], loose: str, wanted: str) -> tuple[Section, ...]:
    spelled = folded(loose).strip()
    exact = tuple(section for section in sections if spelled in _spellings(section))
    if exact:
        return exact
    bracketed = tuple(s for s in sections if _spelling(s.address).endswith("/" + spelled))
    if bracketed and spelled.endswith(")"):
        return bracketed
    return sections_of_key(sections, wanted) if wanted else ()


def _spellings(section: Section) -> tuple[str, str]:
    return _spelling(section.address), _spelling(section.title)


@lru_cache(maxsize=100_000)
def _spelling(address: str) -> str:
    return folded(address)


def _skips_levels(wanted: list[str], path: list[str]) -> bool:
    """True if `wanted` is `path` with some levels left out, ending where it ends."""
    if len(wanted) < 2 or wanted[-1] != path[-1]:
        return False
    remaining = iter(path)
    return all(component in remaining for component in wanted)


def _without_circles(text: str) -> str:
    """①② as numbers between separators, so that they do not run into a number before them."""
    return _CIRCLED.sub(lambda match: f" {int(unicodedata.numeric(match[0]))}", text)


def _component_key(match: re.Match[str]) -> str:
    if match["unit"]:
        return _UNITS[match["unit"]] + _numbers(match["count"] + match["sub"])
    if match["english"]:
        return _UNITS[match["english"]] + _numbers(match["english_count"])
    if match["appendix"]:
        return match["appendix"] + _numbers(match["appendix_count"] or "1")
    if match["bare"]:
        return "条" + _numbers(match["bare"] + match["bare_sub"])
    if match["mark"]:
        return match["mark"] + match["mark_count"]
    return _numbers(match["plain"])


def _numbers(written: str) -> str:
    return "-".join(_number(piece.strip()) for piece in re.split("[-之]", written) if piece.strip())


def _number(written: str) -> str:
    value = number(written)
    if value is None and len(written) == 1 and not written.isascii():
        value = letter_number(written)
    if value is None and len(written) > 1:
        value = roman_number(written)
    return written if value is None else str(value)
