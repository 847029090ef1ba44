"""The questions that people asked of CMRC 2018 train in English, by a small language model.

    python -m training.english_questions --data DIR [--minutes 120]

Nobody's English questions on Chinese texts are at hand; these stand in for them. What is
translated is kept under training/work/, those about held-out paragraphs first, and the next run
goes on from there.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from training.cmrc import asked_records, is_unseen, paragraph_ids
from training.data import shuffled, write_records
from training.language_model import LanguageModel, model_path, said_in_time
from training.translated import ENGLISH, translations

_LONGEST = 36
_TASK = (
    "You translate Chinese questions into natural, fluent English questions. Names are translated "
    "or romanized; no Chinese characters remain."
)
_EXAMPLES = (
    ("故宫博物院是哪一年成立的？", "In which year was the Palace Museum founded?"),
    (
        "张学良在西安事变后被软禁了多久？",
        "How long was Zhang Xueliang kept under house arrest after the Xi'an Incident?",
    ),
    ("为什么这座桥在1937年被炸毁？", "Why was this bridge blown up in 1937?"),
    (
        "业主不交物业费，物业公司可以停水停电吗？",
        "Can the property management company cut off water and electricity if an owner does not "
        "pay the property fee?",
    ),
    ("《红楼梦》的作者是谁？", "Who is the author of Dream of the Red Chamber?"),
)


def main() -> None:
    """Translate what is not translated yet, and keep it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("--minutes", type=float, default=120, help="how long to translate")
    arguments = parser.parse_args()
    known = translations()
    wanted = [question for question in _questions(arguments.data) if question not in known]
    model = LanguageModel(model_path(), _TASK, _EXAMPLES)
    for said in said_in_time(model, wanted, _LONGEST, arguments.minutes):
        known |= said
        write_records(ENGLISH, ({"zh": zh, "en": en} for zh, en in known.items()))
    print(f"{len(known):,} questions")


def _questions(data: Path) -> list[str]:
    """All of them, those about held-out paragraphs first, the others in an order of chance."""
    records = asked_records(data)
    ids = paragraph_ids(records)
    unseen = [r["question"] for r in records if is_unseen(ids[r["context"]])]
    return list(dict.fromkeys([*unseen, *shuffled(r["question"] for r in records)]))


if __name__ == "__main__":
    main()
