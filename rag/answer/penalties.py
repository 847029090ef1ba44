"""What is punished and how: where a penalty is asked for, the sentences that have one.

The duty stands in one clause, and the penalty in another that may only name it (违反第八条规定者,
处…). Such a sentence is scored as if what announces it and the rule it punishes stood in it, and is
quoted below that rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rag.answer.candidates import (
    Candidate,
    HitFacts,
    Quoted,
    announcing,
    best_first,
    body_sentences,
    scored_together,
)
from rag.answer.kind import Wanted
from rag.answer.lists import announces, headings_above
from rag.answer.reading import NOTHING_READ, Readings
from rag.answer.references import rules_broken
from rag.corpus import Subdivision
from rag.search import Matcher, Searcher
from rag.text import Span, folded
from rag.types import AnswerKind, Hit, Passage, Query

# Penalties are looked for in the documents of so many of the best hits.
_HITS_FOLLOWED = 5
_PENALTY = "处罚|惩罚|处分|惩处|罚则|制裁|罚款|罚金|罚锾|后果"
_ANY = re.compile(
    r"罚款|罚锾|罚金|[科处]以?(?:违法|新台币|人民币|[\d一二三四五六七八九十])|拘留|徒刑|拘役|死刑|吊销"
    r"|没收|没入|[责勒]令|停业|警告|记过|处分|处罚|开除|除名|违约金|滞纳金|赔偿|(?:刑事|法律|民事)责任"
    r"|追究|(?:取消|撤销|废止).{0,8}(?:资格|许可|登记|执照)"
    r"|\b(?:fined?|penalty|imprison\w*|punish\w*|revok\w*)\b"
)
# Folded questions, and what a sentence has that tells of such a penalty.
_ASKED = (
    (
        re.compile(
            r"[判关坐蹲](?:刑|牢|监狱?)?(?:几[年个]|多[少久长])|判刑|坐牢|\bjail|\bprison|\bimprison"
        ),
        re.compile(r"徒刑|拘役|死刑|拘留|刑事责任|\b(?:imprison\w*|prison|jail)\b"),
    ),
    (
        re.compile(
            r"罚(?:款|金|锾)?(?:的?(?:金额|数额|标准))?[是为要交他她它你我]?(?:多少|几|多大)"
            r"|\bfined?\b.{0,12}\bhow much\b|\bhow much\b.*\bfined?\b"
        ),
        re.compile(r"罚款|罚锾|罚金|违约金|元|倍|\bfined?\b"),
    ),
    (re.compile("吊销"), re.compile("吊销|撤销|废止|取消")),
    (
        re.compile(
            rf"罚[要交]?(?:什么|[吗么嘛])|罚不罚|(?:怎么?样?|如何)(?:被|受)?处?[罚判]"
            r"|[会要得](?:不[会要])?(?:被|受到?|挨)?.{0,3}罚"
            rf"|(?:什么|哪些|何种|怎样的?|多重的?)(?:{_PENALTY})"
            rf"|(?:{_PENALTY})[是有为]?(?:什么|哪些|怎|如何|多)|后果"
            r"|会(?:有|是)?(?:怎么?样|如何)|会(?:被|受到?)?怎么?样?处[理置]|拘留"
            r"|\bfined\b|\bfines\b|\bthe fine\b|\bpenalt(?:y|ies)\b|\bpunish|\bsanction(?:s|ed)?\b"
            r"|\bconsequences?\b|\bwhat happens (?:to|if|when)\b"
        ),
        _ANY,
    ),
)
# What asks for a list by its form, but for the penalty of one thing.
_ASKED_OF_ONE = re.compile(rf"有什么(?:{_PENALTY})")


def penalty_asked(query: Query, want: Wanted) -> re.Pattern[str] | None:
    """What tells of the penalty that a question asks for; None if it asks for none, or for all
    that there are, which a list tells."""
    if want.kind is AnswerKind.LIST and not _ASKED_OF_ONE.search(query.folded):
        return None
    return next((given for asked, given in _ASKED if asked.search(query.folded)), None)


class Penalties:
    """What tells of the penalty that a question asks for: each document is gone through once."""

    def __init__(
        self, searcher: Searcher, matcher: Matcher, want: Wanted, penalty: re.Pattern[str]
    ) -> None:
        self._searcher = searcher
        self._matcher = matcher
        self._want = want
        self._penalty = penalty
        self._known: dict[str, list[_Punished]] = {}

    def candidates(self, hits: Sequence[Hit], readings: Readings = NOTHING_READ) -> list[Candidate]:
        """The sentences that tell of it in the documents of the best hits, best first."""
        found = [
            candidate
            for doc_id in dict.fromkeys(hit.passage.doc_id for hit in hits[:_HITS_FOLLOWED])
            for candidate in scored_together(
                [punished.found_by(hits) for punished in self._punished(doc_id)],
                self._matcher,
                self._want,
                readings,
            )
        ]
        return sorted(found, key=best_first)

    def beside_rules(self, hits: Sequence[Hit]) -> list[Hit]:
        """The hits; before one that has a rule, the sentence that punishes it, with the rule as the
        last of the headings that it is read below."""
        punishing = self.candidates(hits)
        found: list[Hit] = []
        for hit in hits:
            if hit.rank <= _HITS_FOLLOWED:
                found += [_hit_of(candidate, hit) for candidate in _of_rule_in(punishing, hit)]
            found.append(hit)
        return [replace(hit, rank=rank) for rank, hit in enumerate(found, start=1)]

    def _punished(self, doc_id: str) -> list[_Punished]:
        if doc_id not in self._known:
            document = _Punishing(self._searcher, self._matcher, doc_id)
            self._known[doc_id] = list(document.punished(self._penalty))
        return self._known[doc_id]


def penalties_asked(searcher: Searcher, matcher: Matcher, want: Wanted) -> Penalties | None:
    """The penalties that the matcher's query asks for; None if it asks for none."""
    penalty = penalty_asked(matcher.query, want)
    return Penalties(searcher, matcher, want, penalty) if penalty else None


