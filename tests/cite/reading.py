"""Second readers: what the exported files say, read by others than those who wrote them."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
import zipfile
from contextlib import closing
from html import unescape

import docx
import lxml.html
from lxml import etree
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def markdown_quotes(data: bytes) -> list[str]:
    """The text of each block quotation; footnote references are not text."""
    tokens = MarkdownIt("commonmark").enable("table").use(footnote_plugin).parse(data.decode())
    return _block_quotes(tokens)


def markdown_footnotes(data: bytes) -> list[str]:
    """The text of each footnote."""
    tokens = MarkdownIt("commonmark").use(footnote_plugin).parse(data.decode())
    opened = [i for i, token in enumerate(tokens) if token.type == "footnote_open"]
    return [_inline_text(tokens[i + 2]) for i in opened]


def obsidian_callouts(data: bytes) -> list[tuple[str, str]]:
    """The kind and the text of each callout, without its title."""
    body = data.decode().split("---\n", 2)[2]
    quotes = _block_quotes(MarkdownIt("commonmark").parse(body))
    found = [re.fullmatch(r"\[!(\w+)\][^\n]*\n\n(.*)", quote, re.DOTALL) for quote in quotes]
    return [(match[1], match[2]) for match in found if match]


def _block_quotes(tokens: list[Token]) -> list[str]:
    quotes: list[list[str]] = []
    is_inside = False
    for token in tokens:
        if token.type == "blockquote_open":
            quotes.append([])
            is_inside = True
        elif token.type == "blockquote_close":
            is_inside = False
        elif token.type == "inline" and is_inside:
            quotes[-1].append(_inline_text(token))
    return ["\n\n".join(paragraphs) for paragraphs in quotes]


def _inline_text(token: Token) -> str:
    return "".join(
        "\n" if child.type in ("hardbreak", "softbreak") else child.content
        for child in token.children or []
        if child.type in ("text", "hardbreak", "softbreak")
    )


def docx_quotes(data: bytes) -> list[str]:
    """The text of each paragraph of the style Quote, by python-docx."""
    document = docx.Document(io.BytesIO(data))
    return [p.text for p in document.paragraphs if p.style and p.style.name == "Quote"]


def docx_footnotes(data: bytes) -> dict[str, str]:
    """The text of each footnote that the document refers to, by its number."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        footnotes = etree.fromstring(archive.read("word/footnotes.xml"))
        body = etree.fromstring(archive.read("word/document.xml"))
    texts = {
        footnote.get(f"{W}id"): "".join(text.text or "" for text in footnote.iter(f"{W}t"))
        for footnote in footnotes.iter(f"{W}footnote")
    }
    return {
        mark.get(f"{W}id"): texts[mark.get(f"{W}id")] for mark in body.iter(f"{W}footnoteReference")
    }


def html_quotes(data: bytes) -> list[str]:
    """The text of each block quotation, by lxml."""
    page = lxml.html.document_fromstring(data)
    return [quote.text_content() for quote in page.iter("blockquote")]


def csv_rows(data: bytes) -> list[dict[str, str]]:
    """The rows, the guards of `guarded` taken off."""
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    for row in rows:
        for name in row["guarded"].split():
            row[name] = row[name].removeprefix("'")
    return rows


def anki_notes(data: bytes) -> list[dict[str, str]]:
    """The notes of a deck: guid, tags, model name, fields by name, and `suspended` if they are."""
    import json

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        collection = archive.read("collection.anki2")
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(collection)
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        ((written,),) = database.execute("SELECT models FROM col").fetchall()
        models = {int(key): model for key, model in json.loads(written).items()}
        notes = database.execute("SELECT id, guid, mid, tags, flds FROM notes ORDER BY id")
        found = []
        for note_id, guid, mid, tags, fields in notes.fetchall():
            cards = database.execute("SELECT ord, queue FROM cards WHERE nid = ?", (note_id,))
            sides = cards.fetchall()
            assert sides, "a note without cards"
            names = [field["name"] for field in models[mid]["flds"]]
            note = dict(zip(names, fields.split("\x1f"), strict=True))
            is_suspended = all(queue == -1 for _, queue in sides)
            note |= {"guid": guid, "tags": tags, "model": models[mid]["name"]}
            found.append(note | {"suspended": str(is_suspended), "sides": str(len(sides))})
    return found


def anki_words(field: str) -> list[str]:
    """The source's words in a field, an item for each of its elements; clozes filled in."""
    filled = re.sub(r"\{\{c\d+::(.*?)\}\}", r"\1", field, flags=re.DOTALL)
    items = re.findall(r'<div class="words"[^>]*>(.*?)</div>', filled, re.DOTALL)
    return [unescape(item.replace("<br>", "\n")) for item in items]


def docx_text(data: bytes) -> str:
    """All paragraphs of the body."""
    return "\n".join(p.text for p in docx.Document(io.BytesIO(data)).paragraphs)


def docx_fonts(data: bytes, words: str) -> list[tuple[str | None, str | None]]:
    """The East Asian language and font of each run that holds `words`."""
    found = []
    for run in docx.Document(io.BytesIO(data)).element.body.iter(f"{W}r"):
        if words in "".join(text.text or "" for text in run.iter(f"{W}t")):
            (fonts,), (lang,) = run.iter(f"{W}rFonts"), run.iter(f"{W}lang")
            found.append((lang.get(f"{W}eastAsia"), fonts.get(f"{W}eastAsia")))
    return found
