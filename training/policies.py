"""What is found for questions of our own about policies, in lay words, and how sure of it to be.

    python -m training.policies --data DIR [--reader FOLDER]

Each of `policy_questions.tsv` is asked of one law, and of all that are asked about, with the
article that answers it and without; the file names that article, and words of the sentence that
answers. Prints how often the article is found, the sentence is chosen, and how far the confidence
tells the two apart. Then the weights of the confidence for what stands in a clause, by logistic
regression on the Chinese questions.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from rag.answer.confidence import weighing
from rag.encode import Reader
from rag.encode.reader import READER_PATH, load_bundled_reader
from rag.engine import Engine
from rag.text import folded
from rag.types import AnswerKind
from training.calibrate import Asked, asked_both, calibrate, print_refusals
from training.policy_questions import article_id, law_of, policy_questions, policy_texts

# What tells little in a clause beside the other signs.
_NOT_IN_A_CLAUSE = ("order", "run", "verdict")


def main() -> None:
    """Ask them all, and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("--reader", type=Path, default=READER_PATH, help="folder of its weights")
    arguments = parser.parse_args()
    reader = load_bundled_reader(arguments.reader)
    laws = policy_texts(arguments.data)
    everything = {id_: text for texts in laws.values() for id_, text in texts.items()}
    shelves = {law: _engine(texts, reader) for law, texts in laws.items()}
    chinese: list[Asked] = []
    for name, whole in (("of one law", None), ("of all laws", _engine(everything, reader))):
        asked: dict[str, list[Asked]] = defaultdict(list)
        for question in policy_questions():
            asked[question.language] += asked_both(
                whole or shelves[question.law],
                question.text,
                article_id(question.law, question.article),
                [folded(question.answer)],
            )
        for language, answers in asked.items():
            _report(f"{language}, {name}", language, answers)
        chinese += asked["zh"]
    print("Chinese, in a clause")
    calibrate(chinese, lacking=_NOT_IN_A_CLAUSE)


def _engine(texts: Mapping[str, str], reader: Reader) -> Engine:
    titles = {id_: law_of(id_) for id_ in texts}
    return replace(Engine.from_texts(texts, titles=titles), reader=reader)


def _report(title: str, language: str, asked: Sequence[Asked]) -> None:
    there = np.array([a.is_there for a in asked])
    answered = [a for a in asked if a.is_there]
    first, five = (np.mean([any(hit[2] for hit in a.hits[:k]) for a in answered]) for k in (1, 5))
    chosen = np.mean([a.sentences[0][3] for a in answered])
    print(f"{title}, {len(answered)} questions: article first {first:.3f}, of five {five:.3f},")
    print(f"  sentence first {chosen:.3f}")
    weighed = weighing(language, AnswerKind.FACT, is_read=True, is_in_clause=True)
    likely = np.array([weighed.confidence(a.signs) for a in asked])
    print_refusals(likely, there)


if __name__ == "__main__":
    main()
