"""English questions on Chinese law: an English sentence with words taken out, asked of its Chinese.

The official English of a law stands line by line beside the Chinese. Where an amount, a definition
or a word that the lexicon knows stands once in both lines, its English is replaced by what asks for
it, and its Chinese is the answer. So the questions are in a person's English, unlike those that
`reader_lessons.English` puts together word by word.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rag.encode import bundled_lexicon
from rag.search.words import ENGLISH_FUNCTION_WORDS
from rag.text import Span, fold
from training.clozes import lesson_of
from training.data import SEED, Pair, read_records
from training.prepare import aligned_lines, is_held_out
from training.windows import WINDOW

Record = dict[str, Any]

_NEGATIVES = 3
_MOST_WORDS = 24
_UNITS = {
    "day": "日|天",
    "month": "个月|月",
    "year": "年",
    "member": "人",
    "person": "人",
    "people": "人",
    "hour": "小时|时",
    "meter": "公尺",
    "dollar": "元",
    "percent": "%",
}
_ENGLISH_AMOUNT = re.compile(
    rf"\b(?:[a-z]+[ -])?(?:\(?\d[\d,.]*\)? )?(?:of )?(?P<unit>{'|'.join(_UNITS)})s?\b"
)
_NUMBER = re.compile(
    r"\b(?:\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty"
    r"|thirty|forty|fifty|sixty|ninety)\b"
)
_CHINESE_NUMBER = r"(?:\d[\d,.]*|[一二三四五六七八九十百千万两]+)"
_MEANS = re.compile(
    r"\"?(?P<term>[a-z][a-z -]{3,40}?)\"?,?(?: as (?:used|referred to|mentioned) in [^,]{3,40})?,?"
    r" (?:refers? to|means?|shall mean|is defined as) "
)
_CHINESE_MEANS = re.compile(r"(?:系指|是指|指|谓):?(?P<said>[^;.]{6,120})")
_AGENTS = re.compile(r"(?:机关|部门|委员会|政府|法院|公司|单位|主任|人员|部|院|会|局|人|官|员)$")


def english_law_lessons(data: Path, wanted: int, *, from_held_out: bool = False) -> list[Record]:
    """At most `wanted` lessons, from the laws that are held out or from all others."""
    chance = random.Random(SEED)
    laws: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for record in read_records(data / "tw_laws_zh_en.jsonl.gz"):
        if is_held_out(record["law_id"]) == from_held_out:
            laws[record["law_id"]].append((record["zh"], record["en"]))
    made = [lesson for law in laws.values() for lesson in _of_law(law, chance)]
    chance.shuffle(made)
    return made[:wanted]


def _of_law(articles: list[tuple[str, str]], chance: random.Random) -> Iterator[Record]:
    for index, (zh, en) in enumerate(articles):
        pairs = aligned_lines(zh, en)
        pair = chance.choice(pairs) if pairs else None
        if pair is None or not 30 <= len(pair.english) <= 400:
            continue
        passage = zh[:WINDOW]
        asked = asked_of(pair, chance)
        if asked is None or pair.chinese not in passage:
            continue
        question, span = asked
        start = passage.index(pair.chinese) + span.start
        others = [other for i, (other, _) in enumerate(articles) if i != index and len(other) > 20]
        wrong = chance.sample(others, min(_NEGATIVES, len(others)))
        wrong = [other[:WINDOW] for other in wrong]
        yield lesson_of("law-en", question, passage, start, len(span), wrong)


def asked_of(pair: Pair, chance: random.Random) -> tuple[str, Span] | None:
    """An English question and the span of the Chinese that answers it."""
    line, english = fold(pair.chinese), " ".join(pair.english.lower().split())
    for kind in chance.sample([_definition, _amount, _word, _word], 4):
        if (found := kind(line.text, english, chance)) is not None:
            return found[0], line.offsets.to_source(found[1])
    return None


def _definition(line: str, english: str, chance: random.Random) -> tuple[str, Span] | None:
    means, said = _MEANS.search(english), _CHINESE_MEANS.search(line)
    if means is None or said is None:
        return None
    term = re.sub(r"^(?:the )?(?:terms? )?|(?: shall)$", "", means["term"]).strip()
    if not set(term.split()) - ENGLISH_FUNCTION_WORDS:
        return None
    form = chance.choice(("what does {} mean?", "what is {}?", "what is meant by {}?"))
    return form.format(term), Span(*said.span("said"))


def _amount(line: str, english: str, chance: random.Random) -> tuple[str, Span] | None:
    for found in _ENGLISH_AMOUNT.finditer(english):
        number = _NUMBER.search(found[0])
        units = _UNITS[found["unit"]]
        places = list(re.finditer(rf"{_CHINESE_NUMBER}(?:{units})", line))
        if number is not None and len(places) == 1:
            asks = f"how many {found['unit']}s"
            start = found.start() + number.start()
            question = _question(english, start, found.end(), asks, chance)
            return question, Span(*places[0].span())
    return None


def _word(line: str, english: str, chance: random.Random) -> tuple[str, Span] | None:
    lexicon = bundled_lexicon()
    words = list(re.finditer(r"[a-z]{4,}", english))
    chance.shuffle(words)
    for word in words[:12]:
        if word[0] in ENGLISH_FUNCTION_WORDS:
            continue
        for chinese, sure in lexicon.translations(word[0])[:3]:
            if sure > 0.2 and len(chinese) >= 2 and line.count(chinese) == 1:
                asks = "who" if _AGENTS.search(chinese) else "what"
                start = line.index(chinese)
                question = _question(english, *word.span(), asks, chance)
                return question, Span(start, start + len(chinese))
    return None


def _question(english: str, start: int, end: int, asks: str, chance: random.Random) -> str:
    """The clause around `english[start:end]`, asked: `asks` in its place, or before all."""
    before = re.split(r"[,;:.]", english[:start])[-1].split()[-_MOST_WORDS // 2 :]
    after = re.split(r"[,;:.]", english[end:])[0].split()[: _MOST_WORDS // 2]
    if chance.random() < 0.5:
        return " ".join([asks, *before, *after]) + "?"
    return " ".join([*before, asks, *after]) + "?"
