"""Why the texts do not answer, in the page's language."""

from __future__ import annotations

from markupsafe import Markup

from rag.refusals import NoClause, Refusal, TooFewClauses, TooUnsure, WordsAbsent
from rag.web.wording import Wording


def why_refused(refusal: Refusal | None, wording: Wording) -> Markup:
    """The reason of a refusal."""
    match refusal:
        case TooFewClauses(title, count, number):
            said = wording.say("refusal.items", title=title, count=count, number=number)
            return Markup.escape(said)
        case WordsAbsent(absent):
            words = [Markup('<q class="zj-absent">{}</q>').format(word) for word in absent]
            said = Markup.escape(wording.say("refusal.absent", terms="{}"))
            return said.format(Markup(" ").join(words))
        case NoClause():
            return Markup.escape(wording.say("refusal.address"))
        case TooUnsure() | None:
            return Markup.escape(wording.say("refusal.weak"))
