"""Tiny files of each format, made on the spot."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

from rag.corpus.readers.extracted import Extracted
from rag.text import RemovalReason

TAB = "\t"


def text_without_furniture(extracted: Extracted) -> list[str]:
    starts = set(extracted.furniture)
    lines, position = [], 0
    for line in extracted.text.split("\n"):
        if position not in starts:
            lines.append(line)
        position += len(line) + 1
    return lines


def furniture_of(extracted: Extracted) -> list[tuple[str, str]]:
    return [
        (extracted.text[start:].split("\n")[0], str(RemovalReason(reason)))
        for start, reason in extracted.furniture.items()
    ]


def zip_of(members: Mapping[str, str | bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as container:
        for name, content in members.items():
            container.writestr(name, content)
    return buffer.getvalue()


def epub_of(
    pages: Mapping[str, str | bytes],
    *,
    title: str = "公園書",
    contents: str = "",
    creators: str = "",
) -> bytes:
    """A book whose spine is `pages` in their order, with a table of contents if one is given."""
    items = [f'<item id="{n}" href="{n}.xhtml" media-type="application/xhtml+xml"/>' for n in pages]
    spine = [f'<itemref idref="{n}"/>' for n in pages]
    members: dict[str, str | bytes] = {f"text/{name}.xhtml": page for name, page in pages.items()}
    if contents:
        items.append(
            '<item id="toc" href="toc.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        )
        spine.insert(0, '<itemref idref="toc"/>')
        members["text/toc.xhtml"] = contents
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:opf="http://www.idpf.org/2007/opf" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<metadata><dc:title>{title}</dc:title>{creators}</metadata>"
        f"<manifest>{''.join(items)}</manifest><spine>{''.join(spine)}</spine></package>"
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="text/book.opf"/></rootfiles></container>'
    )
    return zip_of({"META-INF/container.xml": container, "text/book.opf": package, **members})


def pdf_of(pages: Sequence[Sequence[str]]) -> bytes:
    """A PDF with one line of text below the other on each page; no font is embedded.

    A line that begins with a tab is indented, an empty one is white space.
    """
    used = sorted({character for page in pages for line in page for character in line})
    mapped = "".join(f"<{ord(c):04x}> <{ord(c):04x}>\n" for c in used)
    unicode_map = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(used)} beginbfchar\n{mapped}endbfchar\nendcmap end end"
    )
    numbers = [6 + 2 * index for index in range(len(pages))]
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{' '.join(f'{n} 0 R' for n in numbers)}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Sans /Encoding /Identity-H "
        "/DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Sans /DW 1000 "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        _stream(unicode_map),
    ]
    for number, page in zip(numbers, pages, strict=True):
        shown = [
            f"{24 * line.count(TAB)} 0 Td <{''.join(f'{ord(c):04x}' for c in line.strip(TAB))}> Tj "
            f"{-24 * line.count(TAB)} -20 Td"
            for line in page
        ]
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {number + 1} 0 R >>"
        )
        objects.append(_stream(f"BT /F1 12 Tf 50 800 Td {' '.join(shown)} ET"))
    return _assembled(objects)


def _stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def _assembled(objects: Sequence[str]) -> bytes:
    out = b"%PDF-1.7\n"
    offsets: list[int] = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("ascii")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode("ascii")
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode()
    return out
