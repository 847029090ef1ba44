"""What a question asks for, read off its folded words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.answer.quantities import Quantity, Sought, quantity_asked
from rag.corpus.numerals import number
from rag.types import AnswerKind, Query

_NUMERAL = r"[〇零一二三四五六七八九十百两]{1,5}|\d{1,3}"
_COUNTED = (
    rf"(?<![第〇零一二三四五六七八九十百两\d])(?P<count>{_NUMERAL})"
    r"(?:大)?(?:项|个|条|点|种|类|大|方面)"
)

# What a text lists under a heading, so that how many of them there are is told by the list.
_LISTED = (
    "原则|任务|要求|目标|目的|措施|内容|方面|特点|条件|意见|步骤|环节|阶段|职责|义务|权利|情形|办法"
    "|对策|建议|部分|板块"
)
_LISTED_IN_ENGLISH = (
    "principles|goals|tasks|aims|objectives|requirements|conditions|points|items|directions|steps"
    "|measures|duties|responsibilities|obligations|rights|reasons|aspects|parts|kinds|types"
)
_MEASURE = r"(?:项|个(?![人月小星工])|条|点|种|类|大|方面|块|部分|板块)"
_MANY = rf"多少大?{_MEASURE}"
_COUNTED_LIST = re.compile(
    rf"分(?:为|成)?(?:几|多少)大?{_MEASURE}|(?:有|共|包[括含])几(?:(?!块){_MEASURE}|大块)"
    rf"|几(?:项|条|种|类|大)|几点(?=[原任目要措内方特问基主])|{_MANY}[^\s,.;?]{{0,4}}?(?:{_LISTED})"
    r"|(?:共有?|包[括含]|有)多少大?(?:项|条|点|种|类|方面|部分|板块)(?=[呢\s]*(?:[?,.]|$))"
    rf"|(?:{_LISTED})(?:一?共|总共)?有多少(?=[呢\s]*(?:[?,.]|$))"
    rf"|\bhow many (?:\w+ ){{0,2}}?(?:{_LISTED_IN_ENGLISH})\b"
    r"|\bhow many (?!people|persons|households|years|months|days|hours)(?:\w+ ){1,3}?"
    r"(?:are|were) (?:named|listed|mentioned|enumerated|set out|described|given)\b"
)
_FEW_IN_ENGLISH = "(?:two|three|four|five|six|seven|eight|nine|ten)"
_LIST = re.compile(
    rf"哪些|哪几|列出|列举|有什么|包括什么|分别是|哪(?!一[项个条点种类大方]){_COUNTED}"
    rf"|\b(?:list|enumerate|name (?:all|the))\b|\b(?:name|give|what) {_FEW_IN_ENGLISH} \w+s\b"
    r"|\bwhat are\b|\bwhat (?:do|does) [^?]+ (?:include|comprise|consist of)[?.!\s]*$"
    r"|\bwhich (?:\w+ ){0,3}\w+s (?:are|do|does|must|should)\b"
    r"|\bwhat (?!(?:can|could|may|should|must|will|would|do|does|did|is|was)\b)"
    r"(?:\w+ ){0,4}?\w+s (?:are|does|do|should|must)\b"
)
_REASON = "原因|缘故|理由"
# 是什么关系 asks for a relation, 是什么时候 for a time: neither for what a thing is.
_NO_DEFINITION = rf"(?!时[候间]|日[子期]|人|地[方点]|位置|{_REASON}|关系|样(?!的\w))"
_DEFINITION = re.compile(
    r"什么(?:是|叫)|何谓|何为|是什么意思|(?:含义|定义|意思)"
    rf"|(?<!原因)(?<!理由)(?<!缘故)(?:是|指的是|是指|指)什么{_NO_DEFINITION}|"
    r"怎(?:么|样)(?:理解|定义)|如何(?:理解|定义)"
    r"|\bdefin(?:e|es|ed|ition)\b|\bmean(?:s|t|ing)?\b|\bwhat is\b|\bwhat's\b|\bdescribe\b"
    r"|\bwh(?:at|o) (?:counts|qualifies) as\b"
)
_EXPLANATION = re.compile(
    rf"什么(?:{_REASON})|(?:{_REASON})(?:是什么|何在)"
    r"|怎(?:样|么)|如何|为什么|为何(?![?.!\s]*$)|何以|\bhow (?!many|much|long|old|often)|\bwhy\b"
)
_YES_NO = re.compile(
    r"吗[?\s]*$|是否|能否|可否|有没有|是不是|能不能|可不可以|要不要|应不应该|会不会"
    r"|^(?:is|are|does|do|did|can|may|must|should|has|have|was|were|will)(?:n't)?\b"
    r"|\bis it (?:legal|illegal|lawful|allowed|permitted|forbidden|prohibited|necessary) to\b"
)
_COUNT_IN_CHINESE = re.compile(_COUNTED)
_COUNT_IN_ENGLISH = re.compile(r"\b(two|three|four|five|six|seven|eight|nine|ten|\d{1,2})\b")
_ENGLISH_NUMBERS = "zero one two three four five six seven eight nine ten".split()


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question's kind, how many things it says there are, and what number, time or law it asks.

    `is_bare` says that nothing is asked: the text only names a thing, as a heading does. `is_time`
    says that the question asks when.
    """

    kind: AnswerKind
    count: int | None = None
    quantity: Quantity | None = None
    is_bare: bool = False
    is_time: bool = False


