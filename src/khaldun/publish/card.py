"""The card of an event: what a reader is to see, in the order they see it, free of any medium."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from khaldun.core.codebook import ValueType
from khaldun.data.codebook import codebook
from khaldun.publish.voices import Voice, voices
from khaldun.publish.wording import (
    Json,
    count_words,
    layout,
    long_date,
    place_precision,
    place_words,
    property_label,
    type_label,
    value_words,
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the headline: a label, its items, and a remark on each ("" for none)."""

    label: str
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One headline figure with the name of the rule that chose it, and its mark: conflict, growing or ""."""

    label: str
    words: str
    rule: str
    mark: str


@dataclass(frozen=True, slots=True)
class Variant:
    """One distinct value of a property with all who say so."""

    words: str
    voices: tuple[Voice, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A property with its distinct values; `mark` is conflict, growing or ""."""

    property: str
    label: str
    mark: str
    rule: str
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """One report; `copy_of` is the outlet of the report it copies, `images` how its images were made."""

    outlet: str
    published: str
    language: str
    document: str
    external_id: str
    url: str
    copy_of: str
    images: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """All that is shown of an event."""

    id: str
    type: str
    when: str
    where: str
    exactness: str
    standing: tuple[str, ...]
    """Factuality, scope and grade, where they are not the usual ones."""
    sources: str
    facts: tuple[Fact, ...]
    figures: tuple[Figure, ...]
    conflicts: tuple[str, ...]
    growing: tuple[str, ...]
    sections: tuple[Section, ...]
    reports: tuple[Report, ...]


def card(shape: Json) -> Card:
    """Return the card of an event in the contract's shape."""
    date, place = shape.get("date", {}), shape.get("place", {})
    exact = date.get("precision") in (None, "day") or len(date.get("from", "")) < 10
    precision = "" if exact else f" ({layout()['date_precisions'][date['precision']]})"
    return Card(
        id=shape["id"],
        type=type_label(shape["type"]),
        when=long_date(date)
        + precision
        + (f", no day is told: rule {date['rule']}" if date.get("rule") else ""),
        where=place_words(place) or "place unknown",
        exactness=place_precision(place),
        standing=_standing(shape),
        sources=_sources(shape),
        facts=tuple(f for f in _facts(shape) if f.items),
        figures=tuple(_figures(shape)),
        conflicts=tuple(property_label(n) for n in shape["conflicts"]),
        growing=tuple(property_label(n) for n in shape["growing"]),
        sections=tuple(_sections(shape)),
        reports=_reports(shape["reports"]),
    )


def _standing(shape: Json) -> tuple[str, ...]:
    told = layout()["factuality"][shape["factuality"]] if shape["factuality"] != "occurred" else ""
    scope = layout()["scopes"].get(shape["scope"], "")
    grade = f"grade: {shape['grade']}" if shape["grade"] else ""
    return tuple(s for s in (told, scope, grade) if s)


def _sources(shape: Json) -> str:
    reports, independent = len(shape["reports"]), shape["independent_sources"]
    copies = sum(1 for r in shape["reports"] if r["copy_of"])
    words = f"{independent} independent source{_s(independent)}, {reports} report{_s(reports)}"
    return f"{words} ({copies} cop{'y' if copies == 1 else 'ies'})" if copies else words


def _s(number: int) -> str:
    return "" if number == 1 else "s"


def _facts(shape: Json) -> Iterable[Fact]:
    told = layout()["told"]
    for label, group in (("Actors", "actors"), ("Recipients", "recipients")):
        # Who was hit is rarely disputed: the stance is remarked on where it is not the usual one.
        usual = "asserts" if group == "recipients" else None
        items = ((a["name"], "" if a["stance"] == usual else told[a["stance"]]) for a in shape[group])
        yield Fact(label, tuple(items))
    yield Fact("Associated", tuple((a["name"], _plain(a.get("part"))) for a in shape["associated"]))
    for label, group in (("Weapons", "weapons"), ("Platforms", "platforms")):
        yield Fact(label, tuple((w["name"], _used(w["used_by"])) for w in shape[group]))
    yield Fact("Operations", tuple((n, "") for n in _named(shape, "operation")))
    yield Fact("Targets", tuple((t, "") for t in shape["targets"]))
    yield Fact("Denied by", _speakers(shape, "responsibility_denied"))
    unharmed = _speakers(shape, "no_civilian_harm")
    yield Fact("No civilian harm", tuple((f"according to {name}", "") for name, _ in unharmed))


