"""Markdown: every quotation a block quotation, its place in a footnote."""

from __future__ import annotations

from collections.abc import Iterator

from rag.cite.export.blocks import Block, Comment, Mark, NoteHeading, Quote, Tags, blocks
from rag.cite.export.labels import Labels
from rag.cite.export.markdown_text import markdown_line, markdown_text, quoted
from rag.cite.export.study_pack import StudyPack


def to_markdown(pack: StudyPack) -> bytes:
    """The notes as a Markdown file in UTF-8, with footnotes as GitHub and Pandoc read them."""
    parts = [f"# {markdown_line(pack.shown_title)}", markdown_line(pack.summary)]
    footnotes: list[str] = []
    for block in blocks(pack):
        if isinstance(block, Quote):
            footnotes.append(f"[^{len(footnotes) + 1}]: {footnote(block)}")
            parts.append(quoted(f"{markdown_text(block.citation.quote)}[^{len(footnotes)}]"))
        else:
            parts += around(block, pack.labels)
    return "\n\n".join([*parts, *footnotes, ""]).encode("utf-8")


def footnote(quote: Quote) -> str:
    """Where a quotation stands, with the link that opens it."""
    return f"{markdown_line(quote.place)} <{quote.link}>"


def around(block: Block, labels: Labels) -> Iterator[str]:
    """What stands around quotations, as Markdown paragraphs: none of it is a block quotation."""
    if isinstance(block, NoteHeading):
        yield f"## {markdown_line(block.text)}"
    elif isinstance(block, Mark):
        yield f"**{markdown_line(block.warning)}** {labels.label('noted')}({_place(block)})"
        yield markdown_text(block.noted)
        if block.leads_on:
            yield labels.label("says").strip()
    elif isinstance(block, Comment):
        yield f"**{labels.say('comment')}**"
        yield markdown_text(block.text)
    elif isinstance(block, Tags):
        yield f"**{labels.say('tags')}** {' · '.join(map(markdown_line, block.tags))}"


def _place(mark: Mark) -> str:
    return markdown_line(mark.place)
