"""What the reader learns from: questions, each with a passage that answers it and some that do not.

    python -m training.reader_lessons --data DIR [--clozes N]

Questions people asked (CMRC 2018 train, and LeCoQA's of laws, which whole articles answer) come
with look-alike passages that search finds, and again in the English of `english_questions`; those
that a language model asked of laws come from `lay_lessons`, those that were written for the reader
from `written_lessons` and `law_questions`. Sentences of laws, speeches and
encyclopedia paragraphs become questions by taking words out of them (after Lewis et al. 2019,
"Unsupervised Question Answering by Cloze Translation"), and definitions by their form. Some are
asked again in English words, by the lexicon turned round; others come from the English of laws
(`law_lessons`) and of everyday sentences (`everyday_lessons`). Passages are as they were written,
questions folded.
"""

from __future__ import annotations

import argparse
import heapq
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any

from tqdm import tqdm

from rag.encode.lexicon import bundled_lexicon
from rag.engine import Engine
from rag.evaluation import read_question_set
from rag.text import Span, bulk_segment, folded
from training.clozes import lesson_of, made_lessons
from training.cmrc import asked_records, is_unseen, paragraph_ids
from training.data import SEED, WORK, read_records, write_records
from training.everyday_lessons import everyday_lessons
from training.law_lessons import english_law_lessons
from training.law_questions import law_question_lessons
from training.lay_lessons import lay_lessons
from training.short_answers import short_answer
from training.translated import english_questions
from training.windows import WINDOW, held_by, pairs_of, window_around, windows_of
from training.written_lessons import written_lessons

Record = dict[str, Any]

