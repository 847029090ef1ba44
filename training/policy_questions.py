"""Questions of our own about policies, in lay words: measured, never trained on.

Each line of `policy_questions.tsv` names a law, the article of it that answers, and words of the
sentence that does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from training.data import read_records

_QUESTIONS = Path(__file__).parent / "policy_questions.tsv"


@dataclass(frozen=True, slots=True)
class PolicyQuestion:
    """A question that `article` of `law` answers, in the sentence that has `answer`."""

    law: str
    article: str
    text: str
    answer: str

    @property
    def language(self) -> str:
        """The language that it is asked in: zh or en."""
        return "en" if self.text.isascii() else "zh"


def policy_questions() -> list[PolicyQuestion]:
    """All of them, in order."""
    lines = _QUESTIONS.read_text("utf-8").splitlines()[1:]
    return [PolicyQuestion(*line.split("\t")) for line in lines]


def policy_texts(data: Path) -> Mapping[str, dict[str, str]]:
    """The laws that are asked about: for each its articles by their ids, behind their numbers."""
    laws = {question.law for question in policy_questions()}
    texts: dict[str, dict[str, str]] = defaultdict(dict)
    for record in read_records(data / "prc_laws_articles.jsonl.gz"):
        if record["law"] in laws:
            text = f"{record['article']}\u3000{record['text']}"
            texts[record["law"]][article_id(record["law"], record["article"])] = text
    return texts


def article_id(law: str, article: str) -> str:
    """The id of an article's text."""
    return f"{law} {article}"


def law_of(id_: str) -> str:
    """The law of an article, by the article's id."""
    return id_.rpartition(" ")[0]
