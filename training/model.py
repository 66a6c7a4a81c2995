"""The encoder with its heads: one linear layer gives every head's columns for each token."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import torch
from torch import nn
from torch.nn.functional import linear
from transformers import BertModel


def half_precision() -> torch.autocast:
    """Return the context that computes in bfloat16 where the processor has AMX, and as before elsewhere."""
    return torch.autocast("cpu", torch.bfloat16, enabled=_has_amx())


@lru_cache(maxsize=1)
def _has_amx() -> bool:
    processors = Path("/proc/cpuinfo")
    return processors.exists() and "amx_bf16" in processors.read_text()


class ReaderModel(nn.Module):
    """The layers `keep` of the encoder, its embeddings cut to the rows of the pruned vocabulary, and the heads."""

    def __init__(self, encoder: BertModel, width: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = encoder
        self.dropout = nn.Dropout(dropout)
        self.heads = nn.Linear(encoder.config.hidden_size, width)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return the matrix of shape (texts, tokens, columns) for ids and mask of shape (texts, tokens)."""
        return self.heads(self.hidden(ids, mask))

    def hidden(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return what the heads read, shape (texts, tokens, hidden size)."""
        return self.dropout(self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state)

    def columns(self, hidden: torch.Tensor, columns: slice) -> torch.Tensor:
        """Return some columns of the matrix alone; teaching a task needs few of them."""
        return linear(hidden, self.heads.weight[columns], self.heads.bias[columns]).float()


def load_encoder(folder: Path, rows: Sequence[int], keep: Sequence[int]) -> BertModel:
    """Return the pretrained encoder with the kept layers and embedding rows; the word embeddings are frozen."""
    encoder = BertModel.from_pretrained(folder, add_pooling_layer=False, attn_implementation="eager")
    table = encoder.embeddings.word_embeddings.weight.data[list(rows)]
    encoder.embeddings.word_embeddings = nn.Embedding.from_pretrained(table, freeze=True, padding_idx=1)
    encoder.encoder.layer = nn.ModuleList(encoder.encoder.layer[n] for n in keep)
    for layer in encoder.encoder.layer:
        layer.attention.self.dropout = nn.Dropout(0.0)  # costs a tenth of the time and brings nothing here
    encoder.config.vocab_size, encoder.config.num_hidden_layers = len(table), len(keep)
    return encoder
