"""Text as Markdown that renders as that very text, whatever stands in it.

Written for CommonMark, and with what GitHub, Obsidian and Pandoc add to it in mind: tables, tags,
mathematics, highlights, footnotes, citations, and quotation marks that turn.
"""

from __future__ import annotations

import re

_ACTIVE = re.compile(r"[\\`*_\[\]{}<>&#~|!$=%^@\"']|-(?=-)|(?<=-)-|\.(?=\.)|(?<=\.)\.")
_LINE_START = re.compile(r"^([-+:])|^(\(?\w{1,9})([.)])(?=\s|$)", re.ASCII | re.MULTILINE)
_EDGE_SPACE = re.compile(r"^[^\S\n]+|[^\S\n]+$|\t", re.MULTILINE)
_LINE_ENDS = re.compile(r"\n+")
_LINE_END = "&#10;"


def markdown_text(text: str) -> str:
    """`text`, of one or more lines, as Markdown paragraphs.

    A line end is a hard break (two spaces: a renderer that does not know them shows no sign of
    them), an empty line a new paragraph, and any more of them character references.

    >>> markdown_text("1. *以人為本*\\n服務[居民]")
    '1\\\\. \\\\*以人為本\\\\*  \\n服務\\\\[居民\\\\]'
    """
    escaped = _ACTIVE.sub(r"\\\g<0>", text)
    escaped = _LINE_START.sub(_escaped_start, escaped)
    escaped = _EDGE_SPACE.sub(_references, escaped)
    body = escaped.strip("\n")
    before = len(escaped) - len(escaped.lstrip("\n"))
    after = len(escaped) - len(escaped.rstrip("\n"))
    return _LINE_END * before + _LINE_ENDS.sub(_line_ends, body) + _LINE_END * after


def markdown_line(text: str) -> str:
    """`text` as Markdown on one line, for titles and labels."""
    return markdown_text(" ".join(text.split()))


def quoted(markdown: str) -> str:
    """Markdown as a block quotation."""
    return "\n".join(f"> {line}" if line else ">" for line in markdown.split("\n"))


def _escaped_start(match: re.Match[str]) -> str:
    return f"\\{match[1]}" if match[1] else f"{match[2]}\\{match[3]}"


def _references(match: re.Match[str]) -> str:
    return "".join(f"&#{ord(character)};" for character in match[0])


def _line_ends(match: re.Match[str]) -> str:
    if len(match[0]) == 1:
        return "  \n"
    return "\n\n" + _LINE_END * (len(match[0]) - 2)
