"""Real footnotes in a Word document, which python-docx does not make.

They live in a part of their own, `word/footnotes.xml`, beside two that Word wants for the rule
above footnotes, which the settings must name.
"""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

TEXT_STYLE, REFERENCE_STYLE = "FootnoteText", "FootnoteReference"

_SEPARATORS = (("-1", "separator"), ("0", "continuationSeparator"))
_EMPTY = f"<w:footnotes {nsdecls('w', 'r')}>" + "".join(
    f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
    for number, kind in _SEPARATORS
) + "</w:footnotes>"  # fmt: skip


class Footnotes:
    """The footnotes of a Word document, numbered from 1 in the order they are added."""

    def __init__(self, document: WordDocument) -> None:
        package = document.part.package
        if package is None:
            raise ValueError("a Word document without a package")
        self.part = XmlPart(
            PackURI("/word/footnotes.xml"),
            CONTENT_TYPE.WML_FOOTNOTES,
            parse_xml(_EMPTY),
            package,
        )
        self.body = document
        self.count = 0
        document.part.relate_to(self.part, RELATIONSHIP_TYPE.FOOTNOTES)
        _name_separators(document)

    def add(self, paragraph: Paragraph) -> Paragraph:
        """A new footnote, referred to at the end of `paragraph`; its own paragraph, to write in."""
        self.count += 1
        _mark(paragraph.add_run(), "w:footnoteReference", {"w:id": str(self.count)})
        footnote = OxmlElement("w:footnote", {qn("w:id"): str(self.count)})
        inner = OxmlElement("w:p")
        inner.get_or_add_pPr().get_or_add_pStyle().val = TEXT_STYLE
        footnote.append(inner)
        self.part.element.append(footnote)
        written = Paragraph(inner, self.body._body)
        _mark(written.add_run(), "w:footnoteRef", {})
        written.add_run(" ")
        return written

    def add_link(self, paragraph: Paragraph, url: str) -> Run:
        """A run in a footnote that opens `url`, to be given its text."""
        relation = self.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link = OxmlElement("w:hyperlink", {qn("r:id"): relation})
        run = OxmlElement("w:r")
        link.append(run)
        paragraph._p.append(link)
        return Run(run, paragraph)


def _mark(run: Run, tag: str, attributes: dict[str, str]) -> None:
    properties = run._r.get_or_add_rPr()
    properties.get_or_add_rStyle().val = REFERENCE_STYLE
    run._r.append(OxmlElement(tag, {qn(name): value for name, value in attributes.items()}))


def _name_separators(document: WordDocument) -> None:
    """Name the two special footnotes in the settings, in the place that the schema has for it."""
    settings = document.settings.element
    names = OxmlElement("w:footnotePr")
    for number, _ in _SEPARATORS:
        names.append(OxmlElement("w:footnote", {qn("w:id"): number}))
    following = settings.find(qn("w:compat"))
    if following is None:
        settings.append(names)
    else:
        following.addprevious(names)
