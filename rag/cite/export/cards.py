"""What there is to learn of checked quotations, as cards, whatever program shows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from rag.cite.export.defining import defining_words
from rag.cite.export.study_pack import StudyPack, place_of, settable, single_line, title_of
from rag.cite.verify_notes import ComparedQuotation
from rag.types import Citation, Document, Span


class CardKind(StrEnum):
    """What a card asks for."""

    QUOTATION = "quotation"
    LIST = "list"
    DEFINITION = "definition"
    MARKED = "marked"


@dataclass(frozen=True, slots=True)
class Card:
    """One thing to learn.

    `items` are words of the source, proved: the quotation, or the clauses of its list. `hidden` is
    the part of a definition's only item that is to be remembered. `warning` and `noted` are of a
    quotation that the source does not say: such a card has the source's words only to mend it by.
    """

    kind: CardKind
    key: tuple[str, ...]
    prompt: str
    items: tuple[Citation, ...]
    document: Document | None
    place: str
    link: str
    comment: str
    tags: tuple[str, ...]
    hidden: Span | None = None
    warning: str = ""
    noted: str = ""


def cards(pack: StudyPack) -> tuple[Card, ...]:
    """The cards of a study pack, in order; what was noted twice is one card."""
    by_key: dict[tuple[str, ...], Card] = {}
    for card in _all(pack):
        same = by_key.get(card.key)
        by_key[card.key] = card if same is None else _joined(same, card)
    return tuple(by_key.values())


def _all(pack: StudyPack) -> Iterator[Card]:
    for note in pack.notes:
        comment = settable(note.note.comment).strip()
        tags = tuple(filter(None, map(single_line, note.note.tags)))
        for quotation in note.quotations:
            for card in _of(pack, quotation):
                yield replace(card, comment=comment, tags=tags)


def _of(pack: StudyPack, quotation: ComparedQuotation) -> Iterator[Card]:
    source, document = quotation.source, quotation.document
    if not quotation.holds or source is None or document is None:
        yield _marked(pack, quotation)
        return
    card = Card(
        CardKind.LIST if quotation.items else CardKind.QUOTATION,
        _key("list" if quotation.items else "quotation", source),
        _prompt(pack, document, source, len(quotation.items)),
        quotation.items or (source,),
        document,
        place_of(document, source),
        pack.link(source),
        comment="",
        tags=(),
    )
    yield card
    hidden = None if quotation.items else defining_words(source.quote)
    if hidden is not None:
        key = _key("definition", source)
        yield replace(card, kind=CardKind.DEFINITION, key=key, hidden=hidden)


def _marked(pack: StudyPack, quotation: ComparedQuotation) -> Card:
    noted, source, document = quotation.noted, quotation.source, quotation.document
    return Card(
        CardKind.MARKED,
        ("marked", noted.doc_id, noted.address, str(noted.start), str(noted.end), noted.quote),
        single_line(f"{noted.doc_id} {noted.address} {noted.heading}"),
        () if source is None else (source,),
        document,
        "" if source is None or document is None else place_of(document, source),
        "" if source is None else pack.link(source),
        comment="",
        tags=(),
        warning=pack.mark(quotation),
        noted=noted.quote,
    )


def _key(kind: str, source: Citation) -> tuple[str, ...]:
    """What makes a card the same card when it is exported again."""
    return (kind, source.doc_id, source.address, str(source.span.start), str(source.span.end))


def _prompt(pack: StudyPack, document: Document, source: Citation, items: int) -> str:
    """The heading, unless that is all that is quoted: then the address."""
    heading = single_line(source.heading)
    if items:
        count = pack.labels.say("list", n=items)
        return f"{title_of(document)} {heading or source.address} ({count})"
    says_all = heading in ("", single_line(source.quote))
    return f"{title_of(document)} {source.address if says_all else heading}"


def _joined(one: Card, other: Card) -> Card:
    comments = dict.fromkeys(filter(None, (one.comment, other.comment)))
    return replace(
        one, comment="\n".join(comments), tags=tuple(dict.fromkeys((*one.tags, *other.tags)))
    )
