"""What the reader learns from: questions, each with a passage that answers it and some that do not.

    python -m training.reader_lessons --data DIR [--clozes N]

Questions people asked (CMRC 2018 train) come with look-alike passages that search finds; sentences
of laws and encyclopedia paragraphs become questions by taking words out of them (after Lewis et al.
2019, "Unsupervised Question Answering by Cloze Translation"), and definitions by their form. Some
are asked again in English words, by the lexicon turned round; others come from the English of laws
(`law_lessons`). Everything is folded.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tqdm import tqdm

from rag.encode.lexicon import bundled_lexicon
from rag.engine import Engine
from rag.search.words import CHINESE_FUNCTION_WORDS
from rag.text import Span, bulk_segment, folded, is_han, sentences
from training.data import SEED, WORK, read_records, write_records
from training.law_lessons import english_law_lessons

Record = dict[str, Any]

LESSONS = WORK / "reader_lessons.jsonl"
HELD_OUT = WORK / "reader_held_out.jsonl"
WINDOW = 320
_NEGATIVES = 6
# How many lessons are made of laws and their English.
_LAW_LESSONS, _LAW_HELD_OUT = 40_000, 500
HELD_OUT_SHARE = 20

_DATE = re.compile(r"\d{3,4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月\d{1,2}日")
_UNITS = (
    "人|个|年|月|日|天|岁|元|万元|次|条|项|公里|米|平方公里|平方米|小时|分钟|名|家|座|部|种|%|户|倍"
    "|级|所|岛"
)
_AMOUNT = re.compile(
    rf"(?P<number>\d[\d,.]*[万亿]?|[一二三四五六七八九十百千万两]+)(?P<unit>{_UNITS})"
)
_TITLED = re.compile(r"《[^》]{2,20}》|\"[^\"]{2,16}\"")
_TAIL = re.compile(
    r"(?P<lead>位于|由于|因为|包括|是指|称为|叫做|是|为|由|在|以)(?P<tail>[^,;.:?!]{3,40})"
)
_TAIL_ASKED = {
    "位于": "哪里",
    "由于": "什么",
    "因为": "什么",
    "由": "谁",
    "在": "哪里",
    "包括": "哪些",
    "是指": "什么",
    "以": "什么",
}
_DEFINED = re.compile(
    r"(?:本\w{1,8}所称的?|所称的?|所谓)(?P<term>[^,;.:]{2,20}?),?(?:系指|是指|指|谓|为|,?是)(?P<said>[^.;]{6,150})"
)
_ASK_DEFINITION = (
    "什么是{}?",
    "{}是什么?",
    "{}是什么意思?",
    "{}指的是什么?",
    "何谓{}?",
    "什么叫{}?",
)
_AGENTS = re.compile(
    r"(?:机关|部门|委员会|政府|法院|检察院|公司|单位|主任|人员|部|院|会|局|党|队|人)$"
)
_ENGLISH = {
    "什么时候": "when",
    "何时": "when",
    "哪一年": "which year",
    "多少": "how many",
    "几": "how many",
    "哪里": "where",
    "何处": "where",
    "哪儿": "where",
    "谁": "who",
    "哪些": "which",
    "什么": "what",
    "为什么": "why",
    "为何": "why",
    "如何": "how",
    "怎么": "how",
    "哪个": "which",
    "何": "what",
    "哪": "which",
    "吗": "",
    "的": "of",
    "在": "in",
    "是": "is",
    "由": "by",
    "和": "and",
    "于": "in",
}


def main() -> None:
    """Write the lessons."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("--clozes", type=int, default=40_000, help="how many are made from laws")
    arguments = parser.parse_args()
    chance = random.Random(SEED)
    asked, held_out, contexts = _asked(arguments.data, chance)
    made = list(_made(_paragraphs(arguments.data), arguments.clozes, chance))
    made += list(_made(((c, ()) for c in contexts), 3 * len(contexts), chance))
    lessons = [*asked, *made]
    to_english = English(arguments.data)
    lessons += [e for e in (to_english.asked(x, chance) for x in asked + made[::3]) if e]
    held_out += [e for e in (to_english.asked(x, chance) for x in held_out) if e]
    lessons += english_law_lessons(arguments.data, _LAW_LESSONS)
    held_out += english_law_lessons(arguments.data, _LAW_HELD_OUT, from_held_out=True)
    chance.shuffle(lessons)
    kept, apart = write_records(LESSONS, lessons), write_records(HELD_OUT, held_out)
    print(f"{kept:,} lessons, {apart:,} held out")


