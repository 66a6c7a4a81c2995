"""Runs the encoder: windows of tokens in, for each the columns of the heads that are asked for."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from khaldun.core.digest import digest, sha256
from khaldun.extract.neural.heads import Matrix
from khaldun.extract.neural.layout import Layout, layout_of
from khaldun.extract.neural.windows import Window, windows

PAD = 1
SHORT = 40
"""Distinct pieces up to which a text is short: some thirty words."""
BATCH_TOKENS = 2048
"""Tokens in a batch, padding included: more bring no speed on one core."""


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """The bytes of a model: encoder (ONNX), heads and gate (npz), tokenizer and settings (JSON)."""

    encoder: bytes
    heads: bytes
    gate: bytes
    tokenizer: bytes
    settings: bytes

    @property
    def id(self) -> str:
        """Return the digest of weights and settings."""
        return digest("model", *(sha256(part) for part in self.parts))

    @property
    def parts(self) -> tuple[bytes, ...]:
        """Return the files' bytes in a fixed order."""
        return self.encoder, self.heads, self.gate, self.tokenizer, self.settings


class Gate:
    """Weighs the pieces that a text holds: whether it may tell an event, for the price of its tokenization."""

    def __init__(self, files: ModelFiles) -> None:
        self.tokenizer = Tokenizer.from_str(files.tokenizer.decode("utf-8"))
        with np.load(io.BytesIO(files.gate)) as gate:
            self._weight = gate["weight"].astype(np.float32)
            self._bias = float(gate["bias"][0])
            self._neutral = int(gate["neutral"][0])

    def odds(self, text: str) -> float:
        """Return the odds that a text tells an event; a short one is never taken for unlikely: reading costs little."""
        held = np.unique(self.tokenizer.encode(text, add_special_tokens=False).ids)
        odds = float(self._weight[held].sum() / (len(held) + self._neutral)) + self._bias
        return odds if len(held) > SHORT else max(odds, 0.0)


class Encoder:
    """A loaded model."""

    def __init__(self, files: ModelFiles, threads: int = 1) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            files.encoder, sess_options=options, providers=["CPUExecutionProvider"]
        )
        self.tokenizer = Tokenizer.from_str(files.tokenizer.decode("utf-8"))
        self.settings: Mapping[str, Any] = json.loads(files.settings)
        self.layout: Layout = layout_of(self.settings["labels"])
        with np.load(io.BytesIO(files.heads)) as heads:
            self._weight = heads["weight"].astype(np.float32)
            self._bias = heads["bias"]

    def temperature(self, head: str) -> float:
        """Return what a head's scores are divided by to be log-odds of being right (training/calibrate.py)."""
        warm: float = self.settings.get("temperature", {}).get(head, 1.0)
        return warm

    def windows(self, text: str, size: int) -> list[Window]:
        """Return the windows of a text."""
        return list(windows(self.tokenizer, text, size))

    def matrices(self, of: Sequence[Window], tasks: Sequence[str]) -> list[Matrix]:
        """Return for each window the matrix, in which only the columns of the tasks and of the values are filled."""
        result: list[Matrix | None] = [None] * len(of)
        for batch in _batches(of):
            hidden = self._hidden([of[n] for n in batch])
            for row, n in enumerate(batch):
                result[n] = self._columns(hidden[row, : len(of[n])], tasks)
        return [matrix for matrix in result if matrix is not None]

    def _columns(self, hidden: Matrix, tasks: Sequence[str]) -> Matrix:
        matrix = np.zeros((len(hidden), self.layout.width), dtype=np.float32)
        for first, last in self._blocks(tasks):
            matrix[:, first:last] = hidden @ self._weight[:, first:last] + self._bias[first:last]
        return matrix

    def _blocks(self, tasks: Sequence[str]) -> Iterator[tuple[int, int]]:
        for prefix in (*(task for task in tasks if task in self.layout.tasks), "value"):
            mine = [at for name, at in self.layout.columns.items() if name.startswith(f"{prefix}.")]
            yield min(at.start for at in mine), max(at.stop for at in mine)

    def _hidden(self, of: Sequence[Window]) -> NDArray[np.float32]:
        longest = max(map(len, of))
        ids = np.full((len(of), longest), PAD, dtype=np.int64)
        mask = np.zeros((len(of), longest), dtype=np.int64)
        for row, window in enumerate(of):
            ids[row, : len(window)] = window.ids
            mask[row, : len(window)] = 1
        hidden: NDArray[np.float32] = self._session.run(["hidden"], {"ids": ids, "mask": mask})[0]
        return hidden


def _batches(of: Sequence[Window]) -> Iterator[list[int]]:
    """Yield the numbers of windows of like length, so many that a batch holds few tokens of padding."""
    batch: list[int] = []
    for n in sorted(range(len(of)), key=lambda n: len(of[n])):
        if batch and (len(batch) + 1) * len(of[n]) > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(n)
    if batch:
        yield batch
