"""Notes with planted errors of every class, over laws in both scripts: precision and recall.

    python -m benchmarks.check_notes LAWS.jsonl.gz [MORE.jsonl.gz ...] --others SPEECHES.jsonl.gz

Files of laws are as for `benchmarks.index_scale`; laws drawn at random from each file
make the shelf. The others are texts that no law is made of, one in `text` or `context` of each
line: from them come the quotations that should not be found. A quotation is planted as altered (one
to three times, a word or two exchanged or put in), truncated (words cut out inside, or a full stop
before the sentence ends), stitched (two pieces of different articles), misattributed, exact (whole,
a fragment, or with an honest ellipsis), exact but for script, or not found. What was planted is
made sure of in the folded text of the whole shelf, without the code that is measured.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.index_scale import read_articles
from rag.cite.checking import Finding, Status, check_notes
from rag.corpus import ParsedDocument, parse_text
from rag.encode import load_encoder
from rag.index import Store, build_in_memory
from rag.text import folded, render_simplified, render_traditional, sentences
from rag.types import Section

_WORDS = re.compile(r"[^\w%‰°+=$¥€£×÷±]|_")
_PER_NOTE = 7


@dataclass(frozen=True, slots=True)
class Clause:
    """An article that quotations are taken from."""

    doc_id: str
    title: str
    address: str
    text: str
    is_simplified: bool


@dataclass(frozen=True, slots=True)
class Plant:
    """A quotation as it is written into notes, and what it should be found to be."""

    status: Status
    quote: str
    clause: Clause


def main() -> None:
    """Print the table, and each quotation that was judged otherwise than it was planted."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--others", nargs="+", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--notes", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    parser.add_argument("--show", type=int, default=20, help="how many mistakes to print")
    given = parser.parse_args()
    print(f"seed {given.seed}")
    draw = random.Random(given.seed)
    parsed = _shelf(given.files, given.articles, draw)
    store = build_in_memory(parsed, load_encoder(None))
    print(f"{len(store):,} passages of {len(parsed):,} laws")
    planter = Planter(parsed, _others(given.others, draw), draw)
    _measure(store, planter, given.notes, given.show)


def _measure(store: Store, planter: Planter, notes: int, shown: int) -> None:
    judged: Counter[tuple[Status, Status]] = Counter()
    right_places = places = 0
    seconds = 0.0
    statuses = list(Status)
    for number in range(notes):
        plants = [planter.plant(statuses[(number + i) % 7]) for i in range(_PER_NOTE)]
        started = time.perf_counter()
        findings = check_notes(store, planter.note(plants)).findings
        seconds += time.perf_counter() - started
        if len(findings) != len(plants):
            raise ValueError(f"{len(findings)} quotations found of {len(plants)}")
        for plant, finding in zip(plants, findings, strict=True):
            judged[plant.status, finding.status] += 1
            if plant.status is finding.status and finding.pieces:
                places += 1
                right_places += finding.doc_id == plant.clause.doc_id
            if plant.status is not finding.status and shown > 0:
                shown -= 1
                print(_mistake(plant, finding))
    print(_table(judged))
    total = sum(judged.values())
    print(f"\n{total:,} quotations, {1000 * seconds / total:.1f} ms each")
    print(f"the document proposed is the one quoted in {right_places / places:.3f}")


def _mistake(plant: Plant, finding: Finding) -> str:
    where = f"{plant.clause.doc_id} {plant.clause.address}"
    return (
        f"{plant.status} as {finding.status}: {plant.quote!r} ({where}); "
        f"{finding.doc_id} {finding.address} {finding.difference}"
    )


def _table(judged: Counter[tuple[Status, Status]]) -> str:
    lines = ["| class | planted | precision | recall |", "|---|---|---|---|"]
    for status in Status:
        planted = sum(count for (truth, _), count in judged.items() if truth is status)
        found = sum(count for (_, said), count in judged.items() if said is status)
        hit = judged[status, status]
        precision = f"{hit / found:.3f}" if found else "–"
        lines.append(f"| {status} | {planted:,} | {precision} | {hit / max(planted, 1):.3f} |")
    return "\n".join(lines)


