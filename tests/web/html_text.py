"""What a browser would make of a piece of HTML: its text, its elements, their attributes."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Element:
    """A start tag, and the text up to its end tag."""

    tag: str
    attributes: dict[str, str]
    text: str = ""


@dataclass
class Parsed:
    """All text of the HTML, and its elements in order."""

    text: str = ""
    elements: list[Element] = field(default_factory=list)

    def having(self, attribute: str) -> list[Element]:
        """The elements that have an attribute."""
        return [element for element in self.elements if attribute in element.attributes]

    def classed(self, name: str) -> list[Element]:
        """The elements of a class."""
        return [e for e in self.elements if name in e.attributes.get("class", "").split()]

    def tagged(self, tag: str) -> list[Element]:
        """The elements with a tag."""
        return [element for element in self.elements if element.tag == tag]


def parse(html: str) -> Parsed:
    """Parse HTML as a browser would, near enough for what our views write."""
    reader = _Reader()
    reader.feed(str(html))  # Markup would escape what is added to it
    reader.close()
    assert not reader.open, f"unclosed: {[element.tag for element in reader.open]}"
    return reader.parsed


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parsed = Parsed()
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.parsed.elements.append(element)
        if tag not in ("img", "br", "input", "meta", "link"):
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1].tag == tag, f"</{tag}> closes nothing"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.parsed.text += data
        for element in self.open:
            element.text += data
