"""EPUB books: the pages of the spine in their order, each read as a web page."""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from rag.corpus.readers.extracted import Extracted, ReadError, TextLine, joined_lines
from rag.corpus.readers.html import decoded_markup, html_lines
from rag.corpus.readers.zips import open_zip, read_member

_CONTAINER = "META-INF/container.xml"
_RIGHTS = "META-INF/rights.xml"
_OPF = "{http://www.idpf.org/2007/opf}"
_PAGES = ("application/xhtml+xml", "text/html")


def read_epub(data: bytes) -> Extracted:
    """The book's text; its table of contents is furniture, its title and authors its own."""
    with open_zip(data) as container:
        if _RIGHTS in container.namelist():
            raise ReadError("it is protected against copying; use an unprotected edition")
        package_path = _package_path(container)
        package = _parsed(read_member(container, package_path))
        lines: list[TextLine] = []
        for href, is_contents in _spine(package):
            path = posixpath.normpath(posixpath.join(posixpath.dirname(package_path), href))
            page, _ = html_lines(_markup(read_member(container, path), path))
            if is_contents:
                page = [replace(line, furniture="table of contents") for line in page]
            lines.extend(page)
        titles = [str(e.text).strip() for e in package.iter("{*}title") if e.text]
    extracted = joined_lines(lines, "utf-8", titles[0] if titles else "")
    return replace(extracted, author=_authors(package))


def _authors(package: Any) -> str:
    """The creators who wrote the book, as the manifest names them: not who translated it."""
    names: list[str] = []
    for creator in package.iter("{*}creator"):
        name = " ".join(str(creator.text or "").split())
        filed = str(creator.get(f"{_OPF}file-as") or "")
        if name and creator.get(f"{_OPF}role", "aut") == "aut":
            # Of a name in Latin letters only this form says which part is the family's.
            names.append(filed if name.isascii() and "," in filed else name)
    return "; ".join(dict.fromkeys(names))


def _markup(data: bytes, path: str) -> str:
    try:
        return decoded_markup(data)[0]
    except ReadError as error:
        raise ReadError(f"its page {path} cannot be read: {error}") from error


def _parsed(data: bytes) -> Any:
    from lxml import etree  # type: ignore[import-untyped]

    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ReadError(f"its package is damaged ({error}); save it again") from error


def _package_path(container: zipfile.ZipFile) -> str:
    for rootfile in _parsed(read_member(container, _CONTAINER)).iter("{*}rootfile"):
        path = rootfile.get("full-path")
        if path:
            return posixpath.normpath(str(path))
    raise ReadError("it names no package; save it again")


def _spine(package: Any) -> list[tuple[str, bool]]:
    """The page files in reading order, and whether each is the table of contents."""
    items = {item.get("id"): item for item in package.iter("{*}item")}
    ordered = [
        items[ref.get("idref")] for ref in package.iter("{*}itemref") if ref.get("idref") in items
    ]
    return [
        (unquote(str(item.get("href") or "")), "nav" in str(item.get("properties") or "").split())
        for item in ordered
        if item.get("media-type") in _PAGES
    ]
