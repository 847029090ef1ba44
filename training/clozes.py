"""Questions made of text: sentences with words taken out of them, and definitions by their form.

After Lewis et al. 2019, "Unsupervised Question Answering by Cloze Translation". Texts are as they
were written, questions folded.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tqdm import tqdm

from rag.search.words import CHINESE_FUNCTION_WORDS
from rag.text import MappedText, Span, bulk_segment, fold, is_han, sentences
from training.speech import jieba_tags
from training.windows import window_around, windows_of

Record = dict[str, Any]

_DATE = re.compile(r"\d{3,4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月\d{1,2}日")
_UNITS = (
    "人|个|年|月|日|天|岁|元|万元|次|条|项|公里|米|平方公里|平方米|小时|分钟|名|家|座|部|种|%|户|倍"
    "|级|所|岛"
)
_AMOUNT = re.compile(
    rf"(?P<number>\d[\d,.]*[万亿]?|[一二三四五六七八九十百千万两]+)(?P<unit>{_UNITS})"
)
_TITLED = re.compile(r"<[^<>]{2,20}>|\"[^\"]{2,16}\"")
_HAN = r"[\u4e00-\u9fff]"
_FOREIGN_NAME = re.compile(
    rf"(?:^|(?<=[是为由和与的,;:(<]))(?:(?![是为由和与的]){_HAN}){{1,6}}(?:·{_HAN}{{1,6}})+"
)
_TAIL = re.compile(r"(?P<lead>位于|由于|因为|包括|是指|称为|叫做|是|为)(?P<tail>[^,;.:?!]{3,40})")
_TAIL_ASKED = {
    "位于": "哪里",
    "由于": "什么",
    "因为": "什么",
    "包括": "哪些",
    "是指": "什么",
}
_DEFINED = re.compile(
    r"(?:本\w{1,8}所称的?|所称的?|所谓)(?P<term>[^,;.:]{2,20}?),?(?:系指|是指|指|谓|为|,?是(?!否))(?P<said>[^.;]{6,150})"
)
_ASK_DEFINITION = (
    "什么是{}?",
    "{}是什么?",
    "{}是什么意思?",
    "{}指的是什么?",
    "何谓{}?",
    "什么叫{}?",
)
# Each text is turned to at most so often.
_MOST_ROUNDS = 12
_AGENTS = re.compile(
    r"(?:机关|部门|委员会|政府|法院|检察院|公司|单位|主任|人员|部|院|会|局|党|队|人)$"
)


def made_lessons(
    paragraphs: Iterable[tuple[str, Sequence[str]]], wanted: int, chance: random.Random
) -> Iterator[Record]:
    """About `wanted` lessons of paragraphs, each with others that do not answer it."""
    texts = list(paragraphs)
    chance.shuffle(texts)
    made = 0
    for text, others in tqdm(texts * _MOST_ROUNDS, desc="made", mininterval=10):
        for lesson in _questions_of(text, others, chance):
            yield lesson
            made += 1
        if made >= wanted:
            return


def _questions_of(text: str, others: Sequence[str], chance: random.Random) -> Iterator[Record]:
    whole = fold(text)
    for match in list(_DEFINED.finditer(whole.text))[:1]:
        if chance.random() < 0.5:
            ask = chance.choice(_ASK_DEFINITION).format(match["term"].strip(" '\""))
            yield _lesson("definition", ask, text, _said(whole, match), others, chance)
    spans = [s for s in sentences(text) if 15 <= len(s) <= 150]
    if not spans:
        return
    sentence = chance.choice(spans)
    view = fold(sentence.of(text))
    if (cloze := _cloze(view.text, chance)) is not None:
        question, taken = cloze
        span = view.offsets.to_source(taken).shifted(sentence.start)
        yield _lesson("cloze", question, text, span, others, chance)


def _said(view: MappedText, match: re.Match[str]) -> Span:
    return view.offsets.to_source(Span(*match.span("said")))


def _lesson(
    source: str,
    question: str,
    text: str,
    span: Span,
    others: Sequence[str],
    chance: random.Random,
) -> Record:
    """A lesson beside another part of the same text, if it has one, and beside other texts."""
    window, start = window_around(text, span, chance)
    answer = span.of(text)
    same = [part for part in windows_of(text) if answer not in part]
    wrong = [other for other in (*same[:1], *others) if answer not in other]
    return lesson_of(source, question, window, start, len(span), wrong)


def _cloze(sentence: str, chance: random.Random) -> tuple[str, Span] | None:
    """A question made of a sentence, and the span that answers it."""
    kinds = [_dates, _amounts, _titles, _tails, _names, _names]
    chance.shuffle(kinds)
    for kind in kinds:
        found = kind(sentence)
        if found:
            span, asks = chance.choice(found)
            question = _asked_about(sentence, span, chance.choice(asks), chance)
            if len(question) >= 6:
                return question, span
    return None


def _dates(sentence: str) -> list[tuple[Span, list[str]]]:
    return [
        (Span(m.start(), m.end()), ["什么时候", "何时", "哪一年", "什么时间"])
        for m in _DATE.finditer(sentence)
    ]


def _amounts(sentence: str) -> list[tuple[Span, list[str]]]:
    return [
        (Span(m.start(), m.end()), [f"多少{m['unit']}", f"几{m['unit']}", "多少"])
        for m in _AMOUNT.finditer(sentence)
    ]


def _titles(sentence: str) -> list[tuple[Span, list[str]]]:
    return [
        (Span(m.start() + 1, m.end() - 1), ["什么", "哪个", "哪部"])
        for m in _TITLED.finditer(sentence)
    ]


def _tails(sentence: str) -> list[tuple[Span, list[str]]]:
    return [
        (Span(*m.span("tail")), [_TAIL_ASKED.get(m["lead"], "什么")])
        for m in _TAIL.finditer(sentence)
    ]


def _names(sentence: str) -> list[tuple[Span, list[str]]]:
    """Foreign names, and runs of one to three content words that end in a noun."""
    foreign = _FOREIGN_NAME.finditer(sentence)
    found = [(Span(*match.span()), ["谁", "哪位", "哪个人"]) for match in foreign]
    at, run = 0, []
    for word in [*bulk_segment(sentence), "."]:
        if is_han(word) and len(word) >= 2 and word not in CHINESE_FUNCTION_WORDS:
            run.append((at, word))
        else:
            for length in range(1, min(3, len(run)) + 1):
                if asks := _asks_for(run[-1][1], length):
                    found.append((Span(run[-length][0], at), asks))
            run = []
        at += len(word)
    return found


def _asks_for(last: str, length: int) -> list[str]:
    """What asks for `length` words of which `last` is the last; nothing if it is no noun."""
    tag = jieba_tags().get(last, "")
    if tag.startswith("nr"):
        return ["谁", "哪位", "什么人"]
    if tag.startswith("ns"):
        return ["哪里", "什么地方", "何处", "哪个地方"]
    if not tag.startswith(("n", "vn", "l", "i", "j")):
        return []
    if _AGENTS.search(last):
        return ["谁", "哪个", "什么", f"哪个{last}"]
    return ["什么", "哪个", f"什么{last}"] if length > 1 else ["什么", "哪个"]


def _asked_about(sentence: str, span: Span, asks: str, chance: random.Random) -> str:
    """The clause around `span` with `asks` in its place, some words lost, perhaps moved."""
    left = re.split(r"[;:\n]", sentence[: span.start])[-1].split(",")
    right = re.split(r"[;:.\n?!]", sentence[span.end :])[0].split(",")
    before = ",".join(left[-1 if chance.random() < 0.5 else -2 :])
    after = ",".join(right[: 1 if chance.random() < 0.7 else 2])
    if asks.endswith(after[: len(asks) - 1]) and after:
        after = after.removeprefix(asks[-1])
    before, after = _thinned(before, chance), _thinned(after, chance)
    if chance.random() < 0.25 and len(after) > 3:
        return f"{after},{before}{asks}?"
    return f"{before}{asks}{after}?"


def _thinned(text: str, chance: random.Random) -> str:
    kept = []
    for word in bulk_segment(text):
        lost = 0.25 if word in CHINESE_FUNCTION_WORDS or len(word) == 1 else 0.08
        if chance.random() >= lost:
            kept.append(word)
    return "".join(kept).strip(" ,")


def lesson_of(
    source: str, question: str, window: str, start: int, length: int, wrong: Sequence[str]
) -> Record:
    """A lesson as it is kept: the answer is `window[start:start + length]`, not known if empty."""
    return {
        "source": source,
        "question": question,
        "passage": window,
        "start": start,
        "end": start + length,
        "wrong": list(wrong),
    }
