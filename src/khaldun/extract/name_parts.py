"""The pieces of a speaker's name: bodies of the catalogue, nouns of speaking, and capitalised words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from khaldun.core.mention import MentionKind
from khaldun.core.values import Ref
from khaldun.data.load import read_yaml
from khaldun.extract.scene import EntryHit, Placed, Scene, Sentence

_STATES = ("state", "state_adjective", "state_capital")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a speaker's name: a catalogue mention, a speaking noun or a capitalised name."""

    first: int
    last: int
    name: str | None = None
    id: str | None = None
    label: str | None = None
    person: bool = False
    kind: str = ""

    @property
    def state(self) -> bool:
        """Tell whether the piece names a state."""
        return self.kind in _STATES


@lru_cache(maxsize=1)
def speaker_rules() -> Mapping[str, Any]:
    """Return what the nouns of speaking stand for (extract/speakers.yaml)."""
    rules: Mapping[str, Any] = read_yaml("extract/speakers.yaml")
    return rules


@lru_cache(maxsize=1)
def _channels() -> frozenset[str]:
    return frozenset(speaker_rules()["channels"])


def name_parts(scene: Scene, sentence: Sentence, first: int, last: int) -> list[Part]:
    """Return the pieces of names in tokens [first, last), sorted, without overlaps."""
    named = sentence.placed(MentionKind.ACTOR, MentionKind.SPEAKER)
    nouns = sentence.of("speakers")
    parts = [
        _known(p, p.ref)
        for p in named
        if _in(p, first, last)
        and p.ref is not None
        and not any(_holds(h, p) for h in nouns)
        and not any(h.first == p.last for h in sentence.of("tied"))
    ]
    taken = {i for p in parts for i in range(p.first, p.last)}
    for hit in nouns:
        if first <= hit.first and hit.last <= last and not taken & set(range(hit.first, hit.last)):
            parts.append(Part(hit.first, hit.last, label=hit.payload.label))
            taken |= set(range(hit.first, hit.last))
    parts.extend(_persons(scene, sentence, first, last, taken))
    return sorted(parts, key=lambda p: p.first)


def _holds(hit: EntryHit, placed: Placed) -> bool:
    """Tell whether a noun of speaking says more than the body named in it: "military administration" is no army."""
    longer = hit.last - hit.first > placed.last - placed.first
    inside = hit.first <= placed.first and placed.last <= hit.last
    return longer and inside and hit.payload.label not in speaker_rules()["speaks_for"]


def _in(placed: Placed, first: int, last: int) -> bool:
    return first <= placed.first and placed.last <= last


def _known(placed: Placed, value: Ref) -> Part:
    return Part(placed.first, placed.last, name=value.name, id=value.id, kind=value.kind)


def _persons(scene: Scene, sentence: Sentence, first: int, last: int, taken: set[int]) -> list[Part]:
    """Return runs of capitalised words that are nothing else: names of persons or unknown bodies."""
    words, found = scene.words, []
    others = sentence.placed(MentionKind.DATE, MentionKind.COUNT, MentionKind.PLACE)
    blocked = taken | {i for p in others for i in range(p.first, p.last)}
    i = first
    while i < last:
        j = i
        while (
            j < last and j not in blocked and _is_capital(scene, j) and not (j > i and words.breaks_before(j))
        ):
            j += 1
        if j > i and not _is_no_name(scene, sentence, i, j):
            found.append(Part(i, j, person=True))
        i = max(j, i + 1)
    return found


def _is_no_name(scene: Scene, sentence: Sentence, first: int, last: int) -> bool:
    """Tell whether capitals are those of a place, or of a word that opens a sentence or a quote."""
    words = scene.words
    if any(h.last == first for h in sentence.of("locative")) or words.folded[first] in _channels():
        return True
    opens = first == sentence.tokens.start or ":" in words.text[words.ends[first - 1] : words.starts[first]]
    return opens and last - first == 1


def _is_capital(scene: Scene, token: int) -> bool:
    """Tell whether a word is written with a capital; Arabic has none."""
    return scene.words.text[scene.words.starts[token]].isupper()
