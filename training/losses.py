"""What the heads are taught by; the scores are those of `khaldun.extract.neural.heads`, in torch.

Spans: for each label log(1+Σe^s) over what is no span and log(1+Σe^-s) over what is one (Su et al. 2022, "Global
Pointer"), which needs no weighing of a few spans against thousands of others. Pairs: cross-entropy over the pairs of
true spans.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import torch
from torch.nn import functional as F

from khaldun.extract.neural.heads import ROTARY_BASE
from khaldun.extract.neural.layout import PAIR_WIDTH, SPAN_WIDTH, Layout, Task
from training.batches import Batch
from training.model import ReaderModel


def rotated(vectors: torch.Tensor, positions: torch.Tensor) -> torch.Tensor:
    """Turn the last dimension of vectors by positions of the shape of the rest."""
    width = vectors.shape[-1]
    rates = ROTARY_BASE ** (-torch.arange(0, width, 2, dtype=torch.float32) / width)
    angles = positions[..., None].float() * rates
    cos, sin = angles.cos(), angles.sin()
    left, right = vectors[..., : width // 2], vectors[..., width // 2 :]
    return torch.cat((left * cos - right * sin, right * cos + left * sin), dim=-1)


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one task (or of the values) alone, and where each head's lie among them."""

    matrix: torch.Tensor
    at: Mapping[str, slice]

    def __getitem__(self, name: str) -> torch.Tensor:
        return self.matrix[..., self.at[name]]


def columns_of(model: ReaderModel, hidden: torch.Tensor, layout: Layout, prefix: str) -> Columns:
    """Return the columns whose names begin with a prefix; they lie side by side."""
    mine = {name: at for name, at in layout.columns.items() if name.startswith(f"{prefix}.")}
    first, last = min(at.start for at in mine.values()), max(at.stop for at in mine.values())
    matrix = model.columns(hidden, slice(first, last))
    return Columns(matrix, {name: slice(at.start - first, at.stop - first) for name, at in mine.items()})


def span_scores(matrix: Columns, mask: torch.Tensor, task: Task) -> torch.Tensor:
    """Return scores of shape (texts, tokens, band, labels); spans that leave the text score -1e4."""
    tokens = mask.shape[1]
    band = min(task.band, tokens)
    part = {name: matrix[f"{task.name}.{name}"] for name in ("q", "k", "start", "end")}
    at = torch.arange(tokens)
    product = rotated(part["q"], at) @ rotated(part["k"], at).transpose(1, 2) / math.sqrt(SPAN_WIDTH)
    last = at[:, None] + torch.arange(band)[None, :]
    inside = last < tokens
    last = last.clamp(max=tokens - 1)
    banded = product.gather(2, last.expand(mask.shape[0], -1, -1))
    scores = banded[..., None] + part["start"][:, :, None, :] + part["end"][:, last]
    inside = inside[None] & mask.bool()[:, :, None] & mask.bool()[:, last]
    return scores.masked_fill(~inside[..., None], -1e4)


def span_loss(scores: torch.Tensor, batch: Batch) -> torch.Tensor:
    """Return the span loss, summed over labels and averaged over texts."""
    texts, tokens, band, labels = scores.shape
    flat = scores.permute(0, 3, 1, 2).reshape(texts, labels, tokens * band)
    index = [
        (n, label, first * band + last - first)
        for n, item in enumerate(batch.items)
        for first, last, label in set(item.spans)
    ]
    zero = torch.zeros(texts, labels, 1)
    if not index:
        return torch.logsumexp(torch.cat((flat, zero), dim=2), dim=2).sum() / texts
    at = tuple(torch.tensor(column) for column in zip(*index, strict=True))
    true = flat[at]
    others = flat.index_put(at, torch.full_like(true, -1e4))
    absent = torch.logsumexp(torch.cat((others, zero), dim=2), dim=2)
    cell = at[0] * labels + at[1]
    total = torch.ones(texts * labels).index_add(0, cell, torch.exp(-true.clamp(min=-30)))
    return (absent.sum() + torch.log(total).sum()) / texts


def pair_losses(matrix: Columns, batch: Batch) -> Iterator[torch.Tensor]:
    """Yield the loss of each kind of pair that the batch holds."""
    for kind in sorted({kind for item in batch.items for kind, *_ in item.pairs}):
        rows = [
            (n, *item.spans[a][:2], *item.spans[b][:2], is_one)
            for n, item in enumerate(batch.items)
            for name, a, b, is_one in item.pairs
            if name == kind
        ]
        text, a1, a2, b1, b2, one = (torch.tensor(column) for column in zip(*rows, strict=True))
        name = f"{batch.items[0].task}.{kind}"

        def side(
            part: str, first: torch.Tensor, last: torch.Tensor, name: str = name, text: torch.Tensor = text
        ) -> torch.Tensor:
            start = matrix[f"{name}.{part}_start"][text, first]
            end = matrix[f"{name}.{part}_end"][text, last]
            return rotated(start + end, first)

        scores = (side("first", a1, a2) * side("second", b1, b2)).sum(1) / math.sqrt(PAIR_WIDTH)
        yield F.binary_cross_entropy_with_logits(scores, one.float())


def value_losses(matrix: Columns, batch: Batch) -> Iterator[torch.Tensor]:
    """Yield the loss of each value that the batch holds; a value with one class is a number."""
    for name in sorted({name for item in batch.items for name, *_ in item.values}):
        rows = [
            (n, item.spans[at][0], value)
            for n, item in enumerate(batch.items)
            for other, at, value in item.values
            if other == name
        ]
        text, first, value = (torch.tensor(column) for column in zip(*rows, strict=True))
        scores = matrix[f"value.{name}"][text, first]
        if scores.shape[1] == 1:
            yield F.smooth_l1_loss(scores[:, 0], value.float())
        else:
            yield F.cross_entropy(scores, value.long())


def relevance_loss(matrix: Columns, batch: Batch) -> torch.Tensor:
    """Return the loss of the window's relevance, read at its first token."""
    known = [(n, item.relevant) for n, item in enumerate(batch.items) if item.relevant is not None]
    if not known:
        return torch.zeros(())
    text, relevant = (torch.tensor(column) for column in zip(*known, strict=True))
    scores = matrix["value.relevant"][text, 0, 0]
    return F.binary_cross_entropy_with_logits(scores, relevant.float())


def loss(model: ReaderModel, layout: Layout, batch: Batch) -> torch.Tensor:
    """Return the sum of the losses of a batch."""
    task = layout.tasks.get(batch.items[0].task)
    hidden = model.hidden(batch.ids, batch.mask)
    values = columns_of(model, hidden, layout, "value")
    parts = [relevance_loss(values, batch), *(2.0 * part for part in value_losses(values, batch))]
    if task:
        matrix = columns_of(model, hidden, layout, task.name)
        parts.append(span_loss(span_scores(matrix, batch.mask, task), batch))
        parts += (2.0 * part for part in pair_losses(matrix, batch))
    return torch.stack(parts).sum()
