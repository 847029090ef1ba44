"""sentence-transformers models behind the seam, and the bundled one read by sentence-transformers.

The only module of tests that imports torch, and it does so inside its fixtures.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rag.corpus import read_corpus
from rag.encode import bundled_encoder, load_encoder, source_of
from rag.encode.conv import CONV_PATH
from rag.encode.hub import HubEncoder
from rag.encode.static import STATIC_PATH, load_static_encoder
from rag.engine import Engine
from rag.index import encoder_of, refresh_index
from rag.types import IndexFormatError, QueryError
from tests.fakes import HashEncoder

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

TEXTS = [
    "社區建設的目標是什麼？城市規劃應當公開。",
    "社区居民委员会的工作原则",
    "What are the principles of urban community building?",
    "都市計畫應瞭解居民之身分，由里長覆核。",
    "Community 社區 building 建設 2024年",
    "",
    "天氣預報說明天會下雨，請帶傘。" * 500,
]


@pytest.fixture(scope="module")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A transformer of one small layer, made here and saved by sentence-transformers."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizer

    folder = tmp_path_factory.mktemp("tiny")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"社区居民委员会城市的", "city"]
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder / "body")
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(folder / "body")
    body = Transformer(str(folder / "body"))
    model = SentenceTransformer(modules=[body, Pooling(32, "mean")], device="cpu")
    model.save(str(folder / "model"), create_model_card=False)
    return folder / "model"


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A hub that answers nothing, without waiting for one."""
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    yield


@pytest.fixture(scope="module")
def same_model() -> Any:
    """The bundled words as sentence-transformers alone reads them."""
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(STATIC_PATH), device="cpu", local_files_only=True)


def test_the_bundled_network_is_the_same_in_sentence_transformers() -> None:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(
        str(CONV_PATH), device="cpu", local_files_only=True, trust_remote_code=True
    )
    ours, theirs = bundled_encoder().encode(TEXTS), model.encode(TEXTS)
    written = [i for i, text in enumerate(TEXTS) if text]
    assert (ours * theirs).sum(axis=1)[written].min() >= 0.999
    assert not theirs[TEXTS.index("")].any()
    assert model.get_embedding_dimension() == bundled_encoder().dim


def test_bundled_words_are_the_same_in_sentence_transformers(same_model: Any) -> None:
    ours = load_static_encoder(STATIC_PATH, "words").encode(TEXTS)
    theirs = same_model.encode(TEXTS)
    alone = np.concatenate([same_model.encode([text]) for text in TEXTS])
    written = [i for i, text in enumerate(TEXTS) if text]
    assert (ours * theirs).sum(axis=1)[written].min() >= 0.999
    assert (ours * alone).sum(axis=1)[written].min() >= 0.999
    assert not theirs[TEXTS.index("")].any() and not ours[TEXTS.index("")].any()


def test_any_model_folder_encodes_to_unit_rows(tiny_model: Path) -> None:
    encoder = load_encoder(str(tiny_model))
    vectors = encoder.encode(["社区居民", "city", ""])
    assert vectors.shape == (3, encoder.dim) == (3, 32)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(3), abs=1e-4)
    assert encoder.encode([]).shape == (0, 32)
    assert np.allclose(vectors[:1], encoder.encode(["社区居民"]), atol=1e-5)


def test_the_name_leads_back_to_the_folder_and_changes_with_the_weights(tiny_model: Path) -> None:
    import torch

    encoder = load_encoder(str(tiny_model))
    assert isinstance(encoder, HubEncoder)
    assert source_of(encoder.name) == str(tiny_model)
    assert load_encoder(str(tiny_model)).name == encoder.name
    with torch.no_grad():
        next(encoder._model.parameters()).add_(1.0)
    assert HubEncoder(str(tiny_model), encoder._model).name != encoder.name


@pytest.mark.parametrize("source", ["./no-such-folder", "/no/such/folder", "~/no-such-folder", ""])
def test_a_missing_folder_is_one_clear_line(source: str) -> None:
    with pytest.raises(QueryError, match=r"no such folder; give .*") as caught:
        load_encoder(source)
    assert "\n" not in str(caught.value)


def test_a_folder_without_a_model_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(
        QueryError, match=r"no model there .*sentence-transformers or transformers saved"
    ):
        load_encoder(str(tmp_path))


def test_a_folder_with_a_broken_model_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(QueryError, match=r"cannot be loaded .*") as caught:
        load_encoder(str(tmp_path))
    assert "\n" not in str(caught.value)


@pytest.mark.usefixtures("no_network")
def test_a_remote_model_without_a_network_is_one_clear_line() -> None:
    with pytest.raises(QueryError, match=r"cannot be reached; fetch it elsewhere"):
        load_encoder("someone/no-such-model")


@pytest.mark.usefixtures("no_network")
def test_offline_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(QueryError, match="HF_HUB_OFFLINE forbids"):
        load_encoder("someone/no-such-model")


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A folder of one document."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus/garden.txt").write_text("一、原則\n社区居民。\n", "utf-8")
    return tmp_path / "corpus"


def test_a_build_keeps_the_encoder_that_the_index_has(tiny_model: Path, shelf: Path) -> None:
    index = shelf.parent / "index"
    Engine.build(shelf, index, encoder=str(tiny_model))
    built_with = encoder_of(index)
    assert built_with and source_of(built_with) == str(tiny_model)
    (shelf / "pond.txt").write_text("一、禁令\n不得钓鱼。\n", "utf-8")
    Engine.build(shelf, index)
    assert encoder_of(index) == built_with
    assert Engine.open(index, corpus=shelf, reader="none").search("居民")
    with pytest.raises(IndexFormatError, match=r"run: zhangju index --encoder bundled --index "):
        Engine.open(index, corpus=shelf, encoder="bundled")
    Engine.build(shelf, index, encoder="bundled")
    assert encoder_of(index) == bundled_encoder().name


class RemoteEncoder(HashEncoder):
    """Says that it is a model of the hub."""

    @property
    def name(self) -> str:
        return "someone/no-such-model@12345678"


@pytest.mark.usefixtures("no_network")
def test_the_encoder_of_an_index_is_not_downloaded_unasked(shelf: Path) -> None:
    index = shelf.parent / "index"
    refresh_index(index, read_corpus(shelf), RemoteEncoder())
    for use in (lambda: Engine.open(index), lambda: Engine.build(shelf, index)):
        with pytest.raises(
            QueryError, match=r"unasked.*--encoder someone/no-such-model$"
        ) as caught:
            use()
        assert "\n" not in str(caught.value)
    with pytest.raises(QueryError, match="cannot be reached"):
        Engine.open(index, encoder="someone/no-such-model")


def test_an_index_that_names_no_encoder_is_built_with_the_bundled_one(shelf: Path) -> None:
    index = shelf.parent / "index"
    assert encoder_of(index) is None
    Engine.build(shelf, index)
    (meta,) = index.glob("generation-*/meta.json")
    for damaged in (b"[]", b"{", b"\xff", b'{"encoder": 1}'):
        meta.write_bytes(damaged)
        assert encoder_of(index) is None
    Engine.build(shelf, index)
    assert encoder_of(index) == bundled_encoder().name
