"""Hub models as readers: one that marks answers, one that ranks, and what is no reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.encode import bundled_lexicon, load_reader
from rag.search.parse import parse_query
from rag.text import render_simplified, sentences
from rag.types import QueryError

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")

PASSAGES = [
    "社區居民委員會由主任、副主任和委員組成。委員共五至九人。",
    "城市的社區建設要以人為本。" * 30,
    "",
]


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Transformers of one small layer, made here."""
    import torch
    import transformers

    torch.manual_seed(1)
    folder = tmp_path_factory.mktemp("readers")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"社区居民委员会城市的五至九人由主任。"]
    (folder / "vocab.txt").write_text("\n".join(dict.fromkeys(words)), encoding="utf-8")
    config = transformers.BertConfig(
        vocab_size=len(words),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
    )
    kinds = {
        "extractive": transformers.BertForQuestionAnswering,
        "ranking": transformers.BertForSequenceClassification,
        "neither": transformers.BertForMaskedLM,
    }
    for name, kind in kinds.items():
        config.num_labels = 1 if name == "ranking" else 2
        kind(config).save_pretrained(folder / name)
        transformers.BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder / name)
    return folder


def test_an_extractive_model_marks_the_likeliest_words_of_each_sentence(models: Path) -> None:
    reader = load_reader(str(models / "extractive"))
    assert reader is not None
    query = parse_query("社區居民委員會由誰組成?", bundled_lexicon())
    readings = list(reader.read(query, PASSAGES))
    for passage, reading in zip(PASSAGES, readings, strict=True):
        within = sentences(passage)
        assert len(reading.spans) == len(within)
        assert all(any(s.contains(found.span) for s in within) for found in reading.spans)
        scores = [found.score for found in reading.spans]
        assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("kind", ["extractive", "ranking"])
def test_both_scripts_read_alike(models: Path, kind: str) -> None:
    reader = load_reader(str(models / kind))
    assert reader is not None
    traditional = parse_query("社區居民委員會由誰組成?", bundled_lexicon())
    simplified = parse_query("社区居民委员会由谁组成?", bundled_lexicon())
    one = list(reader.read(traditional, PASSAGES))
    assert one == list(reader.read(simplified, [render_simplified(p) for p in PASSAGES]))


def test_a_cross_encoder_only_ranks(models: Path) -> None:
    reader = load_reader(str(models / "ranking"))
    assert reader is not None and reader.name.startswith(f"{models / 'ranking'}@")
    query = parse_query("社區" * 400, bundled_lexicon())
    readings = list(reader.read(query, PASSAGES[:2]))
    assert all(reading.spans == () for reading in readings)
    assert readings[0].answerability != readings[1].answerability


def test_a_model_for_something_else_is_refused(models: Path) -> None:
    with pytest.raises(QueryError, match="neither marks answers nor ranks passages"):
        load_reader(str(models / "neither"))


@pytest.mark.parametrize("source", ["", "./nowhere", "/nowhere"])
def test_a_reader_that_is_not_there_is_named(source: str) -> None:
    with pytest.raises(QueryError, match="no such folder"):
        load_reader(source)


def test_none_is_no_reader() -> None:
    assert load_reader("none") is None
