"""English questions on everyday Chinese: sentences of Tatoeba and UN papers asked as laws are.

As in `law_lessons`, an English sentence with a word taken out is asked of its Chinese; here that
stands among other sentences, which begin alike, and beside it is a passage of others.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from training.clozes import lesson_of
from training.data import SEED, Pair, pairs_path, read_pairs
from training.law_lessons import asked_of
from training.windows import WINDOW

Record = dict[str, Any]

# So many sentences make a passage; UN papers have whole paragraphs already.
_SENTENCES = {"tatoeba": 8, "un": 1}
_ROUNDS = {"tatoeba": 1, "un": 3}
_NEGATIVES = 3


def everyday_lessons() -> list[Record]:
    """All that can be made of the pairs that `prepare` wrote; none of those held out."""
    chance = random.Random(SEED)
    made: list[Record] = []
    for source, count in _SENTENCES.items():
        pairs = sorted(read_pairs(pairs_path(source)), key=lambda pair: pair.chinese)
        groups = [pairs[i : i + count] for i in range(0, len(pairs), count)]
        for _ in range(_ROUNDS[source]):
            for number in range(len(groups)):
                made += _of_group(groups, number, chance)
    return made


def _of_group(groups: list[list[Pair]], number: int, chance: random.Random) -> Iterator[Record]:
    group = groups[number]
    near = [n for n in range(number - 4, number + 5) if n != number and 0 <= n < len(groups)]
    for asked in chance.sample(group, len(group)):
        found = asked_of(asked, chance)
        if found is None:
            continue
        question, span = found
        passage = "".join(pair.chinese for pair in chance.sample(group, len(group)))[:WINDOW]
        at = passage.find(asked.chinese)
        if at < 0:
            continue
        others = chance.sample(near, min(_NEGATIVES, len(near)))
        wrong = ["".join(pair.chinese for pair in groups[n])[:WINDOW] for n in others]
        yield lesson_of("everyday-en", question, passage, at + span.start, len(span), wrong)
