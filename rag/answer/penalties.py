"""What is punished and how: where a penalty is asked for, the sentences that have one.

The duty stands in one clause, and the penalty in another that may only name it (违反第八条规定者,
处…). Such a sentence is scored as if what announces it and the rule it punishes stood in it, and is
quoted below that rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

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
from rag.answer.lists import announces
from rag.answer.reading import NOTHING_READ, Readings
from rag.answer.references import Rule, rules_broken
from rag.search import Matcher, Searcher
from rag.text import Span, folded
from rag.types import AnswerKind, Hit, Passage, Query, Section

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


def penalties(
    searcher: Searcher,
    matcher: Matcher,
    hits: Sequence[Hit],
    want: Wanted,
    readings: Readings,
    penalty: re.Pattern[str],
) -> list[Candidate]:
    """The sentences that tell of a penalty in the documents of the best hits, best first."""
    found = [
        candidate
        for doc_id in dict.fromkeys(hit.passage.doc_id for hit in hits[:_HITS_FOLLOWED])
        for candidate in scored_together(
            list(_Punishing(searcher, matcher, hits, doc_id).candidates(penalty)),
            matcher,
            want,
            readings,
        )
    ]
    return sorted(found, key=best_first)


def with_what_punishes(
    searcher: Searcher, matcher: Matcher, hits: Sequence[Hit], want: Wanted
) -> list[Hit]:
    """The hits; where a penalty is asked for, before one that has the rule, the sentence that
    punishes it, with the rule as the last of the headings that it is read below."""
    penalty = penalty_asked(matcher.query, want)
    if penalty is None:
        return list(hits)
    punishing = penalties(searcher, matcher, hits, want, NOTHING_READ, penalty)
    found: list[Hit] = []
    for hit in hits:
        if hit.rank <= _HITS_FOLLOWED:
            found += [_hit_of(candidate, hit) for candidate in _of_rule_in(punishing, hit)]
        found.append(hit)
    return [replace(hit, rank=rank) for rank, hit in enumerate(found, start=1)]


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


class _Punishing:
    """What a document punishes, sentence by sentence and item by item."""

    def __init__(
        self, searcher: Searcher, matcher: Matcher, hits: Sequence[Hit], doc_id: str
    ) -> None:
        self._searcher = searcher
        self._matcher = matcher
        self._hits = hits
        self._document = searcher.store.document(doc_id)
        self._sections = searcher.store.sections(doc_id)
        self._by_address = {section.address: section for section in self._sections}
        self._parents = {section.parent for section in self._sections}

    def candidates(self, penalty: re.Pattern[str]) -> Iterator[Candidate]:
        for section in self._sections:
            spans = body_sentences(self._document, section)
            above = announcing(self._by_address, Quoted(self._document, section, section.span))
            announced = self._words(above)
            for span in spans:
                said = folded(span.of(self._document.text))
                is_list = section.address in self._parents and announces(said)
                if not is_list and penalty.search(announced + said):
                    yield self._candidate(Quoted(self._document, section, span), above)

    def _candidate(self, penalty: Quoted, above: Sequence[Quoted]) -> Candidate:
        rule = self._rule(penalty, above)
        context = self._words([*rule, *above])
        return Candidate(
            self._document,
            penalty.section,
            penalty.span,
            is_heading=False,
            headings=folded(" ".join([self._document.title, *self._headings(penalty.section)])),
            body=context + folded(penalty.section.body_span.of(self._document.text)),
            hit=self._facts([*rule, *above, penalty]),
            beside=tuple(quoted for quoted in rule if quoted not in above),
            context=context,
        )

    def _rule(self, penalty: Quoted, above: Sequence[Quoted]) -> tuple[Quoted, ...]:
        """Of the rules that a penalty punishes, the sentence that holds most of the question, below
        what announces it."""
        rules = [
            rule
            for said in (penalty, *above)
            for rule in rules_broken(self._document, self._sections, said.section, said.span)
        ]
        told = dict.fromkeys(quoted for rule in rules for quoted in self._sentences_of(rule))
        rows = [(*announcing(self._by_address, quoted), quoted) for quoted in told]
        return max(rows, key=self._held, default=())

    def _sentences_of(self, rule: Rule) -> Iterator[Quoted]:
        for section in self._sections:
            if _overlap(rule.span, section.body_span):
                for span in body_sentences(self._document, section):
                    if rule.span.contains(span):
                        yield Quoted(self._document, section, span)

    def _held(self, row: Sequence[Quoted]) -> tuple[float, int]:
        return self._matcher.share((1.0, self._words(row))), -row[-1].span.start

    def _words(self, row: Sequence[Quoted]) -> str:
        return folded("".join(quoted.span.of(self._document.text) for quoted in row))

    def _headings(self, section: Section) -> list[str]:
        headings = [section.heading]
        while section.parent:
            section = self._by_address[section.parent]
            headings.insert(0, section.heading)
        return headings

    def _facts(self, row: Sequence[Quoted]) -> HitFacts:
        """How the best of the hits was found that has any of it; what has none stands behind."""
        best = max((hit.score for hit in self._hits), default=0.0) or 1.0
        for hit in self._hits:
            passage = hit.passage
            if passage.doc_id == self._document.doc_id and any(
                _overlap(passage.span, quoted.span) for quoted in row
            ):
                return HitFacts(hit.score / best, hit.rank, hit.why.dense_score)
        last = self._hits[-1]
        return HitFacts(last.score / best, len(self._hits) + 1, last.why.dense_score)


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
