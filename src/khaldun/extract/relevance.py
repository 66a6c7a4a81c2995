"""Whether a text tells an event at all: what speaks for one against what speaks for something else."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from khaldun.data.load import read_yaml
from khaldun.extract.scene import Scene
from khaldun.extract.seen import trust
from khaldun.extract.signs import BEST, SEEN, Evidence, lexical_signs, signs

_WEIGHTS = "extract/relevance.yaml"


@lru_cache(maxsize=1)
def weights() -> Mapping[str, float]:
    """Return the weight of each sign (extract/relevance.yaml)."""
    found: Mapping[str, float] = read_yaml(_WEIGHTS)
    return found


def tells_events(evidence: Evidence) -> bool:
    """Tell whether the signs of an event outweigh those against one; a text without a trigger tells none."""
    return any(evidence.triggers) and worth(evidence) > 0


def may_tell(scene: Scene) -> bool:
    """Tell whether any mentions could make a text tell an event: its words are weighed, all else taken for the best."""
    known = weights()
    said = lexical_signs(scene)
    best = sum(max(0.0, known.get(name, 0.0)) * cap for name, cap in BEST.items())
    return known["bias"] + best + sum(known.get(name, 0.0) * value for name, value in said.items()) > 0


def worth(evidence: Evidence) -> float:
    """Return the log-odds that the text tells an event: a weighted sum of its signs."""
    known: dict[str, float] = {**weights(), SEEN: trust()["relevance"]}
    return known["bias"] + sum(known.get(name, 0.0) * value for name, value in signs(evidence).items())
