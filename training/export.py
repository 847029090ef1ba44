"""Step 7: the trained vectors as a small model folder that sentence-transformers loads as it is.

    python -m training.export [--rows FILE] [--dim N] [--out DIR]

The vectors are turned so that their first numbers tell most, and the rest is left out: they only
serve to compare words. Each becomes 8-bit whole numbers and one scale; both loaders multiply them
back. The model card beside them is written by hand and kept.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from shutil import copyfile

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Tokenizer

from rag.encode.static import STATIC_PATH
from training.aliases import aliases
from training.data import WORK
from training.vocabulary import TOKENIZER_PATH


def reduced(rows: NDArray[np.float32], dim: int) -> NDArray[np.float32]:
    """The vectors in the `dim` directions in which their unit vectors are longest."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    units = rows / np.where(lengths > 0, lengths, 1)
    values, directions = np.linalg.eigh(units.T @ units)
    kept: NDArray[np.float32] = rows @ directions[:, np.argsort(-values)[:dim]]
    return kept


def quantized(
    rows: NDArray[np.float32], most: int = 127
) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """`(whole, scale)` with `whole * scale` near each row and no `whole` beyond `most`; a row of
    zeros stays so."""
    largest = np.abs(rows).max(axis=1)
    scales = (largest / most).astype(np.float32)
    whole = np.round(rows / np.where(scales > 0, scales, 1)[:, None])
    return whole.astype(np.int8), scales


def write_model(rows: NDArray[np.float32], tokenizer: Tokenizer, folder: Path) -> None:
    """Write the model folder, with the layout that this sentence-transformers writes."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding

    model = SentenceTransformer(
        modules=[StaticEmbedding(tokenizer, embedding_weights=rows), Normalize()], device="cpu"
    )
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as saved:
        model.save(saved, create_model_card=False)
        for file in Path(saved).rglob("*.json"):
            target = folder / file.relative_to(saved)
            target.parent.mkdir(parents=True, exist_ok=True)
            copyfile(file, target)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    whole, scales = quantized(rows)
    # The keys under which sentence-transformers expects vectors with one weight a token.
    weights = folder / "model.safetensors"
    save_file({"embeddings": whole, "weights": scales}, weights)
    weights.chmod(0o644)


def with_aliases(
    rows: NDArray[np.float32], tokenizer_file: Path
) -> tuple[NDArray[np.float32], Tokenizer]:
    """The vectors and the tokenizer with the spellings that only folding unites."""
    stored = json.loads(tokenizer_file.read_text(encoding="utf-8"))
    tokens: list[list[str | float]] = stored["model"]["vocab"]
    place = {str(token): i for i, (token, _) in enumerate(tokens)}
    named = aliases(frozenset(place))
    for spelling, word in named.items():
        tokens.append([spelling, tokens[place[word]][1]])
    copied = rows[[place[word] for word in named.values()]]
    print(f"{len(named):,} spellings take the vector of a word")
    return np.concatenate([rows, copied]), Tokenizer.from_str(json.dumps(stored))


def main() -> None:
    """Write the bundled model."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--rows", type=Path, default=WORK / "rows.npy")
    parser.add_argument("--dim", type=int, default=160, help="how many numbers a word keeps")
    parser.add_argument("--out", type=Path, default=STATIC_PATH)
    arguments = parser.parse_args()
    rows = reduced(np.load(arguments.rows), arguments.dim)
    rows, tokenizer = with_aliases(rows, TOKENIZER_PATH)
    write_model(rows, tokenizer, arguments.out)


if __name__ == "__main__":
    main()
