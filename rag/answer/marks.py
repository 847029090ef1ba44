"""The answering words inside a quoted sentence, where the question's own form gives them away."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.answer.kind import Wanted
from rag.answer.quantities import quantities
from rag.text import Span, fold
from rag.types import Query

_BLANK = re.compile(
    r"什么样的|什么|哪[些个里年位几]?(?:[项个条点种类]|方面|部门|问题|原则)?|谁|多少|几(?=[年月日天个项条户人次])|何"
)
_NAMED = re.compile(r"(?P<thing>[^\s,.的]{2,8})(?:是|指的是|指)(?:什么|哪里|谁)")
_NAMED_IN_ENGLISH = re.compile(
    r"\bwhat(?:'s| is| are| was| should be| must be)(?: (?:the|its|their))?"
    r"(?P<thing>(?: [a-z]+){1,3}?) (?:of|for)\b"
)
_SURE = 0.5
_LENGTHS = (6, 5, 4, 3, 2, 1)
_LEAST_CONTEXT = 3
# What is asked, and what a sentence that answers it has.
_FORMS = (
    (
        re.compile(r"什么时候|何时|时间|日期|\bwhen\b"),
        re.compile(r"\d年|\d月|\d日|[一二三四五六七八九十〇零]年|世纪|\d:\d|\d点"),
    ),
    (re.compile(r"为什么|为何|原因|\bwhy\b"), re.compile(r"因|由于|所以|故而?|以便|得名|缘")),
    (
        re.compile(r"哪些|什么(?:人|地区|功能)|\bwhich \w+s\b"),
        re.compile(r"[^,;.]{1,12}(?:,[^,;.]{1,12}){2}"),
    ),
    (re.compile(r"多[高长大远深重]|\bhow (?:tall|high|long|big|far)\b"), re.compile(r"\d")),
    (re.compile(r"哪里|何处|哪儿|地区|\bwhere\b"), re.compile(r"位于|分布|在|于")),
)
_FILLING = r"([^.;!?\n]{1,60}?)"


def answering_words(query: Query, want: Wanted, sentence: str) -> tuple[Span, ...]:
    """Spans of `sentence` that answer: a number for a quantity, else what fills the blank.

    >>> from rag.types import Query, AnswerKind
    >>> query = Query("", "社区建设以什么为龙头?", "zh", ())
    >>> [s.of("以發展服務為龍頭") for s in
    ...  answering_words(query, Wanted(AnswerKind.FACT), "以發展服務為龍頭")]
    ['發展服務']
    """
    view = fold(sentence)
    if want.quantity and want.quantity.is_number:
        found = quantities(want.quantity, view.text)
    else:
        found = _filled_blank(query, view.text)
    return tuple(view.offsets.to_source(span) for span in found)


def fills_blank(query: Query, folded_sentence: str) -> bool:
    """True if the sentence has the question's words around its blank, and something in it."""
    return bool(_filled_blank(query, folded_sentence))


def has_form(query: Query, folded_sentence: str) -> bool:
    """True if the sentence has the form that such a question is answered in: a date, a reason."""
    return any(
        asked.search(query.folded) and given.search(folded_sentence) for asked, given in _FORMS
    )


def _filled_blank(query: Query, sentence: str) -> list[Span]:
    """The answering words, by the question's form: "B是什么" asks for A in "以A为B"."""
    for thing in _things_named(query):
        filled = re.search(
            rf"[以把]([^.;!?以把]{{1,60}}?)(?:作为|为)[^,.;]{{0,12}}?{re.escape(thing)}", sentence
        )
        if filled:
            return [Span(filled.start(1), filled.end(1))]
    return [] if _NAMED.search(query.folded) else _cloze(query.folded, sentence)


def _things_named(query: Query) -> Iterator[str]:
    """What the question asks the name of, whole and without its beginning; in English, what may
    stand for its last word."""
    if named := _NAMED.search(query.folded):
        thing = named["thing"]
        yield from (thing[start:] for start in range(len(thing) - 1))
    elif named := _NAMED_IN_ENGLISH.search(query.folded):
        word = next((w for w in query.words if w.text == named["thing"].split()[-1]), None)
        others = word.alternatives[1:] if word else ()
        yield from (term for term, sure in others if sure >= _SURE and len(term) > 1)


def _cloze(question: str, sentence: str) -> list[Span]:
    """What fills the question's blank where its words left and right stand in the sentence."""
    blank = _BLANK.search(question)
    if not blank:
        return []
    left = re.split(r"[\s,.?!;:]", question[: blank.start()])[-1]
    right = re.split(r"[\s,.?!;:]", question[blank.end() :])[0]
    before = next((left[-n:] for n in _LENGTHS if len(left) >= n and left[-n:] in sentence), "")
    after = next((right[:n] for n in _LENGTHS if len(right) >= n and right[:n] in sentence), "")
    if not before or len(before) + len(after) < _LEAST_CONTEXT:
        return []
    ending = re.escape(after) or "(?=[,.;]|$)"
    filled = re.search(re.escape(before) + _FILLING + ending, sentence)
    return [Span(filled.start(1), filled.end(1))] if filled else []
