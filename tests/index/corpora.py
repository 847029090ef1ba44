"""Small corpora for the tests of the index."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from rag.corpus import Corpus, ParsedDocument
from rag.encode.seam import Vectors
from rag.types import Document, Passage, RemovedLine, Section, Source, Span


class CharacterEncoder:
    """A bag of characters: an encoder that costs nothing to start."""

    name = "characters-16"
    dim = 16

    def encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        for row, text in enumerate(texts):
            for character in text:
                vectors[row, ord(character) % self.dim] += 1.0
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / np.where(lengths == 0, 1, lengths)


def parsed(doc_id: str, clauses: Sequence[str], *, title: str = "") -> ParsedDocument:
    """A document of these clauses, one to a line, each a section and a passage."""
    title = title or f"《{doc_id}》"
    text = "\n".join(clauses)
    sections, passages, start = [], [], 0
    for number, clause in enumerate(clauses, start=1):
        span = Span(start, start + len(clause))
        nothing = Span(start, start)
        sections.append(
            Section(doc_id, str(number), "item", str(number), "", span, nothing, span, parent="")
        )
        passages.append(Passage(doc_id, str(number), "", span, clause, (title,)))
        start = span.end + 1
    document = Document(
        doc_id,
        title,
        text,
        "zh-Hant",
        notes=("一則編者注",),
        source=Source(
            f"{doc_id}.txt", hashlib.sha256(text.encode(errors="replace")).hexdigest(), "utf-8"
        ),
        removed=(RemovedLine(Span(0, 2), "頁首", "banner"),),
    )
    return ParsedDocument(document, tuple(sections), tuple(passages))


def corpus(*documents: ParsedDocument, problems: tuple[str, ...] = ()) -> Corpus:
    digest = hashlib.sha256(repr(documents).encode()).hexdigest()
    return Corpus(documents, problems, digest)


COMMUNITY = parsed(
    "community",
    [
        "社區建設要以人為本,服務居民。",
        "擴大民主,居民自治;\n資源共享,共駐共建。",
        "管理有序。管理有序就是責任明確, good governance in 3 steps.",
        "社区居民委员会由居民选举产生。",
        "",
        "Residents' committees serve the community; an article of 1500 words.",
    ],
    title="社區建設",
)
HOUSING = parsed(
    "housing",
    ["公寓大廈應設管理委員會。", "管理費由住戶分擔。", "管理有序。", "住戶得選舉管理委員。"],
    title="住宅管理",
)
SMALL = corpus(COMMUNITY, HOUSING, problems=("notes.doc: not a format that is read",))


def generated(documents: int, clauses: int, *, seed: int = 0) -> Corpus:
    """A larger corpus of made-up clauses, all different."""
    words = "社區 居民 管理 委員會 選舉 服務 治理 公約 財產 規劃 governance article 12 協商".split()

    def clause(document: int, number: int) -> str:
        digest = hashlib.sha256(f"{seed}/{document}/{number}".encode()).digest()
        picked = "".join(words[byte % len(words)] for byte in digest[:12])
        return f"{picked},第{document}卷{number}號。"

    return corpus(
        *(
            parsed(f"d{document:04}", [clause(document, number) for number in range(clauses)])
            for document in range(documents)
        )
    )