def _shelf(files: Sequence[Path], articles: int, draw: random.Random) -> list[ParsedDocument]:
    """Whole laws, the same number of articles from each file, each law parsed from its text."""
    parsed: list[ParsedDocument] = []
    for file in files:
        laws: dict[str, list[str]] = {}
        for article in read_articles([file]):
            name = f"{article['category']}/{article['law']}"
            text = f"{article['article']}　{article.get('text') or article['zh']}"
            laws.setdefault(name, []).append(text)
        taken = 0
        names = list(laws)
        draw.shuffle(names)
        for name in names:
            if taken >= articles // len(files):
                break
            taken += len(laws[name])
            title = name.rpartition("/")[2]
            parsed.append(parse_text(name, "\n".join(laws[name]), title=title))
    return parsed


def _others(files: Sequence[Path], draw: random.Random) -> list[str]:
    """Sentences of texts that are no laws, of 10 to 60 characters."""
    found: list[str] = []
    for file in files:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            records = [json.loads(line) for _, line in zip(range(20_000), lines, strict=False)]
        for record in records:
            text = record.get("text") or record.get("context") or ""
            found += [span.of(text) for span in sentences(text) if 10 <= len(span) <= 60]
    draw.shuffle(found)
    return [s for s in found if len(re.findall("[\u4e00-\u9fff]", s)) >= 10]


def words(text: str) -> str:
    """The folded text without what is between words."""
    return _WORDS.sub("", folded(text))