@dataclass(frozen=True, slots=True)
class ItemAsked:
    """One item of a list, by its number from 1, and the question without that number.

    `named` is the number with what begins behind it, which may be a name: 第一书 of 第一书记.
    """

    number: int
    question: str
    named: str


_ASKS = re.compile(
    r"[?谁何哪几吗呢怎]|什么|多少|是否|为啥"
    r"|^(?:who|what|when|where|which|how|why|whose|tell|name|list|explain|describe|define)\b"
)
_BEHIND = r"(?=(?P<behind>\s*\w?))"
_ORDINAL = re.compile(rf"第(?P<number>{_NUMERAL})(?:大)?(?:项|个|条|点|种|类|大|方面)?{_BEHIND}")
_ENGLISH_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_ENGLISH_ORDINAL = re.compile(
    rf"\b(?:the )?(?:(?P<word>{'|'.join(_ENGLISH_ORDINALS)})"
    rf"|(?P<number>\d{{1,3}})(?:st|nd|rd|th))\b{_BEHIND}"
)


def item_asked(question: str) -> ItemAsked | None:
    """The one item of a list that a folded question asks for, if it names it by its number.

    >>> item_asked("第四个原则是什么?")
    ItemAsked(number=4, question=' 原则是什么?', named='第四个原')
    >>> item_asked("what is the 2nd goal?")
    ItemAsked(number=2, question='what is   goal?', named='the 2nd g')
    """
    if match := _ORDINAL.search(question):
        place = number(match["number"])
    elif match := _ENGLISH_ORDINAL.search(question):
        word = match["word"]
        place = _ENGLISH_ORDINALS.index(word) + 1 if word else int(match["number"])
    else:
        return None
    if not place:
        return None
    rest = f"{question[: match.start()]} {question[match.end() :]}"
    return ItemAsked(place, rest, match[0] + match["behind"])


def wanted(query: Query) -> Wanted:
    """What `query` wants: the first kind whose words it has, from the most telling down."""
    is_counted_list = _COUNTED_LIST.search(query.folded) is not None
    quantity = None if is_counted_list else quantity_asked(query)
    kind = AnswerKind.LIST if is_counted_list else _kind(query.folded)
    if quantity and kind is AnswerKind.DEFINITION:
        kind = AnswerKind.FACT
    return Wanted(
        kind,
        count=_count(query.folded),
        quantity=quantity,
        is_bare=kind is AnswerKind.FACT and not _ASKS.search(query.folded),
        is_time=quantity is not None and quantity.sought is Sought.TIME,
    )


def _kind(question: str) -> AnswerKind:
    for kind, pattern in (
        (AnswerKind.LIST, _LIST),
        (AnswerKind.DEFINITION, _DEFINITION),
        (AnswerKind.EXPLANATION, _EXPLANATION),
        (AnswerKind.YES_NO, _YES_NO),
    ):
        if pattern.search(question):
            return kind
    return AnswerKind.FACT


def _count(question: str) -> int | None:
    """How many things the question says there are: from two on, for 哪一个 asks for one of them."""
    if match := _COUNT_IN_CHINESE.search(question):
        count = number(match["count"])
        return count if count and count > 1 else None
    if match := _COUNT_IN_ENGLISH.search(question):
        said = match[1]
        return int(said) if said.isdigit() else _ENGLISH_NUMBERS.index(said)
    return None