def _of_rule_in(punishing: Sequence[Candidate], hit: Hit) -> list[Candidate]:
    """The best that punishes a rule in a hit, unless it is in it."""
    for candidate in punishing:
        is_here = candidate.document.doc_id == hit.passage.doc_id
        if is_here and any(hit.passage.span.contains(quoted.span) for quoted in candidate.beside):
            return [] if hit.passage.span.contains(candidate.span) else [candidate]
    return []


def _hit_of(candidate: Candidate, rule: Hit) -> Hit:
    document, section = candidate.document, candidate.section
    said = "".join(quoted.span.of(document.text) for quoted in candidate.beside)
    passage = Passage(
        document.doc_id,
        section.address,
        section.heading,
        candidate.span,
        candidate.text,
        path=(document.title, said),
    )
    return replace(rule, passage=passage, why=replace(rule.why, matched=()))


@dataclass(frozen=True, slots=True)
class _Punished:
    """A candidate, and all that it rests on: its rule, what announces it, and itself."""

    candidate: Candidate
    row: tuple[Quoted, ...]

    def found_by(self, hits: Sequence[Hit]) -> Candidate:
        """The candidate with how the best of the hits was found that has any of it; what has none
        stands behind."""
        doc_id = self.candidate.document.doc_id
        best = max((hit.score for hit in hits), default=0.0) or 1.0
        for hit in hits:
            passage = hit.passage
            if passage.doc_id == doc_id and any(
                _overlap(passage.span, quoted.span) for quoted in self.row
            ):
                facts = HitFacts(hit.score / best, hit.rank, hit.why.dense_score)
                return replace(self.candidate, hit=facts)
        last = hits[-1]
        facts = HitFacts(last.score / best, len(hits) + 1, last.why.dense_score)
        return replace(self.candidate, hit=facts)


class _Punishing:
    """What a document punishes, sentence by sentence and item by item."""

    def __init__(self, searcher: Searcher, matcher: Matcher, doc_id: str) -> None:
        self._matcher = matcher
        self._document = searcher.store.document(doc_id)
        self._sections = searcher.store.sections(doc_id)
        self._by_address = {section.address: section for section in self._sections}
        self._parents = {section.parent for section in self._sections}

    def punished(self, penalty: re.Pattern[str]) -> Iterator[_Punished]:
        for section in self._sections:
            spans = body_sentences(self._document, section)
            above = announcing(self._by_address, Quoted(self._document, section, section.span))
            announced = self._words(above)
            for span in spans:
                said = folded(span.of(self._document.text))
                is_list = section.address in self._parents and announces(said)
                if not is_list and penalty.search(announced + said):
                    yield self._one(Quoted(self._document, section, span), above)

    def _one(self, penalty: Quoted, above: Sequence[Quoted]) -> _Punished:
        rule = self._rule(penalty, above)
        context = self._words([*rule, *above])
        section = penalty.section
        headings = [section.heading, *headings_above(self._by_address, section)]
        candidate = Candidate(
            self._document,
            section,
            penalty.span,
            is_heading=False,
            headings=folded(" ".join([self._document.title, *reversed(headings)])),
            body=context + folded(section.body_span.of(self._document.text)),
            beside=tuple(quoted for quoted in rule if quoted not in above),
            context=context,
        )
        return _Punished(candidate, (*rule, *above, penalty))

    def _rule(self, penalty: Quoted, above: Sequence[Quoted]) -> tuple[Quoted, ...]:
        """Of the rules that a penalty punishes, the sentence that holds most of the question, below
        what announces it."""
        rules = [
            rule for said in (penalty, *above) for rule in rules_broken(said, self._by_address)
        ]
        told = dict.fromkeys(quoted for rule in rules for quoted in self._sentences_of(rule))
        rows = [(*announcing(self._by_address, quoted), quoted) for quoted in told]
        return max(rows, key=self._held, default=())

    def _sentences_of(self, rule: Subdivision) -> Iterator[Quoted]:
        for section in self._sections:
            if _overlap(rule.span, section.body_span):
                for span in body_sentences(self._document, section):
                    if rule.span.contains(span):
                        yield Quoted(self._document, section, span)

    def _held(self, row: Sequence[Quoted]) -> tuple[float, int]:
        return self._matcher.share((1.0, self._words(row))), -row[-1].span.start

    def _words(self, row: Sequence[Quoted]) -> str:
        return folded("".join(quoted.span.of(self._document.text) for quoted in row))


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
