"""The model that the package carries, or the one in a folder that the environment names."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from khaldun.data.load import has, read_bytes
from khaldun.errors import DataError
from khaldun.extract.neural.encoder import ModelFiles

VARIABLE = "KHALDUN_MODEL"
"""Names a folder with another model, or `none` for reading by the lexicons alone."""
NAMES = ("encoder.onnx", "heads.npz", "gate.npz", "tokenizer.json", "settings.json")
_FOLDER = "model"


@lru_cache(maxsize=2)
def model_files(folder: str | None = None) -> ModelFiles | None:
    """Return the files of the model; None where there is none or none is wanted.

    Raises DataError where a folder is named that lacks a file.
    """
    folder = folder or os.environ.get(VARIABLE)
    if folder == "none":
        return None
    if folder:
        return ModelFiles(*(_read(Path(folder) / name) for name in NAMES))
    if not has(f"{_FOLDER}/{NAMES[0]}"):
        return None
    return ModelFiles(*(read_bytes(f"{_FOLDER}/{name}") for name in NAMES))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DataError(str(path), f"{error.strerror}; {VARIABLE} must name a folder with a model") from error