def _plain(part: str | None) -> str:
    return (part or "").replace("_", " ")


def _used(users: Sequence[str]) -> str:
    return f"used by {', '.join(users)}" if users else ""


def _named(shape: Json, property: str) -> list[str]:
    found = (s["value"] for s in shape["statements"] if s["property"] == property and "value" in s)
    return sorted({value_words(v) for v in found})


def _speakers(shape: Json, property: str) -> tuple[tuple[str, str], ...]:
    """Return who makes a statement of a property, each once, in the order of the reports."""
    said = [s for s in shape["statements"] if s["property"] == property]
    found = [v.speaker for v in voices(said, shape["reports"]) if not v.is_copy]
    return tuple((name, "") for name in dict.fromkeys(found))


def _figures(shape: Json) -> Iterable[Figure]:
    for name in _in_order(n for n in shape["headline"] if _is_count(n) and shape.get(n)):
        rule = shape["headline"][name]["rule"]
        yield Figure(property_label(name), count_words(shape[name]), rule, _mark(shape, name))


def _is_count(name: str) -> bool:
    found = codebook().properties.get(name)
    return found is not None and found.value is ValueType.COUNT


def _mark(shape: Json, name: str) -> str:
    if name in shape["conflicts"]:
        return "conflict"
    return "growing" if name in shape["growing"] else ""


def _in_order(names: Iterable[str]) -> list[str]:
    """Return properties in the order of the card; a figure of one kind of people follows its total."""
    order: list[str] = [*layout()["order"], *codebook().properties]
    place = {name: i for i, name in reversed(list(enumerate(order)))}
    last = set(layout()["last"])

    def rank(name: str) -> tuple[bool, int, str]:
        total = name.split("_", maxsplit=1)[0] if _is_count(name) else name
        return name in last, place.get(total, len(order)), name

    return sorted(set(names), key=rank)


def _sections(shape: Json) -> Iterable[Section]:
    if "factuality" in shape["conflicts"]:
        yield _factuality(shape)
    by_property: dict[str, list[Json]] = defaultdict(list)
    for statement in shape["statements"]:
        by_property[statement["property"]].append(statement)
    names = _in_order(by_property)
    for name in sorted(names, key=lambda n: n not in shape["conflicts"]):
        rule = shape["headline"].get(name, {}).get("rule", "")
        yield Section(
            name, property_label(name), _mark(shape, name), rule, _variants(by_property[name], shape)
        )


def _factuality(shape: Json) -> Section:
    """Return whether it happened at all, where the reports differ on that."""
    groups: dict[str, list[Json]] = defaultdict(list)
    for statement in shape["statements"]:
        if statement["property"] in ("type", "responsibility_denied"):
            groups[statement["factuality"]].append(statement)
    told = layout()["factuality"]
    variants = tuple(Variant(told[f], voices(groups[f], shape["reports"])) for f in told if f in groups)
    return Section("factuality", "Whether it happened", "conflict", "", variants)


def _variants(statements: Sequence[Json], shape: Json) -> tuple[Variant, ...]:
    """Return the distinct values, the one that most reports tell first."""
    groups: dict[str, list[Json]] = defaultdict(list)
    for statement in statements:
        groups[_variant_words(statement)].append(statement)
    order = sorted(groups, key=lambda w: (-len({s["document"] for s in groups[w]}), list(groups).index(w)))
    return tuple(Variant(words, voices(groups[words], shape["reports"])) for words in order)


def _variant_words(statement: Json) -> str:
    value = statement.get("value")
    if statement["property"] == "type" and isinstance(value, str):
        return type_label(value)
    if value == statement["quote"]:
        return ""
    return value_words(value) or "not resolved"


def _reports(reports: Sequence[Json]) -> tuple[Report, ...]:
    names = {r["document"]: r.get("outlet") or r["document"][:8] for r in reports}
    return tuple(
        Report(
            outlet=r.get("outlet", ""),
            published=r.get("published", ""),
            language=r.get("language", ""),
            document=r["document"],
            external_id=r.get("external_id", ""),
            url=r.get("url", ""),
            copy_of=names.get(r["copy_of"], r["copy_of"][:8]) if r["copy_of"] else "",
            images=tuple((i["provenance"], i.get("words", "")) for i in r.get("images", ())),
        )
        for r in sorted(reports, key=lambda r: (r.get("published", "9999"), r["document"]))
    )
