"""Fits the gate, a weight a piece, by which most news is told apart: ``python -m training.gate --help``.

Logistic regression on the pieces that a text holds, divided by the root of their number, on the project's own passages
and silent texts. It costs a text only its tokenization, so that the encoder need not see most news.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from training.corpora import passages
from training.examples import Example
from training.pool import CORPUS

STEPS, RATE, DECAY = 400, 0.05, 3e-3
"""Of Adam over all texts at once, and the weight of the squares; chosen on the held-out passages."""


def features(tokenizer: Tokenizer, examples: Sequence[Example]) -> torch.Tensor:
    """Return a sparse row a text: the pieces it holds, scaled to length one."""
    rows, columns, values = [], [], []
    for row, encoding in enumerate(
        tokenizer.encode_batch([e.text for e in examples], add_special_tokens=False)
    ):
        held = sorted(set(encoding.ids))
        rows += [row] * len(held)
        columns += held
        values += [1 / np.sqrt(len(held))] * len(held)
    shape = (len(examples), tokenizer.get_vocab_size())
    places, shares = torch.tensor([rows, columns]), torch.tensor(values, dtype=torch.float32)
    return torch.sparse_coo_tensor(places, shares, shape, check_invariants=True)


def fit(texts: torch.Tensor, tells: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return weights and bias."""
    weights = torch.zeros(texts.shape[1], 1, requires_grad=True)
    bias = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.Adam([weights, bias], lr=RATE)
    for _ in range(STEPS):
        optimizer.zero_grad()
        scores = torch.sparse.mm(texts, weights)[:, 0] + bias
        value = torch.nn.functional.binary_cross_entropy_with_logits(scores, tells)
        (value + DECAY * weights.square().sum() / 100).backward()
        optimizer.step()
    return weights.detach(), bias.detach()


def main() -> None:
    """Fit, print what the held-out passages get, and write the weights."""
    parser = argparse.ArgumentParser(description="Fit the gate before the encoder.")
    parser.add_argument("--tokenizer", type=Path, required=True, help="the pruned tokenizer.json")
    parser.add_argument("--out", type=Path, required=True, help="file to write (.npz)")
    arguments = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(arguments.tokenizer))
    learned = [*passages.examples(CORPUS / "passages", dev=False), *passages.examples(CORPUS / "silent")]
    weights, bias = fit(
        features(tokenizer, learned), torch.tensor([float(bool(e.relevant)) for e in learned])
    )
    held = list(passages.examples(CORPUS / "passages", dev=True))
    scores = (torch.sparse.mm(features(tokenizer, held), weights)[:, 0] + bias).numpy()
    tells = np.array([bool(e.relevant) for e in held])
    for least in (-2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0):
        kept, passed = np.mean(scores[tells] > least), np.mean(scores[~tells] > least)
        print(
            f"odds above {least:5.1f}: {kept:.3f} of texts that tell an event, {passed:.3f} of those that do not"
        )
    np.savez(arguments.out, weight=weights[:, 0].numpy().astype(np.float16), bias=bias.numpy())


if __name__ == "__main__":
    main()
