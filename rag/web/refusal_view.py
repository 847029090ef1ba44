"""Why the texts do not answer, in the page's language."""

from __future__ import annotations

import re

from markupsafe import Markup

from rag.types import Answer, AnswerKind
from rag.web.wording import Wording

_TOO_FEW = re.compile(r"(?P<title>.+) has (?P<count>\d+) clauses, not (?P<number>\d+)")
# What the other reasons begin with: each is told in more detail by the evidence.
_TOLD = ("no clause ", "nowhere in the texts: ", "no sentence is likely enough ")


def why_refused(answer: Answer, wording: Wording) -> Markup:
    """The reason of a refusal; one that the page has no words for, in its own."""
    reason = answer.evidence.reason
    if found := _TOO_FEW.fullmatch(reason):
        return Markup.escape(wording.say("refusal.items", **found.groupdict()))
    if reason and not reason.startswith(_TOLD):
        return Markup('<span lang="en">{}</span>').format(reason)
    if absent := [term.term for term in answer.evidence.terms if term.passages == 0]:
        words = [Markup('<q class="zj-absent">{}</q>').format(term) for term in absent]
        said = Markup.escape(wording.say("refusal.absent", terms="{}"))
        return said.format(Markup(" ").join(words))
    is_place = answer.kind is AnswerKind.NAVIGATION
    return Markup.escape(wording.say("refusal.address" if is_place else "refusal.weak"))
