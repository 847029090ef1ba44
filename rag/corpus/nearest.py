"""What to name where an address has no clause: the clauses that were most likely meant."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.corpus.address import address_key, sections_of_key
from rag.refusals import NamedClause
from rag.types import Section

_SHOWN = 8
_COMPONENT = re.compile(r"(?P<unit>\D*)(?P<number>\d+)")


def nearest_clauses(sections: Sequence[Section], loose: str) -> tuple[Section, ...]:
    """The clauses nearest to an address that none has, in order: a few, or none.

    They are those below the longest part of it that there is; else those of the same unit; else,
    where no clause is called so, the topmost of the same number.
    """
    path = address_key(loose).split("/")
    for known in range(len(path) - 1, 0, -1):
        if above := sections_of_key(sections, "/".join(path[:known])):
            places = {(section.doc_id, section.address) for section in above}
            below = [s for s in sections if (s.doc_id, s.parent) in places]
            return _nearest_in_number(below or above, path[known])
    wanted = _COMPONENT.fullmatch(path[-1])
    if wanted is None:
        return ()
    ends = [(section, _COMPONENT.match(_last_component(section))) for section in sections]
    of_number = [s for s, end in ends if end and end["number"] == wanted["number"]]
    of_unit = [s for s, end in ends if end and end["unit"] == wanted["unit"] != ""]
    return _nearest_in_number(of_unit or _topmost(of_number), path[-1])


def nearest_named(sections: Sequence[Section], loose: str) -> tuple[NamedClause, ...]:
    """The nearest clauses by their names: their documents are named if there are several."""
    is_one = len({section.doc_id for section in sections}) == 1
    return tuple(
        NamedClause(s.doc_id, s.address, s.address if is_one else f"{s.doc_id}:{s.address}")
        for s in nearest_clauses(sections, loose)
    )


def _topmost(sections: Sequence[Section]) -> list[Section]:
    depths = [section.address.count("/") for section in sections]
    return [s for s, depth in zip(sections, depths, strict=True) if depth == min(depths)]


def _nearest_in_number(sections: Sequence[Section], wanted: str) -> tuple[Section, ...]:
    number = _number(wanted)

    def distance(place: int) -> tuple[int, int]:
        return abs(_number(_last_component(sections[place])) - number), place

    nearest = sorted(range(len(sections)), key=distance)[:_SHOWN]
    return tuple(sections[place] for place in sorted(nearest))


def _last_component(section: Section) -> str:
    return address_key(section.address).rpartition("/")[2]


def _number(component: str) -> int:
    match = _COMPONENT.match(component)
    return int(match["number"]) if match else 0
