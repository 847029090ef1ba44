"""Word files of notes: their text with the place of every character, so that a copy can be edited.

Paragraphs in a style for quotations become blockquotes, and footnotes `[^1]`, as in Markdown. A
text box is read behind the paragraph that it hangs on.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from rag.corpus.readers.extracted import ReadError
from rag.corpus.readers.zips import open_zip

if TYPE_CHECKING:
    from rag.cite.checking.mend import Edit

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_QUOTE_STYLE = re.compile(
    r"(?:intense )?quot(?:e|ation|ations)|block ?text|block quotation|"
    r"(?:明[顯显])?引(?:文|用)|鮮明引文|塊引用|块引用",
    re.IGNORECASE,
)
_FOOTNOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"

Place = tuple[Any, int] | None
"""The text element that a character is in, with its number there; None for what we put between."""


@dataclass(frozen=True, slots=True)
class DocxNotes:
    """The text of a Word file as Markdown, and where each of its characters stands in the file."""

    text: str
    places: tuple[Place, ...]
    document: Any
    footnotes: Any

    def with_edits(self, edits: Iterable[Edit]) -> bytes:
        """The file with the edits made, everything else as it was."""
        for edit in sorted(edits, reverse=True):
            self._make(edit)
        if self.footnotes is not None:
            from lxml import etree  # type: ignore[import-untyped]

            part, root = self.footnotes
            part._blob = etree.tostring(
                root, xml_declaration=True, encoding="UTF-8", standalone=True
            )
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()

    def _make(self, edit: Edit) -> None:
        """Put the words where the first character to go stands, or behind the one before."""
        inside = [p for p in self.places[edit.span.start : edit.span.end] if p is not None]
        words = re.sub(r"\n(?:> ?)?", " ", edit.words)
        if not inside:
            before = [p for p in self.places[: edit.span.start] if p is not None][-1]
            _replace(before[0], before[1] + 1, before[1] + 1, words)
            return
        for element, index in reversed(inside[1:]):
            _replace(element, index, index + 1, "")
        element, index = inside[0]
        _replace(element, index, index + 1, words)


def read_docx_notes(data: bytes) -> DocxNotes:
    """The notes in a Word file; ReadError if it is none."""
    open_zip(data).close()
    import docx  # loads lxml and its templates; only this format needs it
    from docx.opc.exceptions import OpcError

    try:
        document = docx.Document(io.BytesIO(data))
        footnotes = _footnotes_part(document)
        characters = list(_characters(document, footnotes))
    except (OpcError, KeyError, ValueError, SyntaxError, AttributeError) as error:
        raise ReadError(
            f"it is not a Word document, or damaged ({error}); save it again"
        ) from error
    text = "".join(character for character, _ in characters)
    return DocxNotes(text, tuple(place for _, place in characters), document, footnotes)


def _footnotes_part(document: Any) -> Any:
    """The part with the footnotes and its parsed root; None if there are none."""
    from lxml import etree

    for relation in document.part.rels.values():
        if relation.reltype == _FOOTNOTES:
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            return relation.target_part, etree.fromstring(relation.target_part.blob, parser)
    return None


def _characters(document: Any, footnotes: Any) -> Iterator[tuple[str, Place]]:
    """Every character of the notes in order, a blank line between paragraphs."""
    for paragraph in _paragraphs(document.element.body):
        mark = "> " if _is_quoted(document, paragraph) else ""
        yield from _between(mark)
        yield from _of_paragraph(paragraph, mark)
        yield from _between("\n\n")
    if footnotes is None:
        return
    for note in footnotes[1].iter(f"{_W}footnote"):
        if note.get(f"{_W}type") is None:
            yield from _between(f"[^{note.get(f'{_W}id')}]: ")
            for paragraph in _paragraphs(note):
                yield from _of_paragraph(paragraph, "")
            yield from _between("\n\n")


def _paragraphs(root: Any) -> Iterator[Any]:
    """The paragraphs in a part of the file; what old programs show of a text box is its copy."""
    return (p for p in root.iter(f"{_W}p") if next(p.iterancestors(_FALLBACK), None) is None)


def _is_quoted(document: Any, paragraph: Any) -> bool:
    found = paragraph.find(f"{_W}pPr/{_W}pStyle")
    if found is None:
        return False
    style_id = found.get(f"{_W}val")
    names = [style.name for style in document.styles if style.style_id == style_id]
    return any(_QUOTE_STYLE.fullmatch((name or "").strip()) for name in [*names, style_id])


def _of_paragraph(paragraph: Any, mark: str) -> Iterator[tuple[str, Place]]:
    """The paragraph's own characters, without those of text boxes in it."""
    for element in paragraph.iter(
        f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}footnoteReference"
    ):
        if next(element.iterancestors(f"{_W}p")) is not paragraph:
            continue
        if element.tag == f"{_W}t":
            yield from ((c, (element, i)) for i, c in enumerate(element.text or ""))
        elif element.tag == f"{_W}tab":
            yield from _between("\t")
        elif element.tag == f"{_W}footnoteReference":
            yield from _between(f"[^{element.get(f'{_W}id')}]")
        else:
            yield from _between("\n" + mark)


def _between(words: str) -> Iterator[tuple[str, Place]]:
    return ((character, None) for character in words)


def _replace(element: Any, start: int, end: int, words: str) -> None:
    text = element.text or ""
    for alike in [*_copies(element), element]:
        alike.text = text[:start] + words + text[end:]
        alike.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _copies(element: Any) -> Iterator[Any]:
    """Where the file says a text element of a text box again, for old programs."""
    choice = next(element.iterancestors(_CHOICE), None)
    if choice is None:
        return
    place = list(choice.iter(f"{_W}t")).index(element)
    for fallback in choice.itersiblings(_FALLBACK):
        copy = next(islice(fallback.iter(f"{_W}t"), place, None), None)
        if copy is not None and copy.text == element.text:
            yield copy
