"""Markdown: cited as it is written, for its marks are part of the file that a reader can check."""

from __future__ import annotations

import re
from dataclasses import replace

from rag.corpus.readers.extracted import Extracted
from rag.corpus.readers.plain import read_plain

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?P<fields>.*?)\n---[ \t]*\n", re.DOTALL)
_TITLE = re.compile(r"^title:\s*[\"']?(?P<title>.+?)[\"']?\s*$", re.MULTILINE)


def read_markdown(data: bytes) -> Extracted:
    """The text as it is; its front matter is furniture, whose `title` becomes the title.

    >>> read_markdown("---\\ntitle: 目標\\n---\\n一、總則\\n".encode()).title
    '目標'
    """
    plain = read_plain(data)
    front = _FRONT_MATTER.match(plain.text)
    if not front:
        return plain
    title = _TITLE.search(front["fields"])
    starts = (match.start() for match in re.finditer("^.", front[0], re.MULTILINE))
    return replace(
        plain,
        title=title["title"] if title else "",
        furniture=dict.fromkeys(starts, "front matter"),
    )