class Planter:
    """Plants quotations of each class, and makes sure that they are of it."""

    def __init__(
        self, parsed: Sequence[ParsedDocument], others: Sequence[str], draw: random.Random
    ) -> None:
        self.draw = draw
        self.others = list(others)
        self.clauses = [
            Clause(
                document.document.doc_id,
                document.document.title,
                section.address,
                section.body_span.of(document.document.text),
                document.document.language == "zh-Hans",
            )
            for document in parsed
            for section in document.sections
            if section.kind == "article" and len(section.body_span) >= 30
        ]
        self.words_at = {
            (d.document.doc_id, s.address): words(s.span.of(d.document.text))
            for d in parsed
            for s in d.sections
        }
        self.everything = "\n".join(words(d.document.text) for d in parsed)
        self.addresses: dict[str, list[Section]] = {
            d.document.doc_id: [s for s in d.sections if s.kind == "article"] for d in parsed
        }

    def plant(self, status: Status) -> Plant:
        """A quotation of this class."""
        makers = {
            Status.EXACT: self._exact,
            Status.SCRIPT: self._script,
            Status.ALTERED: self._altered,
            Status.TRUNCATED: self._truncated,
            Status.STITCHED: self._stitched,
            Status.MISATTRIBUTED: self._misattributed,
            Status.NOT_FOUND: self._not_found,
        }
        while True:
            plant = makers[status]()
            if plant is not None and not set(plant.quote) & set('「」『』“”"\n'):
                return plant

    def note(self, plants: Sequence[Plant]) -> str:
        """Notes with the quotations, attributed in one way or another."""
        lines = ["# 筆記", ""]
        for plant in plants:
            clause, quote = plant.clause, plant.quote
            opening, closing = self.draw.choice(["「」", "“”", "『』"])
            named = f"[{clause.doc_id} {clause.address}]"
            way = self.draw.randrange(4)
            if way == 0:
                lines += [f"> {quote}", f"> —— {named}", ""]
            elif way == 1:
                lines += [f"《{clause.title}》{clause.address}規定:{opening}{quote}{closing}。", ""]
            elif way == 2 and plant.status is not Status.MISATTRIBUTED:
                lines += [f"書中說{opening}{quote}{closing},值得細讀。", ""]
            else:
                lines += [f"- {opening}{quote}{closing} {named}", ""]
        return "\n".join(lines)

    def _clause(self) -> Clause:
        return self.draw.choice(self.clauses)

    def _piece(self, text: str, shortest: int, longest: int) -> str:
        """A run of a text that begins behind punctuation and ends before it or behind a stop."""
        edges = [0, *(m.end() for m in re.finditer(r"[，。；：,;:\n]", text)), len(text)]
        runs = [(a, b) for a in edges for b in edges if shortest <= b - a <= longest]
        if not runs:
            return ""
        start, end = self.draw.choice(runs)
        return text[start:end].strip().strip("，；：,;:")

    def _stands(self, quote: str) -> bool:
        return words(quote) in self.everything

    def _exact(self) -> Plant | None:
        clause = self._clause()
        kind = self.draw.randrange(3)
        quote = self._piece(clause.text, 8, 120)
        if kind == 1 and quote:
            start = self.draw.randrange(max(1, len(quote) - 8))
            quote = quote[start : start + self.draw.randint(8, 30)].strip()
        elif kind == 2:
            one, other = self._two_pieces(clause.text)
            quote = f"{one}……{other}" if one else ""
        return Plant(Status.EXACT, quote, clause) if len(words(quote)) >= 6 else None

    def _two_pieces(self, text: str) -> tuple[str, str]:
        middle = len(text) // 2
        pieces = self._piece(text[:middle], 8, 40), self._piece(text[middle:], 8, 40)
        return pieces if all(pieces) else ("", "")

    def _script(self) -> Plant | None:
        clause = self._clause()
        quote = self._piece(clause.text, 8, 120)
        render = render_traditional if clause.is_simplified else render_simplified
        converted = render(quote)
        if self.draw.random() < 0.5:
            converted = converted.translate(str.maketrans("，；：（）", ",;:()"))
        if len(words(quote)) < 6 or words(converted) != words(quote) or converted == quote:
            return None
        return Plant(Status.SCRIPT, converted, clause)

    def _altered(self) -> Plant | None:
        clause = self._clause()
        quote = self._piece(clause.text, 14, 120)
        if not quote:
            return None
        other = words(self.draw.choice(self.clauses).text)
        changed = quote
        for _ in range(self.draw.randint(1, 3)):
            position = self.draw.randrange(1, len(changed) - 1)
            start = self.draw.randrange(len(other) - 3)
            put = other[start : start + self.draw.randint(1, 2)]
            put = put if clause.is_simplified else render_traditional(put)
            is_inserted = self.draw.random() < 0.3
            changed = (
                changed[:position] + put + changed[position + (0 if is_inserted else len(put)) :]
            )
        if self._stands(changed) or _is_within(words(changed), words(quote)):
            return None
        return Plant(Status.ALTERED, changed, clause)

    def _truncated(self) -> Plant | None:
        clause = self._clause()
        quote = self._piece(clause.text, 20, 120)
        if len(words(quote)) < 18:
            return None
        if self.draw.random() < 0.4:
            cut = re.match(r"(.{10,}?[^，。；：、]{2})[，、](?=\w)", quote)
            quote = f"{cut[1]}。" if cut else ""
            is_right = bool(quote) and self._all_go_on(quote)
        else:
            start = self.draw.randrange(5, len(quote) - 9)
            length = self.draw.randint(1, min(30, len(quote) - start - 6))
            is_in_number = re.search(r"\d", quote[start - 1 : start + length + 1])
            quote = quote[:start] + quote[start + length :]
            is_right = not is_in_number and not self._stands(quote)
        return Plant(Status.TRUNCATED, quote, clause) if is_right else None

    def _all_go_on(self, quote: str) -> bool:
        """True if the words stand in one article only, so that no other ends with them."""
        return self.everything.count(words(quote)) == 1

    def _stitched(self) -> Plant | None:
        one, other = self._clause(), self._clause()
        if self.draw.random() < 0.5:
            articles = [c for c in self.clauses if c.doc_id == one.doc_id and c != one]
            other = self.draw.choice(articles) if articles else other
        pieces = [self._piece(clause.text, 10, 50) for clause in (one, other)]
        if one.is_simplified != other.is_simplified or min(map(len, map(words, pieces))) < 9:
            return None
        quote = self.draw.choice(["，", "", "；"]).join(piece.rstrip("。") for piece in pieces)
        is_one_place = any(
            words(pieces[0]) in at and words(pieces[1]) in at for at in self._near(one, pieces)
        )
        return None if self._stands(quote) or is_one_place else Plant(Status.STITCHED, quote, one)

    def _near(self, clause: Clause, pieces: Sequence[str]) -> list[str]:
        """The words of every article that has the first piece."""
        wanted = words(pieces[0])
        return [at for at in self.words_at.values() if wanted in at]

    def _misattributed(self) -> Plant | None:
        clause = self._clause()
        quote = self._piece(clause.text, 10, 120)
        wrong = self.draw.choice(self.addresses[clause.doc_id])
        at = self.words_at[clause.doc_id, wrong.address]
        if len(words(quote)) < 8 or words(quote) in at or wrong.address == clause.address:
            return None
        wrongly = Clause(clause.doc_id, clause.title, wrong.address, "", clause.is_simplified)
        return Plant(Status.MISATTRIBUTED, quote, wrongly)

    def _not_found(self) -> Plant | None:
        quote = self.draw.choice(self.others)
        return None if self._stands(quote) else Plant(Status.NOT_FOUND, quote, self._clause())


def _is_within(part: str, whole: str) -> bool:
    """True if `part` is `whole` with characters left out."""
    rest = iter(whole)
    return all(character in rest for character in part)


if __name__ == "__main__":
    main()
