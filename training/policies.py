"""What is found for questions of our own about policies, in lay words: measured, never trained on.

    python -m training.policies --data DIR [--reader FOLDER]

Each of `policy_questions.tsv` is asked of one law, with the article that answers it and without;
the file names that article, and words of the sentence that answers. Prints how often the article
is found, the sentence is chosen, and how far the confidence tells the two apart.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from rag.answer.confidence import confidence
from rag.encode.reader import READER_PATH, load_bundled_reader
from rag.engine import Engine
from rag.text import folded
from training.calibrate import Asked, asked_both, print_refusals
from training.policy_questions import policy_questions, policy_texts


def main() -> None:
    """Ask them all, and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("--reader", type=Path, default=READER_PATH, help="folder of its weights")
    arguments = parser.parse_args()
    reader = load_bundled_reader(arguments.reader)
    engines = {
        law: replace(Engine.from_texts(articles), reader=reader)
        for law, articles in policy_texts(arguments.data).items()
    }
    asked: dict[str, list[Asked]] = defaultdict(list)
    for question in policy_questions():
        asked[question.language] += asked_both(
            engines[question.law], question.text, question.article, [folded(question.answer)]
        )
    for language, answers in asked.items():
        _report(language, answers)


def _report(language: str, asked: Sequence[Asked]) -> None:
    there = np.array([a.is_there for a in asked])
    answered = [a for a in asked if a.is_there]
    first, five = (np.mean([any(hit[2] for hit in a.hits[:k]) for a in answered]) for k in (1, 5))
    chosen = np.mean([a.sentences[0][3] for a in answered])
    print(f"{language}, {len(answered)} questions: article first {first:.3f}, of five {five:.3f},")
    print(f"  sentence first {chosen:.3f}")
    likely = np.array([confidence(a.signs, language, is_read=True) for a in asked])
    print_refusals(likely, there)


if __name__ == "__main__":
    main()
