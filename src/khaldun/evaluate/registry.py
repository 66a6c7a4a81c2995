"""The evaluations by name; each is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from khaldun.errors import UsageError
from khaldun.evaluate.report import Report, Request

_MODULES = {
    "bank": "tasks.bank",
    "corpus": "tasks.corpus",
    "gazetteer": "tasks.gazetteer",
    "geneva": "tasks.geneva",
    "india": "tasks.india",
    "muc4": "tasks.muc4",
    "polnear": "tasks.polnear",
    "re3d": "tasks.re3d",
    "uds": "tasks.uds",
    "wikievents": "tasks.wikievents",
}
"""Modules below `khaldun.evaluate`, each with a function `run(request)` that returns a report."""

NAMES = tuple(sorted(_MODULES))


def evaluation(name: str) -> Callable[[Request], Report]:
    """Return the evaluation of a name; raises UsageError where there is none."""
    if name not in _MODULES:
        raise UsageError(f"{name!r} is no evaluation; there are {', '.join(NAMES)}")
    run: Callable[[Request], Report] = import_module(f"khaldun.evaluate.{_MODULES[name]}").run
    return run
