"""A page to print: one HTML file that runs nothing and loads nothing."""

from __future__ import annotations

from markupsafe import Markup

from rag.cite.export.blocks import Block, Comment, Mark, NoteHeading, Quote, blocks
from rag.cite.export.labels import Labels
from rag.cite.export.study_pack import StudyPack

_STYLE = """
@page { size: A4; margin: 22mm 20mm 24mm; @bottom-center { content: counter(page); } }
:root { color-scheme: light; }
body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; background: #fff;
  font: 1rem/1.75 "Noto Serif CJK TC", "Source Han Serif TC", "Songti TC", PMingLiU, serif; }
:lang(zh-Hans) { font-family: "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", SimSun,
  serif; }
:lang(en) { font-family: Georgia, "Times New Roman", serif; }
h1 { font-size: 1.6rem; line-height: 1.3; }
h2 { font-size: 1.15rem; margin: 2.2rem 0 .6rem; break-after: avoid; }
figure { margin: 1rem 0; break-inside: avoid; }
blockquote { margin: 0; padding-left: 1rem; border-left: 3px solid #9a2a1f;
  white-space: pre-wrap; overflow-wrap: anywhere; }
figcaption { padding-left: 1rem; font-size: .85rem; color: #555; overflow-wrap: anywhere; }
.summary, .tags { font-size: .85rem; color: #555; }
.mark { margin: 1rem 0; padding: .5rem 1rem; border: 1px dashed #9a2a1f; break-inside: avoid; }
.mark s, .comment { white-space: pre-wrap; overflow-wrap: anywhere; }
@media print { body { max-width: none; margin: 0; padding: 0; font-size: 10.5pt; }
  a { color: inherit; text-decoration: none; } }
"""

_PAGE = Markup(
    '<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
    '<meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    "<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
    '<p class="summary">{summary}</p>\n{body}\n</body>\n</html>\n'
)


def to_html(pack: StudyPack) -> bytes:
    """The notes as a page in UTF-8. Only `<blockquote>` holds the source's words."""
    body = [_block(block, pack.labels) for block in blocks(pack)]
    page = _PAGE.format(
        language=pack.labels.language,
        title=pack.shown_title,
        style=Markup(_STYLE),  # our own
        summary=pack.summary,
        body=Markup("\n").join(body),
    )
    return str(page).encode("utf-8")


def _block(block: Block, labels: Labels) -> Markup:
    if isinstance(block, NoteHeading):
        return Markup("<h2>{}</h2>").format(block.text)
    if isinstance(block, Quote):
        return Markup(
            '<figure><blockquote lang="{}">{}</blockquote>'
            '<figcaption lang="{}">{} <a href="{}">{}</a></figcaption></figure>'
        ).format(
            block.document.language,
            block.citation.quote,
            block.document.language,
            block.place,
            block.link,
            block.link,
        )
    if isinstance(block, Mark):
        return _mark(block, labels)
    if isinstance(block, Comment):
        return Markup('<p class="comment"><b>{}</b>{}</p>').format(
            labels.label("comment"), block.text
        )
    return Markup('<p class="tags">{}{}</p>').format(labels.label("tags"), " · ".join(block.tags))


def _mark(mark: Mark, labels: Labels) -> Markup:
    return Markup(
        '<div class="mark"><strong>{}</strong><br>{} <small>{}</small><br><s>{}</s>{}</div>'
    ).format(
        mark.warning,
        labels.label("noted"),
        mark.place,
        mark.noted,
        Markup("<br>{}").format(labels.label("says")) if mark.leads_on else "",
    )
