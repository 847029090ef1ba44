"""The reader's network in torch, for training; `rag/encode/reader_net.py` runs the same in numpy.

Gated dilated convolutions read question and passage alike; the passage attends to the question;
more convolutions, told what is asked, and one self-attention mark where an answer starts and ends,
and whether there is one. (Convolutions for reading: Wu et al. 2017, "Fast Reading Comprehension
with ConvNets"; attention to the question: Seo et al. 2017.)
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from rag.encode.reader_text import SHARED_FEATURES

# Parts of speech that are told apart, times whether a token begins or ends its word.
PARTS = 4 * 48
READING = (1, 2, 4, 1)
MODELING = (1, 2, 4, 8, 16, 1, 2)
_ATTENTION_AFTER = 3


@dataclass(frozen=True, slots=True)
class Side:
    """A padded batch: `[b, n]` ids, parts and keys, `[b, n, dim]` vectors, a mask of 0 and 1."""

    characters: Tensor
    parts: Tensor
    keys: Tensor
    vectors: Tensor
    features: Tensor
    mask: Tensor


class Dropout(nn.Module):
    """Drops a feature from all tokens of a text alike: as good, and far fewer draws."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, states: Tensor) -> Tensor:
        """`[b, …, width]` -> the same, in training with some features dropped."""
        if not self.training:
            return states
        shape = (states.shape[0], *(1 for _ in states.shape[2:]), states.shape[-1])
        kept = (torch.rand(shape, device=states.device) >= self.share) / (1 - self.share)
        return states * kept.to(states.dtype)


class Convolution(nn.Module):
    """A gated convolution over three tokens, `dilation` apart, added to what came in."""

    def __init__(self, width: int, dilation: int, asked: bool, dropout: float) -> None:
        super().__init__()
        self.dilation = dilation
        self.norm = nn.LayerNorm(width)
        self.mix = nn.Linear(3 * width, 2 * width)
        self.asked = nn.Linear(width, 2 * width, bias=False) if asked else None
        self.dropout = Dropout(dropout)

    def forward(self, states: Tensor, mask: Tensor, question: Tensor | None = None) -> Tensor:
        """`[b, n, width]` -> the same; `question` is `[b, width]`."""
        x = self.dropout(self.norm(states)) * mask
        d = self.dilation
        before = functional.pad(x, (0, 0, d, 0))[:, :-d]
        after = functional.pad(x, (0, 0, 0, d))[:, d:]
        mixed = self.mix(torch.cat([before, x, after], dim=-1))
        if self.asked is not None and question is not None:
            mixed = mixed + self.asked(question)[:, None]
        value, gate = mixed.chunk(2, dim=-1)
        return states + value * torch.sigmoid(gate)


class ReaderNet(nn.Module):
    """Question and passage -> start and end `[b, n]` and answerability `[b]`, all as logits."""

    def __init__(
        self, characters: int, dim: int = 256, width: int = 128, dropout: float = 0.15
    ) -> None:
        super().__init__()
        self.characters = nn.Embedding(characters, 64)
        nn.init.normal_(self.characters.weight, std=0.1)
        self.words = nn.Linear(dim, 96)
        self.parts = nn.Embedding(PARTS, 24)
        nn.init.normal_(self.parts.weight, std=0.3)
        self.join = nn.Linear(64 + 96 + SHARED_FEATURES + 24, width)
        self.reading = nn.ModuleList(Convolution(width, d, False, dropout) for d in READING)
        self.pool = nn.Linear(width, 1)
        self.key_passage = nn.Linear(width, width, bias=False)
        self.key_question = nn.Linear(width, width, bias=False)
        self.alike = nn.Parameter(torch.tensor([2.0, 2.0]))
        self.fuse = nn.Linear(3 * width + SHARED_FEATURES, width)
        self.modeling = nn.ModuleList(Convolution(width, d, True, dropout) for d in MODELING)
        self.attention_norm = nn.LayerNorm(width)
        self.attention = nn.Linear(width, 3 * width)
        self.attended = nn.Linear(width, width)
        self.last_norm = nn.LayerNorm(width)
        self.ends = nn.Linear(width, 2)
        self.judge = nn.Linear(3 * width, width)
        self.verdict = nn.Linear(width, 1)
        self.dropout = Dropout(dropout)
        self.width = width

    def forward(self, question: Side, passage: Side) -> tuple[Tensor, Tensor, Tensor]:
        """The logits of a batch."""
        asked, read = self._read(question), self._read(passage)
        q_mask, p_mask = question.mask, passage.mask
        hidden = (1 - q_mask) * -1e4
        about = torch.softmax(self.pool(asked).squeeze(-1) + hidden, dim=-1)
        summary = (about[:, None] @ asked).squeeze(1)
        cosine = passage.vectors @ question.vectors.transpose(1, 2)
        same = (passage.keys[:, :, None] == question.keys[:, None]).to(cosine.dtype)
        fit = self.key_passage(read) @ self.key_question(asked).transpose(1, 2)
        fit = fit / self.width**0.5 + self.alike[0] * cosine + self.alike[1] * same
        found = torch.softmax(fit + hidden[:, None], dim=-1) @ asked
        joined = torch.cat([read, found, read * found, passage.features], dim=-1)
        mask = p_mask[..., None]
        states = self.fuse(self.dropout(joined)) * mask
        for number, layer in enumerate(self.modeling):
            states = layer(states, mask, summary)
            if number == _ATTENTION_AFTER:
                states = states + self._attend(states, p_mask)
        states = self.last_norm(states)
        padding = (1 - p_mask) * -1e4
        start, end = self.ends(self.dropout(states)).unbind(-1)
        start, end = start + padding, end + padding
        return start, end, self._verdict(states, start, padding, summary)

    def _read(self, side: Side) -> Tensor:
        mask = side.mask[..., None]
        characters, words = self.characters(side.characters), self.words(side.vectors)
        joined = torch.cat([characters, words, side.features, self.parts(side.parts)], dim=-1)
        states = self.join(self.dropout(joined)) * mask
        for layer in self.reading:
            states = layer(states, mask)
        return states * mask

    def _attend(self, states: Tensor, mask: Tensor) -> Tensor:
        query, key, value = self.attention(self.attention_norm(states)).chunk(3, dim=-1)
        fit = query @ key.transpose(1, 2) / self.width**0.5 + ((1 - mask) * -1e4)[:, None]
        return self.attended(torch.softmax(fit, dim=-1) @ value)

    def _verdict(self, states: Tensor, start: Tensor, padding: Tensor, summary: Tensor) -> Tensor:
        best = (states + padding[..., None]).amax(dim=1)
        likely = (torch.softmax(start, dim=-1)[:, None] @ states).squeeze(1)
        judged = torch.relu(self.judge(torch.cat([best, likely, summary], dim=-1)))
        return self.verdict(self.dropout(judged)).squeeze(-1)
