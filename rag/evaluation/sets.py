"""Question sets: files of JSON lines, told apart by the fields of their first line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from rag.evaluation.rows import Row, read_rows
from rag.types import QueryError

KINDS = (
    "id, question, lang, kind, answers (asked of the index)",
    "id, question, context, answers (found in the contexts)",
    "id, q_en, q_zh, ctx_zh, a_zh (likewise, asked in two languages)",
    "id, question, articles (found among those of --articles)",
    "en, zh_cn, zh_tw (each found by the others)",
)
"""The fields that a line of each kind of question set has."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question with what is known of its answer.

    `kind` is span, definition, list, none (the texts do not answer) or passage (only the relevant
    texts are known). `answers` are verbatim strings; `relevant` are ids of texts.
    """

    question_id: str
    text: str
    language: str
    kind: str
    answers: tuple[str, ...] = ()
    relevant: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions, and the texts to retrieve among (None: those of the index), some with titles.

    `left_out` are the ids of lines whose question is blank: they cannot be asked.
    """

    name: str
    questions: tuple[Question, ...]
    texts: Mapping[str, str] | None = None
    left_out: tuple[str, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        name: str,
        questions: Iterable[Question],
        texts: Mapping[str, str] | None = None,
        titles: Mapping[str, str] | None = None,
    ) -> QuestionSet:
        """The set of those questions that are not blank."""
        lines = tuple(questions)
        return cls(
            name,
            tuple(question for question in lines if question.text.strip()),
            texts,
            tuple(question.question_id for question in lines if not question.text.strip()),
            titles or {},
        )

    def sampled(self, count: int | None) -> QuestionSet:
        """The set with `count` of its questions, spread evenly; with all, if None or fewer."""
        if count is None or count >= len(self.questions):
            return self
        places = (place * len(self.questions) // count for place in range(count))
        return replace(self, questions=tuple(self.questions[place] for place in places))


def read_question_set(path: Path, articles: Path | None = None) -> list[QuestionSet]:
    """The question sets in a file; QueryError, naming file and line, if it is not one.

    A parallel file holds several: each writing asks for each of the others.
    """
    rows = read_rows(path)
    if not rows:
        raise QueryError(f"{path} has no questions; give a file of JSON lines")
    fields = rows[0].fields.keys()
    if {"lang", "kind", "answers"} <= fields:
        return [QuestionSet.of(path.name, map(_index_question, rows))]
    if {"context", "question", "answers"} <= fields:
        return [_reading_set(path.name, rows, ("question", "context", "answers"), "zh")]
    if {"q_en", "q_zh", "ctx_zh", "a_zh"} <= fields:
        return [
            _reading_set(f"{path.name} en-zh", rows, ("q_en", "ctx_zh", "a_zh"), "en"),
            _reading_set(f"{path.name} zh-zh", rows, ("q_zh", "ctx_zh", "a_zh"), "zh"),
        ]
    if {"question", "articles"} <= fields:
        return [_legal_set(path, rows, articles)]
    if {"en", "zh_cn", "zh_tw"} <= fields:
        return list(_parallel_sets(path.name, rows))
    raise QueryError(
        f"{path}: with fields {', '.join(fields)} a line is of no kind of question set; it needs "
        f"{'; or '.join(KINDS)}"
    )


def _index_question(row: Row) -> Question:
    return Question(
        row.row_id(), row.text("question"), row.text("lang"), row.text("kind"), row.texts("answers")
    )


def _reading_set(
    name: str, rows: Iterable[Row], fields: tuple[str, str, str], language: str
) -> QuestionSet:
    question_field, context_field, answers_field = fields
    ids: dict[str, str] = {}
    questions = []
    for row in rows:
        text_id = ids.setdefault(row.text(context_field), f"p{len(ids):05}")
        questions.append(
            Question(
                row.row_id(),
                row.text(question_field),
                language,
                "span",
                row.texts(answers_field),
                frozenset({text_id}),
            )
        )
    return QuestionSet.of(name, questions, {id_: text for text, id_ in ids.items()})


def _legal_set(path: Path, rows: Iterable[Row], articles: Path | None) -> QuestionSet:
    if articles is None:
        raise QueryError(f"{path} asks for articles of law; give their file with --articles FILE")
    texts: dict[str, str] = {}
    titles: dict[str, str] = {}
    ids_by_text: dict[str, str] = {}
    for number, row in enumerate(read_rows(articles)):
        text_id = f"a{number:06}"
        texts[text_id] = row.text("text")
        titles[text_id] = row.text("law") if "law" in row.fields else ""
        ids_by_text.setdefault("".join(texts[text_id].split()), text_id)
    questions = []
    for row in rows:
        wanted = ("".join(text.split()) for text in row.texts("articles"))
        relevant = frozenset(ids_by_text[text] for text in wanted if text in ids_by_text)
        question = row.text("question")
        questions.append(Question(row.row_id(), question, "zh", "passage", (), relevant))
    return QuestionSet.of(path.name, questions, texts, titles)


def _parallel_sets(name: str, rows: list[Row]) -> Iterable[QuestionSet]:
    for asked in rows[0].fields:
        for found in rows[0].fields:
            if asked != found:
                texts = {f"s{number:05}": row.text(found) for number, row in enumerate(rows)}
                questions = tuple(
                    Question(text_id, row.text(asked), asked, "passage", (), frozenset({text_id}))
                    for text_id, row in zip(texts, rows, strict=True)
                )
                yield QuestionSet.of(f"{name} {asked}-{found}", questions, texts)
