"""Word: quotations as paragraphs of the style Quote, their places in real footnotes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rag.cite.export.archive import archived, unpacked
from rag.cite.export.blocks import Block, Comment, Mark, NoteHeading, Quote, Tags, blocks
from rag.cite.export.labels import Labels
from rag.cite.export.study_pack import StudyPack

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

    from rag.cite.export.word_footnotes import Footnotes

_WORD_LANGUAGES = {"zh-Hant": "zh-TW", "zh-Hans": "zh-CN"}
_FONTS = {"zh-Hant": "PMingLiU", "zh-Hans": "SimSun"}
_LATIN_FONT = "Times New Roman"
_LONGEST_FACT = 255  # python-docx takes no more


def to_docx(pack: StudyPack) -> bytes:
    """The notes as a Word document. Only paragraphs of the style Quote hold the source's words."""
    import docx  # loads lxml and its templates; only this format needs it

    from rag.cite.export.word_footnotes import Footnotes

    document = docx.Document()
    _set_up(document, pack)
    _run(document.add_paragraph(style="Title"), pack.shown_title, pack.labels.language)
    _run(document.add_paragraph(), pack.summary, pack.labels.language)
    footnotes = Footnotes(document)
    for block in blocks(pack):
        if isinstance(block, Quote):
            _quote(document, footnotes, block)
        else:
            _around(document, block, pack.labels)
    out = io.BytesIO()
    document.save(out)
    return archived(unpacked(out.getvalue()))


def _quote(document: WordDocument, footnotes: Footnotes, quote: Quote) -> None:
    paragraph = document.add_paragraph(style="Quote")
    _run(paragraph, quote.citation.quote, quote.document.language)
    footnote = footnotes.add(paragraph)
    _run(footnote, f"{quote.place} ", quote.document.language)
    footnotes.add_link(footnote, quote.link).text = quote.link


def _around(document: WordDocument, block: Block, labels: Labels) -> None:
    if isinstance(block, NoteHeading):
        _run(document.add_paragraph(style="Heading 1"), block.text, labels.language)
    elif isinstance(block, Mark):
        _mark(document, block, labels)
    elif isinstance(block, Comment):
        paragraph = document.add_paragraph()
        _run(paragraph, labels.label("comment"), labels.language).bold = True
        _run(paragraph, block.text, labels.language)
    elif isinstance(block, Tags):
        paragraph = document.add_paragraph()
        _run(paragraph, labels.label("tags"), labels.language).bold = True
        _run(paragraph, " · ".join(block.tags), labels.language)


def _mark(document: WordDocument, mark: Mark, labels: Labels) -> None:
    """The warning, and the noted words struck through: no one takes them for a quotation."""
    paragraph = document.add_paragraph()
    _run(paragraph, f"{mark.warning} ", labels.language).bold = True
    _run(paragraph, f"{labels.label('noted')}({mark.place}) ", labels.language)
    _run(paragraph, mark.noted, labels.language).font.strike = True
    if mark.leads_on:
        _run(document.add_paragraph(), labels.label("says").strip(), labels.language)


def _run(paragraph: Paragraph, text: str, language: str) -> Run:
    """A run in the font and the language that its characters need."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    run = paragraph.add_run(text)
    properties = run._r.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), _FONTS.get(language, _FONTS["zh-Hant"]))
    if language in _FONTS:
        # Quotation marks and dashes are Chinese ones here, not Latin ones.
        fonts.set(qn("w:hint"), "eastAsia")
    tags = {qn("w:val"): "en-US", qn("w:eastAsia"): _WORD_LANGUAGES.get(language, "zh-TW")}
    properties.append(OxmlElement("w:lang", tags))
    return run


def _set_up(document: WordDocument, pack: StudyPack) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Cm, Mm, Pt

    from rag.cite.export.word_footnotes import REFERENCE_STYLE, TEXT_STYLE

    document.sections[0].page_width, document.sections[0].page_height = Mm(210), Mm(297)
    facts = document.core_properties
    facts.title, facts.author, facts.comments = pack.shown_title[:_LONGEST_FACT], "", ""
    facts.language = _WORD_LANGUAGES.get(pack.labels.language, "en-US")
    facts.created = facts.modified = pack.made.replace(tzinfo=None)
    document.styles["Normal"].font.name = _LATIN_FONT
    quote = document.styles["Quote"]
    quote.font.italic = False  # Chinese has no italics: a slanted Song is an accident
    quote.paragraph_format.left_indent = Cm(0.8)
    text = document.styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
    text.style_id, text.font.size = TEXT_STYLE, Pt(9)
    reference = document.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
    reference.style_id, reference.font.superscript = REFERENCE_STYLE, True
