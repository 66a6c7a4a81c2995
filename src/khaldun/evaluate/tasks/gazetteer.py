"""LGL, GeoVirus, TR-News and GeoWebNews: where given place names are put, by `khaldun.evaluate.gazetteer`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from khaldun.evaluate.report import Report, Request, made_of
from khaldun.evaluate.rows import split_file
from khaldun.evaluate.tally import Share, Tallies

NEAR, NEAR_IDS = "within 161 km", "within 161 km, toponyms with an id"
KEYS = {NEAR: "acc161", NEAR_IDS: "acc161_ids"}
_SPLIT = "dev"


def run(request: Request) -> Report:
    """Return the figures of a split; raises InputError where there is no such split."""
    split = request.split or _SPLIT
    split_file(request.data, split)
    score: Callable[..., dict[str, Any]] = import_module("khaldun.evaluate.gazetteer").evaluate
    found = score(request.data, split)
    documents = found.pop("documents")
    units = [_tallies(counts) for counts in documents]
    extra = {key: value for key, value in found.items() if key not in ("acc161", "acc161_ids", "n")}
    return Report(
        "gazetteer", split, found["n"], made_of(units), KEYS, extra=extra | {"documents": len(units)}
    )


def _tallies(counts: Mapping[str, int]) -> Tallies:
    return {
        NEAR: Share(counts["right"], counts["n"]),
        NEAR_IDS: Share(counts["right_ids"], counts["n_ids"]),
    }
