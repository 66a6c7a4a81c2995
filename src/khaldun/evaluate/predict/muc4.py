"""Incidents of MUC-4 out of event mentions: types by a table, roles by the properties of the statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from khaldun.core.document import Document
from khaldun.core.statement import EventMention, Factuality, Reading
from khaldun.core.values import Ref
from khaldun.data.load import read_yaml
from khaldun.evaluate.predict.lexicon import document, offsets, reader
from khaldun.evaluate.predict.model import encoder
from khaldun.evaluate.predict.model_muc4 import Filler
from khaldun.evaluate.predict.protocols import Bulletin, FillTemplates, Incident, Incidents, Mention


def predictor() -> FillTemplates:
    """Return the function that fills the templates of a report: the model's where there is one."""
    model = encoder()
    return Filler(model).fill if model else fill


@lru_cache(maxsize=1)
def _rules() -> Mapping[str, Any]:
    found: Mapping[str, Any] = read_yaml("evaluate/muc4.yaml")
    return found


def fill(bulletin: Bulletin) -> Incidents:
    """Return one template for each event mention that MUC-4 counts as an incident."""
    text = document(bulletin.text.lower(), bulletin.published)
    read = reader().read(text)
    by_mention: dict[str, list[Reading]] = defaultdict(list)
    for reading in read.readings:
        by_mention[reading.mention].append(reading)
    told = ((m, _type(text, m)) for m in read.mentions if m.factuality is not Factuality.DENIED)
    return Incidents([Incident(kind, _entities(by_mention[m.id])) for m, kind in told if kind])


def _type(text: Document, mention: EventMention) -> str | None:
    """Return the incident type that an event mention stands for, None where MUC-4 counts none."""
    kind: str | None = _rules()["types"].get(mention.type)
    burned = any(anchor.of(text.text) in _rules()["arson"] for anchor in mention.anchors)
    return "arson" if kind and kind != "kidnapping" and burned else kind


def _entities(readings: Iterable[Reading]) -> dict[str, list[list[Mention]]]:
    """Return the entities by role; what the catalogue knows as one thing is one entity."""
    found: dict[str, dict[str, dict[Mention, None]]] = defaultdict(lambda: defaultdict(dict))
    for reading in readings:
        role = _role(reading)
        if role is not None:
            entity = reading.value.name if isinstance(reading.value, Ref) else reading.statement.quote
            found[role][entity][offsets(reading.statement.span)] = None
    return {role: [list(mentions) for mentions in named.values()] for role, named in found.items()}


def _role(reading: Reading) -> str | None:
    role: str | None = _rules()["roles"].get(reading.statement.property)
    if role == "PerpOrg" and isinstance(reading.value, Ref) and reading.value.id is None:
        return "PerpInd"
    return role
