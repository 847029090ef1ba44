"""Obsidian: properties in front, every quotation a callout with a block id to link to."""

from __future__ import annotations

import json
import re
from hashlib import sha256

from rag.cite.export.blocks import Mark, Quote, Tags, blocks
from rag.cite.export.markdown import around
from rag.cite.export.markdown_text import markdown_line, markdown_text, quoted
from rag.cite.export.study_pack import StudyPack, single_line
from rag.types import Citation

_NOT_IN_TAGS = re.compile(r"[^\w/-]+")


def to_obsidian(pack: StudyPack) -> bytes:
    """The notes as a file for an Obsidian vault.

    Callouts of the kind `quote` hold the source's words, those of the kind `warning` what the
    source does not say.
    """
    parts = [_properties(pack), f"# {markdown_line(pack.shown_title)}", markdown_line(pack.summary)]
    used: set[str] = set()
    for block in blocks(pack):
        if isinstance(block, Quote):
            title = f"[!quote] [{markdown_line(block.place)}]({block.link})"
            parts.append(quoted(f"{title}\n\n{markdown_text(block.citation.quote)}"))
            parts.append(f"^{_unused(block_id(block.citation), used)}")
        elif isinstance(block, Mark):
            title = f"[!warning] {markdown_line(block.warning)}"
            place = f"{pack.labels.label('noted')}({markdown_line(block.place)})"
            parts.append(quoted(f"{title}\n\n{place}\n\n{markdown_text(block.noted)}"))
        elif isinstance(block, Tags):
            parts.append(" ".join(f"#{tag}" for tag in map(obsidian_tag, block.tags) if tag))
        else:
            parts += around(block, pack.labels)
    return "\n\n".join([*filter(None, parts), ""]).encode("utf-8")


def block_id(citation: Citation) -> str:
    """The id of a quotation's block, the same in every export: `[[notes#^zj-…]]` links to it."""
    place = f"{citation.doc_id}\n{citation.address}\n{citation.span.start}\n{citation.span.end}"
    return f"zj-{sha256(place.encode()).hexdigest()[:10]}"


def obsidian_tag(tag: str) -> str:
    """A tag in the letters that Obsidian's tags may have; empty if none is left.

    >>> [obsidian_tag(tag) for tag in ("社區 建設", "2026", "#a,b", "!")]
    ['社區-建設', '2026_', 'a-b', '']
    """
    bare = _NOT_IN_TAGS.sub("-", tag).strip("-/")
    return f"{bare}_" if bare.isdigit() else bare


def _unused(name: str, used: set[str]) -> str:
    """`name`, numbered if the file has it already: one quotation may be noted twice."""
    candidate, number = name, 1
    while candidate in used:
        number += 1
        candidate = f"{name}-{number}"
    used.add(candidate)
    return candidate


def _properties(pack: StudyPack) -> str:
    """The front matter. JSON strings are YAML strings."""
    tags = dict.fromkeys(obsidian_tag(tag) for note in pack.notes for tag in note.note.tags)
    written = [json.dumps(tag, ensure_ascii=False) for tag in tags if tag]
    return "\n".join(
        [
            "---",
            f"title: {json.dumps(single_line(pack.shown_title), ensure_ascii=False)}",
            f"verified: {pack.made.date().isoformat()}",
            f"tags: [{', '.join(written)}]",
            "---",
        ]
    )
