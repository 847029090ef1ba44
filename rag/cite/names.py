"""Authors' names, as far as their writing tells what they are."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.cite.reference import Reference
from rag.text import is_han


@dataclass(frozen=True, slots=True)
class Name:
    """A name: of a person if `given` is known, else as it stands (Han names, organizations)."""

    family: str
    given: str = ""

    @property
    def initials(self) -> tuple[str, ...]:
        """The first letters of the given names; parts of a hyphened one stay together: `J-L`."""
        words = re.split(r"[\s.]+", self.given)
        return tuple("-".join(p[0].upper() for p in w.split("-") if p) for w in words if w)


def name_of(written: str) -> Name:
    """The name that a manifest writes; one comma parts family and given name in Latin letters.

    >>> name_of("Smith, John Paul").initials
    ('J', 'P')
    >>> [name_of(written).given for written in ("Ministry of Works", "國務院", "王,某")]
    ['', '', '']
    """
    family, comma, given = (part.strip() for part in written.partition(","))
    is_person = comma and family and given and "," not in given and not has_han(written)
    return Name(family, given) if is_person else Name(written)


def names_of(reference: Reference) -> tuple[Name, ...]:
    """The authors' names, in order."""
    return tuple(map(name_of, reference.authors))


def has_han(text: str) -> bool:
    """True if there is a Chinese character in the text."""
    return any(map(is_han, text))


def et_al(reference: Reference, shown: tuple[str, ...]) -> str:
    """The word for the authors that are left out, after those in `shown`: 等 or et al.

    The document's language decides, unless none of the names shown is in its script.
    """
    written_in_han = [has_han(name) for name in shown]
    is_han_word = any(written_in_han) if reference.is_chinese else all(written_in_han)
    return "等" if is_han_word else "et al."
