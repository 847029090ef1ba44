"""Questions that laymen might ask about articles of laws, by a small language model.

    python -m training.lay_questions --data DIR [--minutes 60]

Of short articles the model is asked what someone who knows no law would ask in daily life, so that
the article answers. Many of its questions have little to do with the article; `lay_lessons` keeps
those that search finds it by. What was asked is kept under training/work/, and the next run goes on
from there.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from training.data import WORK, kept_records, read_records, shuffled, write_records
from training.language_model import LanguageModel, model_path, said_in_time
from training.policy_questions import policy_questions

QUESTIONS = WORK / "lay_questions.jsonl"
_LONGEST = 40
_LONGEST_ARTICLE = 180
_SHORTEST_ARTICLE = 30
# What a law is for, when it comes into force, what it repeals: nobody asks.
_NOBODY_ASKS = re.compile(r"为了|本[法条例办规]\S{0,4}自|.{0,12}(自.{4,14}起施行|废止)")
_TASK = (
    "你是一名普通市民，对法律不熟悉。看到一条规定后，你写出自己在生活或工作中遇到的、这条规定正好能"
    "回答的问题。用自己的话口语化地问，不照抄条文，不提法律名称。"
)
_EXAMPLES = (
    (
        "物业管理条例\n业主应当根据物业服务合同的约定交纳物业服务费用。业主与物业使用人约定由物业使用人"
        "交纳物业服务费用的，从其约定，业主负连带交纳责任。",
        "我把房子租出去了，说好物业费由租客交，租客一直拖着，物业能来找我要吗？",
    ),
    (
        "工伤保险条例\n职工有下列情形之一的，应当认定为工伤：……（六）在上下班途中，受到非本人主要责任"
        "的交通事故或者城市轨道交通、客运轮渡、火车事故伤害的。",
        "下班骑电动车回家被汽车撞了，不是我的责任，算不算工伤？",
    ),
    (
        "养犬管理条例\n携犬外出，应当束犬链，并由完全民事行为能力人牵领，避让老年人、残疾人、孕妇和儿童。"
        "违反规定的，由公安机关责令改正，处二百元以下罚款。",
        "邻居遛狗从来不拴绳子，会被罚款吗？",
    ),
    (
        "政府信息公开条例\n行政机关收到政府信息公开申请，能够当场答复的，应当当场予以答复；不能当场答复的"
        "，应当自收到申请之日起20个工作日内予以答复。",
        "向政府申请公开信息，最晚多少天要给我答复？",
    ),
    (
        "企业登记管理办法\n申请办理企业登记，申请人应当对提交材料的真实性、合法性和有效性负责。",
        "注册公司交的材料要是有假，谁来负责？",
    ),
)


def main() -> None:
    """Ask about articles that nothing was asked about yet, and keep it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("--minutes", type=float, default=60, help="how long to ask")
    arguments = parser.parse_args()
    asked = dict(lay_questions())
    wanted = [text for text in _articles(arguments.data) if text not in asked]
    model = LanguageModel(model_path(), _TASK, _EXAMPLES)
    for said in said_in_time(model, wanted, _LONGEST, arguments.minutes, drawn=True):
        asked |= said
        write_records(QUESTIONS, ({"article": a, "question": q} for a, q in asked.items()))
    print(f"{len(asked):,} questions")


def lay_questions() -> Iterator[tuple[str, str]]:
    """Each article, its law's name in a line before it, and the question; none before the first
    run."""
    for record in kept_records(QUESTIONS):
        yield record["article"], record["question"]


def _articles(data: Path) -> list[str]:
    """Those that may be asked about, in an order of chance. No law of `policies` is among them."""
    measured = {question.law for question in policy_questions()}
    records = [
        record
        for record in read_records(data / "prc_laws_articles.jsonl.gz")
        if record["law"] not in measured
        and _SHORTEST_ARTICLE < len(record["text"]) <= _LONGEST_ARTICLE
        and not _NOBODY_ASKS.match(record["text"])
    ]
    return shuffled(dict.fromkeys(f"{record['law']}\n{record['text']}" for record in records))


if __name__ == "__main__":
    main()
