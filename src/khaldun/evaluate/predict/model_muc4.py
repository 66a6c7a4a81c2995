"""Incidents of MUC-4 as the model's own heads give them: role spans, made entities, made templates.

An entity answers with the one mention that the model is surest of: a second that is wrong would make all of it wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from khaldun.evaluate.predict import model
from khaldun.evaluate.predict.protocols import Bulletin, Incident, Incidents, Mention
from khaldun.extract.neural import heads
from khaldun.extract.neural.encoder import Encoder

TASK = "muc4"
SIZE = 384
"""Tokens of a window, as the heads were taught."""
SAME = 0.0
"""Odds from which two mentions are one entity."""
APART = 1.0
"""Mean odds below which two entities stand in two templates. Both chosen on the dev part."""
SURE = -2.5
"""Odds of a span from which on it is taken. Chosen on the dev part."""


@dataclass(slots=True)
class _Entity:
    """Mentions of one thing in one role: places in the text with their odds, and the votes for the incident's type."""

    role: str
    mentions: list[tuple[float, Mention]] = field(default_factory=list)
    numbers: set[int] = field(default_factory=set)
    votes: list[np.ndarray] = field(default_factory=list)

    @property
    def best(self) -> Mention:
        return max(self.mentions, key=lambda m: (m[0], str(m[1])))[1]


@dataclass(slots=True)
class _Found:
    """All mentions of a report: role, words, place, odds, votes; and the odds that two stand in one template."""

    mentions: list[tuple[str, str, Mention, float, np.ndarray]] = field(default_factory=list)
    same_entity: dict[tuple[int, int], float] = field(default_factory=dict)
    same_template: dict[tuple[int, int], float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Filler:
    """Fills templates."""

    encoder: Encoder

    def fill(self, bulletin: Bulletin) -> Incidents:
        """Return the incidents of a report, and all its entities by role."""
        found = self._found(bulletin.text)
        entities = _entities(found)
        templates = [self._incident(group) for group in _templates(entities, found.same_template)]
        by_role: dict[str, list[Sequence[Mention]]] = defaultdict(list)
        for entity in entities:
            by_role[entity.role].append([entity.best])
        return Incidents(templates, by_role)

    def _found(self, text: str) -> _Found:
        found = _Found()
        for window, matrix in model.read(self.encoder, text, TASK, SIZE):
            spans = model.spans(self.encoder, matrix, TASK, SURE)
            if not spans:
                continue
            first = len(found.mentions)
            votes = heads.values(matrix, self.encoder.layout, "incident", spans)
            for span, vote in zip(spans, votes, strict=True):
                place = window.text_span(span.first, span.last)
                words = " ".join(text[slice(*place)].lower().split())
                found.mentions.append((span.label, words, place, span.score, vote))
            for kind, kept in (("same_entity", found.same_entity), ("same_template", found.same_template)):
                scores = heads.pair_scores(matrix, self.encoder.layout, f"{TASK}.{kind}", spans, spans)
                scores = (scores + scores.T) / np.float32(2)
                kept.update(
                    {(first + a, first + b): float(scores[a, b]) for a in range(len(spans)) for b in range(a)}
                )
        return found

    def _incident(self, group: Sequence[_Entity]) -> Incident:
        votes = np.sum([vote for entity in group for vote in entity.votes], axis=0)
        kinds = self.encoder.layout.values["incident"]
        entities: dict[str, list[Sequence[Mention]]] = defaultdict(list)
        for entity in group:
            entities[entity.role].append([entity.best])
        return Incident(kinds[int(np.argmax(votes))], entities)


def _entities(found: _Found) -> list[_Entity]:
    """Return the mentions joined where their words are the same or the model takes them for one."""
    result: list[_Entity] = []
    for number, (role, words, place, odds, vote) in enumerate(found.mentions):
        entity = next((e for e in result if e.role == role and _is_same(found, e, number, words)), None)
        if entity is None:
            entity = _Entity(role)
            result.append(entity)
        entity.mentions.append((odds, place))
        entity.numbers.add(number)
        entity.votes.append(vote)
    return result


def _is_same(found: _Found, entity: _Entity, number: int, words: str) -> bool:
    return any(
        found.mentions[other][1] == words or found.same_entity.get((number, other), -1.0) > SAME
        for other in entity.numbers
    )


def _templates(entities: Sequence[_Entity], same: Mapping[tuple[int, int], float]) -> list[list[_Entity]]:
    """Return the entities in groups, joined from the surest pair on while the mean odds speak for it."""
    groups = [[entity] for entity in entities]
    while len(groups) > 1:
        odds, a, b = max(
            (_odds(groups[a], groups[b], same), a, b) for a in range(len(groups)) for b in range(a)
        )
        if odds < APART:
            break
        groups[b] += groups.pop(a)
    return groups


def _odds(left: Iterable[_Entity], right: Sequence[_Entity], same: Mapping[tuple[int, int], float]) -> float:
    pairs = [
        same[max(x, y), min(x, y)]
        for a in left
        for b in right
        for x in a.numbers
        for y in b.numbers
        if (max(x, y), min(x, y)) in same
    ]
    return float(np.mean(pairs)) if pairs else 0.0
