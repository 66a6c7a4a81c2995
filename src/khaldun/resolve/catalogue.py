"""The catalogue as phrases: every alias of every entry, and the patterns of state bodies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any

from babel import Locale
from babel.core import get_global

from khaldun.core.digest import digest
from khaldun.core.mention import MentionKind
from khaldun.core.values import Ref
from khaldun.data.load import digest_of, list_files, read_csv, read_yaml
from khaldun.errors import DataError

_VERSION = "1"
_LANGUAGES = ("en", "fr", "ar", "es", "ru", "uk", "other")
_CLDR_LANGUAGES = ("en", "fr", "ar", "es", "ru", "uk", "it", "pt", "de", "tr", "fa", "he", "nl", "pl")
_KIND_OF_FILE = {
    "groups": MentionKind.ACTOR,
    "coalitions": MentionKind.ACTOR,
    "speakers": MentionKind.SPEAKER,
    "weapons": MentionKind.WEAPON,
    "platforms": MentionKind.PLATFORM,
    "operations": MentionKind.OPERATION,
}
_BODIES = "catalogue/state_bodies.yaml"
SIX = frozenset(_LANGUAGES[:-1])
_LATIN = ("fr", "es")
_SHORT = 5
"""Letters up to which an acronym of one language is not looked for in texts of another."""
ALWAYS = 9999
"""The last year of what goes on."""
SHADOW = Ref(None, "", "shadow")
"""Stands for a phrase that only looks like a name: "South American", "Lake Chad"."""


@dataclass(frozen=True, slots=True)
class Named:
    """What an alias stands for, and the one language it is looked for in (None: all)."""

    kind: MentionKind
    ref: Ref
    language: str | None = None


def version() -> str:
    """Return the digest of all catalogue files."""
    return digest(
        "catalogue", _VERSION, digest_of(*list_files("catalogue", ".csv"), *list_files("catalogue", ".yaml"))
    )


def phrases() -> Iterator[tuple[str, Named]]:
    """Yield every alias and pattern with what it stands for."""
    bodies = read_yaml(_BODIES)
    states = state_names()
    return chain(
        _entries(),
        _special(bodies["special"]),
        _patterns(bodies["bodies"]),
        _generic(),
        _shadows(bodies["shadows"]),
        _states(classes(), states),
    )


def state_names() -> dict[str, str]:
    """Return the English name shown for each state, by ISO 3166 alpha-3: display.yaml's, else CLDR's."""
    shown: dict[str, str] = read_yaml("catalogue/display.yaml")
    cldr = _cldr_names("en")
    return {
        row["iso3"]: shown.get(row["iso3"]) or cldr[row["iso3"]] for row in read_csv("catalogue/states.csv")
    }


def _entries() -> Iterator[tuple[str, Named]]:
    for path in list_files("catalogue", ".csv"):
        kind = _KIND_OF_FILE.get(path.removeprefix("catalogue/").removesuffix(".csv"))
        if kind is None:
            continue
        for row in read_csv(path):
            ref = Ref(row["id"], row["name"], row["kind"], row["class"] or None, row["country"] or None)
            yield from _aliases(kind, ref, {language: row[language].split("|") for language in _LANGUAGES})


def _aliases(
    kind: MentionKind, ref: Ref, columns: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, Named]]:
    """Yield the aliases of an entry, each once; a short acronym of one language only for that language."""
    seen, everywhere = {ref.name}, Named(kind, ref)
    yield ref.name, everywhere
    for language, aliases in columns.items():
        for alias in aliases:
            if alias and alias not in seen:
                seen.add(alias)
                own = language in _LATIN and alias.isupper() and len(alias) <= _SHORT
                yield alias, Named(kind, ref, language) if own else everywhere


def _special(bodies: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Named]]:
    for body in bodies:
        ref = Ref(body["id"], body["name"], body["kind"], None, body["country"])
        yield from _aliases(
            MentionKind.ACTOR, ref, {language: body.get(language, ()) for language in _LANGUAGES}
        )


def own_names() -> dict[str, str]:
    """Return the names of state bodies that have one of their own, by id: "SDN.armed_forces"."""
    return {body["id"]: body["name"] for body in read_yaml(_BODIES)["special"]}


def _patterns(bodies: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Named]]:
    """Yield the patterns of bodies: id "*.army" is bound to the state in the phrase, "?.army" to that of the text."""
    for body in bodies:
        bound = Named(MentionKind.ACTOR, Ref(f"*.{body['id']}", body["name"], body["kind"]))
        for language in _LANGUAGES:
            yield from (
                (form, bound) for pattern in body.get(language, ()) for form in _forms(pattern, language)
            )
        bare = Named(MentionKind.ACTOR, Ref(f"?.{body['id']}", body["name"], body["kind"]))
        for heads in body.get("bare", {}).values():
            yield from ((head, bare) for head in heads)


def _forms(pattern: str, language: str) -> Iterator[str]:
    """Yield a pattern, and in English its possessive: "<country> army" is also "<country>'s army"."""
    yield pattern
    head, _, rest = pattern.partition(" ")
    if language == "en" and head in ("<country>", "<capital>") and not rest.startswith("'s"):
        yield f"{head} s {rest}"


def _generic() -> Iterator[tuple[str, Named]]:
    for key, entry in read_yaml("catalogue/generic.yaml").items():
        named = Named(MentionKind.ACTOR, Ref(f"?.{key}", entry["name"], entry["kind"]))
        for language in _LANGUAGES:
            yield from ((alias, named) for alias in entry.get(language, ()))


@dataclass(frozen=True, slots=True)
class Owner:
    """Whom a name without an owner means in a country, in the years when it did."""

    country: str
    ref: Ref
    first: int
    last: int


@lru_cache(maxsize=1)
def owners() -> Mapping[str, Sequence[Owner]]:
    """Return by kind whom names such as "the coalition" mean; raises DataError for an entry that is not there."""
    path = "catalogue/generic.yaml"
    refs = {named.ref.id: named.ref for _, named in _entries()}
    try:
        return {
            entry["kind"]: [
                Owner(o["country"], refs[o["entry"]], o["from"], o.get("to", ALWAYS))
                for o in entry.get("of", ())
            ]
            for entry in read_yaml(path).values()
        }
    except (KeyError, TypeError) as error:
        raise DataError(path, f"`of` needs country, an entry of the catalogue, and from ({error})") from error


def _shadows(shadows: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, Named]]:
    for phrases_ in shadows.values():
        yield from ((phrase, Named(MentionKind.ACTOR, SHADOW)) for phrase in phrases_)


def _states(
    names: Mapping[str, Sequence[tuple[str, object]]], shown: Mapping[str, str]
) -> Iterator[tuple[str, Named]]:
    """Yield the names, adjectives and capitals of states.

    Adjectives of other languages than the six are looked for in texts of others only: "Türk" is a name in French.
    """
    foreign = {
        (a, row["iso3"]) for row in read_csv("catalogue/states.csv") for a in row["adj_other"].split("|")
    }
    seen: set[tuple[str, object]] = set()
    for name, kind in (("country", "state"), ("adj", "state_adjective"), ("capital", "state_capital")):
        for alias, iso3 in names[name]:
            if (alias, iso3) not in seen:
                seen.add((alias, iso3))
                language = "other" if name == "adj" and (alias, iso3) in foreign else None
                ref = Ref(str(iso3), shown[str(iso3)], kind, None, str(iso3))
                yield alias, Named(MentionKind.ACTOR, ref, language)


@lru_cache(maxsize=1)
def classes() -> dict[str, list[tuple[str, object]]]:
    """Return the phrases of <adj>, <country> and <capital> with their states (ISO 3166 alpha-3)."""
    found: dict[str, list[tuple[str, object]]] = {"adj": [], "country": [], "capital": []}
    skipped: Mapping[str, list[str]] = read_yaml(_BODIES)["not_names"]
    for row in read_csv("catalogue/states.csv"):
        for column, cell in row.items():
            group = {"adj": "adj", "names": "country", "capital": "capital"}.get(column.split("_")[0])
            if group:
                found[group].extend((alias, row["iso3"]) for alias in cell.split("|") if alias)
        for group in ("adj", "country"):
            found[group].append((_flag(_alpha2()[row["iso3"]]), row["iso3"]))
        for language in _CLDR_LANGUAGES:
            name = _cldr_names(language).get(row["iso3"])
            if name and name not in skipped.get(language, ()):
                found["country"].append((name, row["iso3"]))
    return {name: sorted(set(pairs)) for name, pairs in found.items()}


def _flag(alpha2: str) -> str:
    """Return the flag emoji of a country: its two letters as regional indicators."""
    return "".join(chr(0x1F1E6 + ord(letter) - ord("A")) for letter in alpha2)


@lru_cache(maxsize=32)
def _cldr_names(language: str) -> dict[str, str]:
    """Return CLDR's country names in a language by ISO 3166 alpha-3."""
    territories = Locale(language).territories
    return {iso3: territories[iso2] for iso3, iso2 in _alpha2().items() if iso2 in territories}


@lru_cache(maxsize=1)
def _alpha2() -> dict[str, str]:
    """Return alpha-2 codes by alpha-3, from CLDR's own aliases."""
    aliases = get_global("territory_aliases")
    found = {a3: a2[0] for a3, a2 in aliases.items() if len(a3) == 3 and a3.isalpha() and len(a2) == 1}
    return {**found, "XKX": "XK"}
