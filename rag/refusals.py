"""Why the texts do not answer a question. As a string, each is a phrase in English."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NamedClause:
    """A clause that there is, to be offered: its document's id, its address, and what it is called.

    That is its address, behind the id if others may be in other documents.
    """

    doc_id: str
    address: str
    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class NoClause:
    """The question asks to see an address, as typed, that no document has; others may be near."""

    address: str
    nearest: tuple[NamedClause, ...] = ()

    def __str__(self) -> str:
        near = f"; nearest: {', '.join(map(str, self.nearest))}" if self.nearest else ""
        return f"no clause {self.address}{near}"


@dataclass(frozen=True, slots=True)
class TooFewClauses:
    """The question asks for the item of that `number`, and the list named `title` has fewer."""

    title: str
    count: int
    number: int

    def __str__(self) -> str:
        return f"{self.title} has {self.count} clauses, not {self.number}"


@dataclass(frozen=True, slots=True)
class WordsAbsent:
    """Words of the question, as it has them, are nowhere in the texts."""

    words: tuple[str, ...]

    def __str__(self) -> str:
        return f"nowhere in the texts: {', '.join(self.words)}"


@dataclass(frozen=True, slots=True)
class TooUnsure:
    """The best sentence, which holds that share of the question (0 to 1), hardly answers it."""

    coverage: float

    def __str__(self) -> str:
        held = f"it holds {self.coverage:.2f} of the question"
        return f"no sentence is likely enough to answer ({held})"


Refusal = NoClause | TooFewClauses | WordsAbsent | TooUnsure
