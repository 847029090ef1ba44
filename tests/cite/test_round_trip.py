"""What is written for reference managers, other libraries read back, whatever the titles hold."""

from __future__ import annotations

import json
from typing import Any

import bibtexparser
import rispy
from citeproc.source.json import CiteProcJSON
from hypothesis import example, given
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from rag.cite.reference import Reference, one_line
from rag.cite.styles import format_reference, format_references

# Commands of LaTeX itself that the reader does not know, or reads as a letter of another alphabet.
LATEX = get_default_latex_context_db()
LATEX.add_context_category(
    "braces",
    prepend=True,
    macros=[
        MacroTextSpec("textbraceleft", "{"),
        MacroTextSpec("textbraceright", "}"),
        MacroTextSpec("textasciicircum", "^"),
    ],
)
AWKWARD = "\\{b} } % $x$ & #_ ~^ -- --- '' `` ?` !` << >> @book{x, \" and 社區，、; = |"
LINE = st.one_of(
    st.text(st.characters(exclude_categories=["Cs", "Cc"])),
    st.text("{}\\%$&#_~^-'`?!<>@,\" =|a社區\n"),
).map(one_line)
FACT = LINE.filter(bool)
REFERENCES = st.builds(
    Reference,
    doc_id=FACT,
    title=FACT,
    language=st.sampled_from(["zh-Hant", "zh-Hans", "en"]),
    address=FACT,
    heading=LINE,
    authors=st.lists(FACT, max_size=3).map(tuple),
    book=LINE,
    publisher=LINE,
    year=st.sampled_from(["", "2018", "2018-05-01", "康熙四十四年"]),
    place=LINE,
    url=st.sampled_from(["", "https://example.org/a?b=%7B&c={d}", 'https://example.org/"\\']),
    accessed=st.sampled_from(["", "2026-11-02"]),
)
# A clause has one reference: two with the same place would differ in nothing else.
LISTS = st.lists(REFERENCES, min_size=1, max_size=3, unique_by=lambda r: (r.doc_id, r.address))
WORST = Reference(
    AWKWARD,
    AWKWARD,
    "zh-Hant",
    "二/4",
    AWKWARD,
    ("Ministry of Works and Parks", "Smith, John and", AWKWARD),
    book=AWKWARD,
    publisher=AWKWARD,
    place="ER -",
)


def plain(latex: str) -> str:
    return str(LatexNodes2Text(LATEX, keep_braced_groups=False).latex_to_text(latex))


@given(REFERENCES)
@example(WORST)
def test_bibtex_is_read_back_with_every_sign(reference: Reference) -> None:
    library = bibtexparser.parse_string(format_reference(reference, "bibtex"))
    assert not library.failed_blocks
    (entry,) = library.entries
    fields = {name: field.value for name, field in entry.fields_dict.items()}
    assert entry.key.isascii()
    assert one_line(plain(fields["title"])) == reference.title
    assert one_line(plain(fields["note"])) == one_line(reference.locator)
    for name, value in (
        ("booktitle", reference.book),
        ("publisher", reference.publisher),
        ("address", reference.place),
    ):
        assert one_line(plain(fields.get(name, ""))) == value


@given(REFERENCES)
@example(WORST)
def test_bibtex_braces_balance_as_bibtex_itself_counts_them(reference: Reference) -> None:
    depth = 0
    for character in format_reference(reference, "bibtex"):
        assert depth or character not in "}"
        depth += {"{": 1, "}": -1}.get(character, 0)
    assert depth == 0


@given(st.lists(FACT, min_size=1, max_size=4))
@example(["Ministry of Works and Parks", "and", "Smith and, John", "{", "}", "王、小明"])
def test_bibtex_keeps_each_author_whole(names: list[str]) -> None:
    reference = Reference("a", "T", "en", "1", authors=tuple(names))
    library = bibtexparser.parse_string(
        format_reference(reference, "bibtex"),
        append_middleware=[bibtexparser.middlewares.SeparateCoAuthors()],
    )
    (entry,) = library.entries
    written = [one_line(plain(name)) for name in entry["author"]]
    assert [name.replace(" ", "") for name in written] == [n.replace(" ", "") for n in names]


@given(LISTS)
@example([WORST])
def test_ris_is_read_back_record_by_record(references: list[Reference]) -> None:
    records: list[dict[str, Any]] = rispy.loads(format_references(references, "ris"))
    assert len(records) == len(references)
    for record, reference in zip(records, references, strict=True):
        assert one_line(record["title"]) == reference.title
        assert record.get("publisher", "") == reference.publisher
        assert len(record.get("authors", [])) == len(reference.authors)
        assert record["notes"] == [reference.locator]


def test_a_reference_that_comes_again_is_given_once() -> None:
    assert format_references([WORST, WORST], "ris") == format_references([WORST], "ris")


@given(LISTS)
@example([WORST])
def test_csl_json_is_read_by_a_citation_processor(references: list[Reference]) -> None:
    items = json.loads(format_references(references, "csl-json"))
    for item in items:
        item.pop("custom")  # of CSL 1.0.2, which this processor does not know yet
    source = CiteProcJSON(items)
    for item, reference in zip(items, references, strict=True):
        read = source[item["id"].lower()]
        assert str(read["title"]) == reference.title
        assert str(read.get("publisher", "")) == reference.publisher
        assert len(read.get("author", [])) == len(reference.authors)
        if reference.year == "2018-05-01":
            assert (read["issued"].year, read["issued"].month, read["issued"].day) == (2018, 5, 1)