LESSONS = WORK / "reader_lessons.jsonl"
HELD_OUT = WORK / "reader_held_out.jsonl"
_NEGATIVES = 6
_CLOZES_A_PARAGRAPH = 30
# How many lessons are made of laws and their English.
_LAW_LESSONS, _LAW_HELD_OUT = 40_000, 500
# Phrases have no count of their own.
_PHRASE_COUNT = 3
# How many of the words without English stay in an English question as they are.
_LEFT_CHINESE = 0.3
# How often each question that people asked is asked in English words, by other ones each time.
_ENGLISH_ROUNDS = 4
# Of so many laws, and of so many speeches, clozes are made.
_MOST_TEXTS = 4000

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
    parser.add_argument(
        "--clozes", type=int, default=40_000, help="how many are made from laws and speeches"
    )
    arguments = parser.parse_args()
    chance = random.Random(SEED)
    asked, held_out, contexts = _asked(arguments.data, chance)
    made = list(made_lessons(_laws(arguments.data), arguments.clozes // 2, chance))
    made += list(made_lessons(_speeches(arguments.data), arguments.clozes // 2, chance))
    made += list(made_lessons(contexts, _CLOZES_A_PARAGRAPH * len(contexts), chance))
    asked += _lay_questions(arguments.data)
    written = [*written_lessons(arguments.data), *law_question_lessons(arguments.data)]
    lessons = [*asked, *written, *_made_lay_questions(), *_translated(asked), *made]
    to_english = English(arguments.data)
    again = [*asked * _ENGLISH_ROUNDS, *made[::3]]
    lessons += [e for e in (to_english.asked(x, chance) for x in again) if e]
    held_out += [e for e in (to_english.asked(x, chance) for x in held_out) if e]
    lessons += english_law_lessons(arguments.data, _LAW_LESSONS)
    lessons += everyday_lessons()
    held_out += english_law_lessons(arguments.data, _LAW_HELD_OUT, from_held_out=True)
    chance.shuffle(lessons)
    kept, apart = write_records(LESSONS, lessons), write_records(HELD_OUT, held_out)
    print(f"{kept:,} lessons, {apart:,} held out")


def _asked(
    data: Path, chance: random.Random
) -> tuple[list[Record], list[Record], list[tuple[str, list[str]]]]:
    """CMRC 2018 train: lessons, those about held-out paragraphs, and the other paragraphs, each
    with some that are like it."""
    records = asked_records(data)
    ids = paragraph_ids(records)
    engine = Engine.from_texts({id_: text for text, id_ in ids.items()}, reader="none")
    lessons: list[Record] = []
    held_out: list[Record] = []
    alike: dict[str, list[str]] = defaultdict(list)
    for record in tqdm(records, desc="CMRC", mininterval=10):
        text, id_ = record["context"], ids[record["context"]]
        question = folded(record["question"])
        span = _answer_span(text, record["answers"][0], record["question"])
        if span is None:
            continue
        if not is_unseen(id_):
            span = short_answer(question, text, span)
        window, start = window_around(text, span, chance)
        answer = span.of(text)
        hits = engine.search(record["question"].rstrip("?？") + "?", 12)
        others = [h.passage.text[:WINDOW] for h in hits if h.passage.doc_id != id_]
        alike[text] += others[:1]
        same = [w for w in windows_of(text) if answer not in w]
        wrong = [w for w in (*same[:2], *others) if answer not in w][:_NEGATIVES]
        lesson = lesson_of("cmrc", question, window, start, len(answer), wrong)
        (held_out if is_unseen(id_) else lessons).append(lesson)
    kept = [(text, alike[text]) for text, id_ in ids.items() if not is_unseen(id_)]
    return lessons, held_out, kept


def _lay_questions(data: Path) -> list[Record]:
    """LeCoQA train: lessons without a marked answer, beside articles that search finds."""
    file, articles = data / "lecoqa_train.jsonl.gz", data / "prc_laws_articles.jsonl.gz"
    (asked,) = read_question_set(file, articles)
    texts = asked.texts or {}
    engine = Engine.from_texts(texts, titles=asked.titles, reader="none")
    lessons = []
    for question in tqdm(asked.questions, desc="LeCoQA", mininterval=10):
        hits = engine.search(question.text, 3 * _NEGATIVES)
        found = dict.fromkeys(
            h.passage.doc_id for h in hits if h.passage.doc_id not in question.relevant
        )
        wrong = [texts[id_] for id_ in found][:_NEGATIVES]
        lessons += [
            lesson_of("lecoqa", folded(question.text), texts[id_], 0, 0, wrong)
            for id_ in sorted(question.relevant)
        ]
    return lessons


def _made_lay_questions() -> Iterator[Record]:
    """Those of `lay_lessons`, beside articles of the same law and of others."""
    for lesson in lay_lessons():
        others = lesson.found[: _NEGATIVES - len(lesson.neighbors)]
        wrong = [*lesson.neighbors, *others]
        yield lesson_of("lay", folded(lesson.question), lesson.article, 0, 0, wrong)


def _translated(lessons: Sequence[Record]) -> Iterator[Record]:
    """Those lessons again whose question was translated, in English."""
    known = {folded(zh): folded(en) for zh, en in english_questions().items()}
    for lesson in lessons:
        if question := known.get(lesson["question"]):
            yield {**lesson, "question": question, "source": f"{lesson['source']}-said-en"}


def _answer_span(text: str, answer: str, question: str) -> Span | None:
    """Where the answer stands; of several places, the one whose surroundings share most."""
    if not answer.strip():
        return None
    places = [m.start() for m in re.finditer(re.escape(answer), text)]
    pairs = pairs_of(question)

    def shared(start: int) -> tuple[int, int]:
        around = text[max(0, start - 40) : start + len(answer) + 40]
        return held_by(around, pairs), -start

    start = max(places, key=shared, default=None)
    return None if start is None else Span(start, start + len(answer))


def _laws(data: Path) -> Iterator[tuple[str, Sequence[str]]]:
    """Runs of articles of one law, each with other runs of the same law."""
    for name in ("prc_laws_articles.jsonl.gz", "tw_laws_articles.jsonl.gz"):
        by_law: dict[str, list[str]] = defaultdict(list)
        for record in read_records(data / name):
            by_law[record["law"]].append(record.get("text") or record.get("zh") or "")
        yield from _with_neighbors(by_law)


def _speeches(data: Path) -> Iterator[tuple[str, Sequence[str]]]:
    """Runs of paragraphs of one speech, each with other runs of the same speech."""
    by_speech: dict[str, list[str]] = defaultdict(list)
    for record in read_records(data / "tw_policy_speeches.jsonl.gz"):
        by_speech[record["doc"]].append(record["text"])
    yield from _with_neighbors(by_speech)


def _with_neighbors(texts: dict[str, list[str]]) -> Iterator[tuple[str, Sequence[str]]]:
    names = list(texts)
    random.Random(SEED).shuffle(names)
    for name in names[:_MOST_TEXTS]:
        runs = _runs(texts[name])
        for index, run in enumerate(runs):
            yield run, runs[index + 1 : index + 3] or runs[:2]


def _runs(parts: Sequence[str]) -> list[str]:
    runs: list[str] = []
    for part in parts:
        if runs and len(runs[-1]) + len(part) < WINDOW:
            runs[-1] += "\n" + part
        elif len(part) > 20:
            runs.append(part[:WINDOW])
    return runs


class English:
    """The lexicon turned round: Chinese questions in English words."""

    def __init__(self, data: Path) -> None:
        lexicon = bundled_lexicon()
        counts = _english_counts(data)
        found: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for word in lexicon:
            count = counts[word] if " " not in word else _PHRASE_COUNT
            for chinese, sure in lexicon.translations(word):
                # Of the texts that have `chinese`, how many have `word`, but for a factor.
                found[chinese].append((word, sure * count))
        self._words = {
            zh: likeliest
            for zh, words in found.items()
            if (likeliest := [w for w in heapq.nlargest(3, words, key=itemgetter(1)) if w[1] >= 1])
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
                words += chance.choices([w for w, _ in choices], [s * s for _, s in choices])
            elif piece.isascii():
                words.append(piece.strip())
            else:
                lost += 1
                words += [piece] if chance.random() < _LEFT_CHINESE else []
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
