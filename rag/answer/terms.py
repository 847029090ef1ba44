"""What a term means: the sentence that says so is looked up by its words, all over the shelf.

On a shelf of laws many clauses speak of a term at length and one defines it, which no ranking by
likeness puts first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from rag.answer.candidates import Quoted, body_sentences, place_of
from rag.search import Searcher
from rag.search.authority import without_state
from rag.text import Span, fold, folded, is_han, segment
from rag.types import Query

# A folded question for what a term means, and for nothing else.
_TERM = r"(?P<term>[^\s,.;:?!\"]{2,20}?)"
_END = r"(?:呢|啊)?[?.!\s]*"
# The law that is to say what its term means: 《…法》所称, …条例中的.
_LAW = r"[^\s,.;:?!\"<>]{2,30}?(?:法典?|条例|规定|办法|细则)"
_IN_LAW = rf"(?:\"?<?{_LAW}>?\"?(?:所称的?|所说的?|中的?|里的?|上的?))?"
_ASKS_MEANING = re.compile(
    r"(?:请问|请?解释(?:一下)?|请?说明)?\s*"
    rf"(?:什么(?:是|叫做?)|何谓|何为|(?:如何|怎[么样])(?:理解|定义))\s*"
    rf"{_IN_LAW}\"?{_TERM}\"?{_END}"
)
_MEANING_ASKED = re.compile(
    rf"{_IN_LAW}\"?{_TERM}\"?"
    rf"(?:是什么意思|什么意思|(?:指的是|是指|指|是)什么|的?(?:含义|定义)(?:是什么)?){_END}"
)
_ENGLISH_TERM = (
    r"(?: an?| the)?(?P<term{}>(?: (?!(?:of|in|for|by|to|on|at|with|that|under) )[a-z\"'-]+)+?)"
)
# The law that is to say it, and the word again in brackets: in the port rules, (tug).
_BRACKETED = r"(?: \([^()]*\))?"
_ENGLISH_LAW = (
    r"(?: (?:in|under|by|according to)(?: [a-z'-]+){0,6}?"
    r" (?:laws?|acts?|rules?|regulations?|ordinance|measures))?"
)
_ASKS_MEANING_IN_ENGLISH = re.compile(
    r"(?:(?:what (?:is|are)|what's|define|(?:what is )?(?:the )?(?:meaning|definition) of"
    r"|what is meant by|what (?:counts|qualifies|is (?:regarded|considered|classed)) as"
    rf"|what (?:does|do)(?: [a-z]+){{1,3}} mean by){_ENGLISH_TERM.format(1)}"
    rf"|what (?:does|do){_ENGLISH_TERM.format(2)} (?:mean|refer to))"
    rf"{_BRACKETED}{_ENGLISH_LAW}[?.!\s]*"
)
_LONGEST_ENGLISH_TERM = 3
_TRANSLATIONS = 3

# What stands before a term: of the whole document (本法所称), or of a part (前款所称).
_CALLED = r"(?P<called>[^,;:]{0,20}?称的?|所谓)"
_WHOLE = re.compile(r"本(?!条(?!例)|[款项节章])")
_MEANS = r"(?:是指|系指|指的是|就是|谓|系|指(?![定导示出引挥派标南数责纹]))"
_MEANING = r",?(?P<meaning>.+?)[.;]?$"
# What a definition is worth that says 是, or that names the term at its end.
_LOOSELY_WORTH = 0.7
_FOUND_BY = tuple(
    "称{} {}是指 {}系指 {}指 {}谓 {}就是 {}是 属于{} 称为{} 是{}"
    " 叫{} 叫做{} 称作{} 称之为{}".split()
)
# What names at a sentence's end what it told before: 这个概念就叫做X.
_NAMING = (
    r"(?:这[个种些]?[^\s,.;]{0,6}|我们|人们)?[就也便]?(?:[把将][它其][^\s,.;]{0,3}|被)?"
    r"(?:叫做?|称作|称之?为)"
)
_TRIED = 100
_Form = tuple[re.Pattern[str], float]


@dataclass(frozen=True, slots=True, order=True)
class _Order:
    """Of several definitions one of the document that the question names is taken, else the
    plainest of the highest document, then one that speaks for its whole document, then the first.
    """

    is_elsewhere: bool
    minus_worth: float
    is_narrow: bool
    row: int
    start: int


def terms_asked(query: Query) -> list[str]:
    """The folded Chinese terms that a question may ask the meaning of, the likeliest first.

    Empty if it asks for something else. An English term is read as the words that may stand for its
    words, one behind the other.
    """
    if query.language == "en":
        asked = _ASKS_MEANING_IN_ENGLISH.fullmatch(query.folded)
        return _translated(query, asked["term1"] or asked["term2"]) if asked else []
    match = _ASKS_MEANING.fullmatch(query.folded) or _MEANING_ASKED.fullmatch(query.folded)
    return [match["term"]] if match else []


def _translated(query: Query, term: str) -> list[str]:
    named = segment(term)
    words = [word for word in query.words if word.text in named]
    if not 0 < len(words) <= _LONGEST_ENGLISH_TERM:
        return []
    chinese = [
        [other for other, _ in word.alternatives if is_han(other)][:_TRANSLATIONS] for word in words
    ]
    # The words of one term of the glossary have its Chinese each.
    terms = ("".join(dict.fromkeys(parts)) for parts in product(*chinese))
    return [term for term in dict.fromkeys(terms) if len(term) > 1]


def definition_of(searcher: Searcher, terms: Sequence[str], asked: str) -> Quoted | None:
    """The sentence that defines in so many words the first of the folded terms that any does, and
    as the answer in it what the term means.

    The folded question `asked` may name the document that is to define it.
    """
    for term in terms:
        phrases = (form.format(term) for form in _FOUND_BY)
        rows = {row for phrase in phrases for row in searcher.store.phrase(phrase, _TRIED)}
        forms = _forms(term)
        found = [ordered for row in rows for ordered in _definitions(searcher, row, asked, forms)]
        if found:
            return min(found, key=lambda ordered: ordered[0])[1]
    return None


def _definitions(
    searcher: Searcher, row: int, asked: str, forms: Sequence[_Form]
) -> Iterator[tuple[_Order, Quoted]]:
    passage = searcher.store.passage(row)
    document, section = place_of(searcher, passage)
    worth = searcher.standing().worth(asked, row)
    title = without_state(folded(document.title))
    is_elsewhere = not title or title not in asked
    for span in body_sentences(document, section):
        if not passage.span.contains(span):
            continue
        view = fold(span.of(document.text))
        for form, plainness in forms:
            if match := form.match(view.text):
                meaning = view.offsets.to_source(Span(*match.span("meaning")))
                start = span.start
                is_narrow = bool(match["called"]) and not _WHOLE.match(match["called"])
                order = _Order(is_elsewhere, -worth * plainness, is_narrow, row, start)
                yield order, Quoted(document, section, span, meaning.shifted(start))
                break


def _forms(term: str) -> tuple[_Form, ...]:
    """How a sentence may define a term, with what that is worth: plainly (本法所称X，是指…; X指…),
    loosely (X是…; 本法所称X包括…), or by its end (…的，属于X; …，这就叫做X)."""
    named = rf'"?{re.escape(term)}"?'
    begin = r"(?:^|.*?[,;:])"
    plain = rf"{begin}{_CALLED}?{named}(?:\([^()]*\))?[,:]?{_MEANS}{_MEANING}"
    loose = rf"(?:^{named}是(?!否)|{begin}{_CALLED}{named},?(?:是|为|包括)){_MEANING}"
    ending = rf"(?P<meaning>.{{8,}}?),(?P<called>都?属于|都?是|均[属为]|称为){named}(?:[,;.]|$)"
    naming = rf"(?P<meaning>.{{8,}}?),?(?<![不没未])(?P<called>{_NAMING}){named}[.;!]?$"
    worths = (1.0, _LOOSELY_WORTH, _LOOSELY_WORTH, _LOOSELY_WORTH)
    patterns = (re.compile(form, re.DOTALL) for form in (plain, loose, ending, naming))
    return tuple(zip(patterns, worths, strict=True))
