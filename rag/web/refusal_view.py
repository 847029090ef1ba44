"""Why the texts do not answer, in the page's language."""

from __future__ import annotations

from itertools import groupby

from markupsafe import Markup

from rag.refusals import NoClause, Refusal, TooFewClauses, TooUnsure, WordsAbsent
from rag.web.markup import chip, join
from rag.web.source_text import Sources
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


def nearest_clauses(refusal: Refusal | None, sources: Sources, wording: Wording) -> Markup:
    """The clauses nearest to an address that there is not, to be shown at a click, document by
    document; nothing for any other refusal."""
    nearest = refusal.nearest if isinstance(refusal, NoClause) else ()
    if not nearest:
        return Markup("")
    groups = []
    for doc_id, clauses in groupby(nearest, key=lambda near: near.doc_id):
        document = sources(doc_id).document
        chips = [chip(wording, doc_id=doc_id, address=near.address) for near in clauses]
        title = Markup('<span class="zj-source" lang="{}">{}</span>')
        groups.append(title.format(document.language, document.title) + join(chips))
    lines = [Markup('<div class="zj-nearest">{}</div>').format(group) for group in groups]
    return Markup("<p>{}</p>{}").format(wording.say("refusal.nearest"), join(lines))