def _asked(data: Path, chance: random.Random) -> tuple[list[Record], list[Record], list[str]]:
    """CMRC 2018 train: lessons, those about held-out paragraphs, and the other paragraphs."""
    records = [r for r in read_records(data / "cmrc2018_train.jsonl.gz") if r["question"].strip()]
    ids = {text: f"p{n:05}" for n, text in enumerate(dict.fromkeys(r["context"] for r in records))}
    texts = {id_: folded(text) for text, id_ in ids.items()}
    engine = Engine.from_texts({id_: text for text, id_ in ids.items()})
    lessons: list[Record] = []
    held_out: list[Record] = []
    for record in tqdm(records, desc="CMRC", mininterval=10):
        id_ = ids[record["context"]]
        question, text = folded(record["question"]), texts[id_]
        span = _answer_span(text, folded(record["answers"][0]), question)
        if span is None:
            continue
        window, start = window_around(text, span, chance)
        answer = span.of(text)
        hits = engine.search(record["question"].rstrip("?？") + "?", 12)
        others = [folded(h.passage.text)[:WINDOW] for h in hits if h.passage.doc_id != id_]
        same = [w for w in windows_of(text) if answer not in w]
        wrong = [w for w in (*same[:1], *others) if answer not in w][:_NEGATIVES]
        lesson = _lesson("cmrc", question, window, start, len(answer), wrong)
        (held_out if int(id_[1:]) % HELD_OUT_SHARE == 0 else lessons).append(lesson)
    kept = [text for id_, text in texts.items() if int(id_[1:]) % HELD_OUT_SHARE]
    return lessons, held_out, kept


def _lesson(
    source: str, question: str, window: str, start: int, length: int, wrong: Sequence[str]
) -> Record:
    return {
        "source": source,
        "question": question,
        "passage": window,
        "start": start,
        "end": start + length,
        "wrong": list(wrong),
    }


def _answer_span(text: str, answer: str, question: str) -> Span | None:
    """Where the answer stands; of several places, the one whose surroundings share most."""
    if not answer.strip():
        return None
    places = [m.start() for m in re.finditer(re.escape(answer), text)]
    pairs = {question[i : i + 2] for i in range(len(question) - 1)}

    def shared(start: int) -> tuple[int, int]:
        around = text[max(0, start - 40) : start + len(answer) + 40]
        return sum(pair in around for pair in pairs), -start

    start = max(places, key=shared, default=None)
    return None if start is None else Span(start, start + len(answer))


def windows_of(text: str, longest: int = WINDOW) -> list[str]:
    """The text cut between sentences, at most `longest` characters a piece where they allow it."""
    found: list[str] = []
    spans = sentences(text)
    start = 0
    for index, span in enumerate(spans):
        if span.end - spans[start].start > longest and index > start:
            found.append(text[spans[start].start : spans[index - 1].end])
            start = index
    if spans:
        found.append(text[spans[start].start : spans[-1].end])
    return [w[:longest] for w in found]


def window_around(
    text: str, span: Span, chance: random.Random, longest: int = WINDOW
) -> tuple[str, int]:
    """Some sentences in a row that hold `span`, and where it starts in them."""
    spans = sentences(text)
    first = max((i for i, s in enumerate(spans) if s.start <= span.start), default=0)
    last = min((i for i, s in enumerate(spans) if s.end >= span.end), default=len(spans) - 1)
    last = max(first, last)
    while True:
        ways = []
        if first > 0 and spans[last].end - spans[first - 1].start <= longest:
            ways.append(-1)
        if last + 1 < len(spans) and spans[last + 1].end - spans[first].start <= longest:
            ways.append(1)
        if not ways or chance.random() < 0.06:
            break
        if chance.choice(ways) < 0:
            first -= 1
        else:
            last += 1
    start = spans[first].start
    if span.end - start > longest:
        start = max(start, span.end - longest)
    return text[start : spans[last].end][: max(longest, span.end - start)], span.start - start


def _paragraphs(data: Path) -> Iterator[tuple[str, Sequence[str]]]:
    """Runs of articles of one law, each with other runs of the same law."""
    for name in ("prc_laws_articles.jsonl.gz", "tw_laws_articles.jsonl.gz"):
        by_law: dict[str, list[str]] = defaultdict(list)
        for record in read_records(data / name):
            by_law[record["law"]].append(folded(record.get("text") or record.get("zh") or ""))
        laws = list(by_law)
        random.Random(SEED).shuffle(laws)
        for law in laws[:4000]:
            runs = _runs(by_law[law])
            for index, run in enumerate(runs):
                yield run, runs[index + 1 : index + 3] or runs[:2]


