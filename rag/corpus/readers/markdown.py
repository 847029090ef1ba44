"""Markdown: what a reader of the rendered page sees, without the marks that say how it looks.

List marks, the pipes of tables, stars around words and the targets of links are no words of the
text. Line ends are kept, for many who write Chinese mean them. A list is numbered as it is shown:
`1.` for every item counts up, and a list in a list gets other numbers than what it is in.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from rag.corpus.labels import read_labels
from rag.corpus.readers.extracted import Extracted, TextLine, joined_lines
from rag.corpus.readers.html import html_lines
from rag.corpus.readers.plain import read_plain

if TYPE_CHECKING:
    from markdown_it.rules_core import StateCore

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?P<fields>.*?)\n---[ \t]*\n", re.DOTALL)
_TITLE = re.compile(r"^title:\s*[\"']?(?P<title>.+?)[\"']?\s*$", re.MULTILINE)
_TASK = re.compile(r"^(\s*(?:[-*+]|\d+[.)])\s+)\[[ xX]\]\s+", re.MULTILINE)
# `[附註]: 見附件` would be taken for where a link leads to, and not be shown.
_NOTE = re.compile(r"^([ >]*)(\[[^\]\n]+\]:[ \t]*[^\s\x00-\x7f])", re.MULTILINE)
_STRONG = re.compile(r"\*\*(?=\S)([^*`\n]+)(?<=\S)\*\*")


def read_markdown(data: bytes) -> Extracted:
    """The text that is shown; front matter is furniture, whose `title` becomes the title.

    >>> extracted = read_markdown("---\\ntitle: 目標\\n---\\n- **種樹**三棵\\n".encode())
    >>> extracted.title, extracted.text.split("\\n")[-1]
    ('目標', '種樹三棵')
    """
    plain = read_plain(data)
    front = _FRONT_MATTER.match(plain.text)
    written = front[0].rstrip("\n").split("\n") if front else []
    body, heading = html_lines(_rendered(plain.text[front.end() if front else 0 :]))
    title = _TITLE.search(front["fields"]) if front else None
    return joined_lines(
        [*(TextLine(line, furniture="front matter") for line in written), *body],
        plain.encoding,
        title["title"] if title else heading,
    )


def _rendered(text: str) -> str:
    """The text as a web page."""
    from markdown_it import MarkdownIt  # only this format needs it

    parser = MarkdownIt("commonmark", {"breaks": True}).enable(["table", "strikethrough"])
    parser.core.ruler.after("block", "strong", _mark_strong)
    tokens = parser.parse(_NOTE.sub(r"\1\\\2", _TASK.sub(r"\1", text)))
    for token in tokens:
        if token.type in ("fence", "code_block"):
            token.type, token.content = "html_block", _code(token.content)
    return f"<body>{parser.renderer.render(tokens, parser.options, {})}</body>"


def _mark_strong(state: StateCore) -> None:
    """`**注意：**說明` is meant to be strong, though CommonMark, made for words between spaces,
    does not see that it ends."""
    for token in state.tokens:
        if token.type == "inline":
            token.content = _STRONG.sub(r"<b>\1</b>", token.content)


def _code(content: str) -> str:
    """A block of code; its marks stay where its comments (`# …`) would be taken for headings."""
    fence = "<p>```</p>" if any(map(read_labels, content.split("\n"))) else ""
    return f"{fence}<pre>{html.escape(content)}</pre>{fence}"
