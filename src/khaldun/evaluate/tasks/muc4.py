"""MUC-4: role fillers by CEAF-REE as GRIT scores them, and templates as GTT does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from khaldun.evaluate.predict import muc4 as reader
from khaldun.evaluate.predict.protocols import Bulletin, Incidents, Mention
from khaldun.evaluate.report import Report, Request
from khaldun.evaluate.rows import Json
from khaldun.evaluate.strings import normal
from khaldun.evaluate.tally import Tallies, total
from khaldun.evaluate.task import Task, evaluate
from khaldun.evaluate.templates import ROLES, Entity, Template, ceaf, scored, united

CEAF, TEMPLATE = "CEAF-REE", "templates"


@dataclass(frozen=True, slots=True)
class Gold:
    """The templates of a report, its entities by role over all templates, and the text that spans point into."""

    text: str
    templates: Sequence[Template]
    entities: Mapping[str, Sequence[Entity]]


def inputs(row: Json) -> Bulletin:
    """Return what a predictor sees of a report: text, day and place."""
    header = row.get("header") or {}
    return Bulletin(row["text"], header.get("date_iso"), header.get("place"))


def gold(row: Json) -> Gold:
    """Return the templates as GTT prepared them and the entities as GRIT did; equal templates count once."""
    listed = (row.get("gtt") or {}).get("templates") or []
    templates: list[Template] = []
    for t in listed:
        template = Template(t["incident_type"], {role: _gold_entities(t.get(role)) for role in ROLES})
        if template not in templates:
            templates.append(template)
    extracts = row.get("grit_extracts") or {}
    return Gold(row["text"], templates, {role: _gold_entities(extracts.get(role)) for role in ROLES})


def _gold_entities(raw: Iterable[Iterable[Sequence[str]]] | None) -> list[Entity]:
    entities = (frozenset(normal(mention[0]) for mention in entity) for entity in raw or ())
    return [entity for entity in entities if entity]


def tally(wanted: Gold, answer: Incidents) -> Tallies:
    """Return the counts of one report, for all roles and by role."""
    found = [Template(t.type, _entities(wanted.text, t.entities)) for t in answer.templates]
    by_role = {role: ceaf(_whole(wanted, answer, found, role), wanted.entities[role]) for role in ROLES}
    slots = scored(found, wanted.templates)
    return {
        CEAF: total(list(by_role.values())),
        **{f"{CEAF} {role}": counts for role, counts in by_role.items()},
        TEMPLATE: total(list(slots.values())),
        **{f"{TEMPLATE} {slot}": counts for slot, counts in slots.items()},
    }


def _whole(wanted: Gold, answer: Incidents, found: Iterable[Template], role: str) -> Sequence[Entity]:
    """Return a role's entities of the whole report: those answered, else those of all templates made one."""
    if answer.entities is not None:
        return _entities(wanted.text, answer.entities).get(role, ())
    return united([entity for template in found for entity in template.of(role)])


def _entities(text: str, raw: Mapping[str, Sequence[Sequence[Mention]]]) -> dict[str, list[Entity]]:
    """Return entities with their mentions in normal form; what has no letter left is no mention."""
    found: dict[str, list[Entity]] = {}
    for role, entities in raw.items():
        words = (frozenset(filter(None, (normal(_words(text, m)) for m in e))) for e in entities)
        found[role] = list(dict.fromkeys(entity for entity in words if entity))
    return found


def _words(text: str, mention: Mention) -> str:
    return mention if isinstance(mention, str) else text[mention[0] : mention[1]]


TASK = Task(
    "muc4",
    inputs=inputs,
    gold=gold,
    tally=tally,
    predictor=reader.predictor,
    keys={CEAF: "ceaf_ree_f1", TEMPLATE: "template_f1"},
)


def run(request: Request) -> Report:
    """Return the figures of a split."""
    return evaluate(TASK, request)