def _runs(articles: Sequence[str]) -> list[str]:
    runs: list[str] = []
    for article in articles:
        if runs and len(runs[-1]) + len(article) < WINDOW:
            runs[-1] += "\n" + article
        elif len(article) > 20:
            runs.append(article[:WINDOW])
    return runs


def _made(
    paragraphs: Iterable[tuple[str, Sequence[str]]], wanted: int, chance: random.Random
) -> Iterator[Record]:
    texts = list(paragraphs)
    chance.shuffle(texts)
    made = 0
    for text, others in tqdm(texts * 3, desc="made", mininterval=10):
        for lesson in _questions_of(text, others, chance):
            yield lesson
            made += 1
        if made >= wanted:
            return


def _questions_of(text: str, others: Sequence[str], chance: random.Random) -> Iterator[Record]:
    for match in list(_DEFINED.finditer(text))[:1]:
        if chance.random() < 0.5:
            ask = chance.choice(_ASK_DEFINITION).format(match["term"].strip(" '\""))
            window, start = window_around(text, Span(*match.span("said")), chance)
            yield _lesson("definition", ask, window, start, len(match["said"]), others)
    spans = [s for s in sentences(text) if 15 <= len(s) <= 150]
    if not spans:
        return
    sentence = chance.choice(spans)
    cloze = _cloze(sentence.of(text), chance)
    if cloze is None:
        return
    question, taken = cloze
    span = taken.shifted(sentence.start)
    window, start = window_around(text, span, chance)
    yield _lesson("cloze", question, window, start, len(span), [o for o in others if o != text])


def _cloze(sentence: str, chance: random.Random) -> tuple[str, Span] | None:
    """A question made of a sentence, and the span that answers it."""
    kinds = [_dates, _amounts, _titles, _tails, _names]
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
    """Runs of one to three content words of at least two characters each."""
    found: list[tuple[Span, list[str]]] = []
    at, run = 0, []
    for word in [*bulk_segment(sentence), "."]:
        if is_han(word) and len(word) >= 2 and word not in CHINESE_FUNCTION_WORDS:
            run.append((at, word))
        else:
            for length in range(1, min(3, len(run)) + 1):
                start, last = run[-length][0], run[-1][1]
                asks = ["什么", "哪个", f"什么{last}"] if length > 1 else ["什么", "哪个"]
                if _AGENTS.search(last):
                    asks = ["谁", "哪个", "什么", f"哪个{last}"]
                found.append((Span(start, at), asks))
            run = []
        at += len(word)
    return found


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
        lost = 0.35 if word in CHINESE_FUNCTION_WORDS or len(word) == 1 else 0.12
        if chance.random() >= lost:
            kept.append(word)
    return "".join(kept).strip(" ,")


class English:
    """The lexicon turned round: Chinese questions in English words."""

    def __init__(self, data: Path) -> None:
        lexicon = bundled_lexicon()
        counts = _english_counts(data)
        found: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for word in lexicon:
            for chinese, sure in lexicon.translations(word):
                found[chinese].append(
                    (word, sure * (1 + min(counts[part] for part in word.split())) ** 0.5)
                )
        self._words = {
            zh: sorted(words, key=lambda pair: -pair[1])[:4] for zh, words in found.items()
        }

    def asked(self, lesson: Record, chance: random.Random) -> Record | None:
        """The same lesson asked in English words; None where too few words have any."""
        words: list[str] = []
        lost = 0
        for piece in bulk_segment(lesson["question"]):
            if piece in _ENGLISH:
                words.append(_ENGLISH[piece])
            elif piece in self._words:
                choices = self._words[piece]
                words += chance.choices([w for w, _ in choices], [s for _, s in choices])
            elif piece.isascii():
                words.append(piece.strip())
            else:
                lost += 1
        asking = [
            w
            for w in words
            if w.split(" ")[0] in ("what", "when", "where", "who", "how", "which", "why")
        ]
        if lost > len(words) or len(words) < 3:
            return None
        if asking and chance.random() < 0.7:
            words = [asking[0], *(w for w in words if w != asking[0])]
        question = " ".join(w for w in words if w).replace(" ?", "").strip() + "?"
        return {**lesson, "question": question, "source": f"{lesson['source']}-en"}


def _english_counts(data: Path) -> Counter[str]:
    """How often each word occurs in everyday and in official English."""
    counts: Counter[str] = Counter()
    for name in ("tatoeba_en_zh.jsonl.gz", "un_dev_en_zh.jsonl.gz", "tw_laws_zh_en.jsonl.gz"):
        for record in read_records(data / name):
            counts.update(re.findall(r"[a-z]+", record["en"].lower()))
    return counts


if __name__ == "__main__":
    main()
