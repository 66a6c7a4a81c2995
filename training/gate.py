"""Fits the gate, a weight a piece, by which most news is told apart: ``python -m training.gate --help``.

Logistic regression on the mean over the pieces that a text holds and some that tell nothing, so that few pieces decide
little. A piece's weight is the sum of one of its own and of one that its word embedding gives, so that words that no
text here has weigh like their kin in any language. What comes out is a weight a piece all the same: a text costs its
tokenization, and the encoder need not see most news. Learned from the project's own passages, silent texts, seen
banks, whole reports and ordinary news.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.nn.functional import binary_cross_entropy_with_logits, normalize

from training.corpora import passages
from training.examples import Example
from training.pool import CORPUS

TABLE = "encoder.embeddings.word_embeddings.weight"
BANKS = ("bank", "bank2", "reports")
STEPS, RATE_OF_PIECES, RATE_OF_EMBEDDINGS = 300, 0.05, 0.003
DECAY_OF_PIECES, DECAY_OF_EMBEDDINGS = 1e-5, 1e-4
"""Of Adam over all texts at once, and the weights of the squares; chosen on the held-out passages."""
NEUTRAL = 20
"""Pieces that tell nothing, added to those of every text; chosen, as above, among 0, 20 and 40."""
SCALE = 10.0
"""Of the shares in fitting: a text of a hundred pieces has a row of length one."""
UNKNOWN_TEXT = -2.0
"""Odds of a text whose pieces tell nothing: most news tells of no event."""


def features(tokenizer: Tokenizer, examples: Sequence[Example]) -> torch.Tensor:
    """Return a sparse row a text: the pieces it holds, with equal shares, beside the neutral ones."""
    rows, columns, values = [], [], []
    for row, encoding in enumerate(
        tokenizer.encode_batch([e.text for e in examples], add_special_tokens=False)
    ):
        held = sorted(set(encoding.ids))
        rows += [row] * len(held)
        columns += held
        values += [SCALE / (len(held) + NEUTRAL)] * len(held)
    shape = (len(examples), tokenizer.get_vocab_size())
    places, shares = torch.tensor([rows, columns]), torch.tensor(values, dtype=torch.float32)
    return torch.sparse_coo_tensor(places, shares, shape, check_invariants=True)


@dataclass(frozen=True, slots=True)
class Weights:
    """A weight a piece, and the bias."""

    weights: torch.Tensor
    bias: float

    def odds(self, texts: torch.Tensor) -> np.ndarray:
        """Return the odds of each text."""
        return (torch.sparse.mm(texts, self.weights[:, None])[:, 0] + self.bias).numpy()


def fit(texts: torch.Tensor, tells: torch.Tensor, table: torch.Tensor) -> Weights:
    """Return the weights for rows of pieces, whether each text tells an event, and the pieces' embeddings."""
    table = normalize(table.float(), dim=1)
    means = torch.sparse.mm(texts, table)
    spread = means.std(0)
    means = means / spread
    pieces = torch.zeros(texts.shape[1], 1, requires_grad=True)
    shared = torch.zeros(table.shape[1], 1, requires_grad=True)
    optimizer = torch.optim.Adam(
        [{"params": [pieces], "lr": RATE_OF_PIECES}, {"params": [shared], "lr": RATE_OF_EMBEDDINGS}]
    )
    for _ in range(STEPS):
        optimizer.zero_grad()
        scores = (torch.sparse.mm(texts, pieces) + means @ shared)[:, 0] + UNKNOWN_TEXT
        value = binary_cross_entropy_with_logits(scores, tells)
        squares = DECAY_OF_PIECES * pieces.square().sum() + DECAY_OF_EMBEDDINGS * shared.square().sum()
        (value + squares).backward()
        optimizer.step()
    return Weights((pieces + table @ (shared / spread[:, None])).detach()[:, 0], UNKNOWN_TEXT)


def reports(paths: Iterable[Path]) -> Iterator[Example]:
    """Yield the reports of banks as texts that tell of an incident or of none."""
    for path in paths:
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            text = f"{row['title']}\n\n{row['text']}" if row.get("title") else row["text"]
            yield Example("event", row["id"], text, relevant=bool(row["incident_ids"]))


def tell(name: str, odds: np.ndarray, tells: np.ndarray) -> None:
    """Print what some texts get."""
    for least in (-3.0, -2.0, -1.5, -1.0, -0.5, 0.0):
        kept, passed = (int(np.sum(odds[which] > least)) for which in (tells, ~tells))
        told = f"{kept} of {tells.sum()} with an event, {passed} of {(~tells).sum()} without"
        print(f"{name}: odds above {least:4.1f}: {told}")


def main() -> None:
    """Fit, print what held-out passages and ordinary news get, and write the weights."""
    parser = argparse.ArgumentParser(description="Fit the gate before the encoder.")
    parser.add_argument("--weights", type=Path, required=True, help="checkpoint of training.train")
    parser.add_argument("--tokenizer", type=Path, required=True, help="the pruned tokenizer.json")
    parser.add_argument("--out", type=Path, required=True, help="file to write (.npz)")
    arguments = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(arguments.tokenizer))
    table = torch.load(arguments.weights, weights_only=True)["average"][TABLE]
    learned = [
        *passages.examples(CORPUS / "passages", dev=False),
        *passages.examples(CORPUS / "silent"),
        *passages.read(CORPUS / "news" / "fit.jsonl"),
        *reports(CORPUS / name / "reports.jsonl" for name in BANKS),
    ]
    tells = torch.tensor([float(bool(e.relevant)) for e in learned])
    gate = fit(features(tokenizer, learned), tells, table)
    held = [*passages.examples(CORPUS / "passages", dev=True)]
    news = [*passages.read(CORPUS / "news" / "test.jsonl")]
    for name, some in (("held-out passages", held), ("ordinary news", news)):
        tell(name, gate.odds(features(tokenizer, some)), np.array([bool(e.relevant) for e in some]))
    weights = (SCALE * gate.weights.numpy()).astype(np.float16)
    np.savez(arguments.out, weight=weights, bias=np.array([gate.bias], np.float32), neutral=[NEUTRAL])


if __name__ == "__main__":
    main()
