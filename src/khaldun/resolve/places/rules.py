"""The language data of place names, read once and compared by stem."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from khaldun.core.words import Words
from khaldun.data.load import read_yaml
from khaldun.errors import DataError
from khaldun.resolve.places.rows import PlaceKind

CUES, STOPWORDS, FACILITIES = "places/cues.yaml", "places/stopwords.yaml", "places/facilities.yaml"
RELATIONS, SETTING = "places/relations.yaml", "places/context.yaml"
DATA_FILES = (CUES, STOPWORDS, FACILITIES, RELATIONS, SETTING)
_REQUIRED = (
    "prepositions", "settlement", "titles", "organizations", "particles", "connectors", "and", "directions",
)  # fmt: skip
_DEFAULT = {"latin": "en", "cyrillic": "ru", "arabic": "ar"}
_SCRIPTS = {"ar": "arabic", "ru": "cyrillic", "uk": "cyrillic"}
# The languages whose rules are used together, for a text's language is often missing or wrong between them.
_TOGETHER = {"ru": ("ru", "uk"), "uk": ("uk", "ru")}


@dataclass(frozen=True, slots=True)
class Cues:
    """The cue words of one language (or of a pair read together), all as stems."""

    prepositions: frozenset[str]
    settlement: frozenset[str]
    admin: Mapping[str, PlaceKind]
    titles: frozenset[str]
    organizations: frozenset[str]
    particles: frozenset[str]
    connectors: frozenset[str]
    coordinators: frozenset[str]
    directions: frozenset[str]
    facilities: frozenset[tuple[str, ...]]
    facility_heads: frozenset[str]
    """Last words of the facilities."""
    villages: frozenset[str]
    """Words of `settlement` for a small one: a city of the name is not meant."""
    tying: frozenset[str]
    """All words that may stand between a place and what it lies in."""
    streets: frozenset[str]
    """Words for a street: a town before or after them only gives it its name."""
    adjectives: Mapping[str, tuple[str, ...]]
    """Endings of adjectives made of towns, and what the stem of the town may have instead."""
    compounds: frozenset[str]
    """Words that begin a name of two words in a script without capitals."""
    heads: frozenset[str]
    """Words after which an unknown word is a name, in a script without capitals."""
    common: frozenset[str]
    """Words that follow a word for a settlement without being its name: "small", "nearby"."""
    home: frozenset[str]
    """Countries (ISO 3166 alpha-3) whose places count without a cue in a script without capitals."""
    seen: dict[str, str] = field(default_factory=dict, compare=False)
    """How Arabic words seen before speak for a place after them; see `arabic.cue_of`."""


@dataclass(frozen=True, slots=True)
class Stopwords:
    """Names that are hardly ever meant as places, as stems."""

    never: frozenset[str]
    ordinary: frozenset[str]
    names: frozenset[str]
    directional: frozenset[str]
    rivals: Mapping[str, str]
    prefer: Mapping[str, str]
    phrases: frozenset[str]


def stems(text: str) -> tuple[str, ...]:
    """Return the stems of a text's words."""
    return Words.of(text).stems


def _set(words: Iterable[Any]) -> frozenset[str]:
    return frozenset(s for word in words for s in stems(str(word)))


@cache
def cues_of(language: str) -> Cues:
    """Return the cues of a language; raises DataError where its data is incomplete."""
    languages = _TOGETHER.get(language, (language,))
    data, buildings = read_yaml(CUES), read_yaml(FACILITIES)
    try:
        parts = [data[code] for code in languages]
        facilities = frozenset(stems(str(f)) for code in languages for f in buildings[code])
        admin = {
            s: PlaceKind(level)
            for part in parts
            for level in ("admin2", "admin1")
            for word in part["admin"][level]
            for s in stems(str(word))
        }
    except KeyError as error:
        raise DataError(CUES, f"{language}: the key {error} is missing") from error
    sets = {key: _set(w for part in parts for w in part[key]) for key in _REQUIRED}
    return Cues(
        prepositions=sets["prepositions"],
        settlement=sets["settlement"],
        admin=admin,
        titles=sets["titles"],
        organizations=sets["organizations"],
        particles=sets["particles"],
        connectors=sets["connectors"],
        coordinators=sets["and"],
        directions=sets["directions"],
        facilities=facilities,
        facility_heads=frozenset(f[-1] for f in facilities if f),
        villages=_optional(parts, "villages"),
        tying=_optional(parts, "ties").union(
            sets["prepositions"], sets["settlement"], sets["directions"], admin
        ),
        streets=_optional(parts, "streets"),
        adjectives={str(k): tuple(v) for part in parts for k, v in part.get("adjectives", {}).items()},
        compounds=_optional(parts, "compounds"),
        heads=_optional(parts, "heads"),
        common=_optional(parts, "common"),
        home=frozenset(str(c) for part in parts for c in part.get("home", ())),
    )


def _optional(parts: Iterable[Mapping[str, Any]], key: str) -> frozenset[str]:
    return _set(w for part in parts for w in part.get(key, ()))


def cues_for(script: str, language: str | None) -> Cues:
    """Return the cues for words of a script in a text of a language."""
    code = (language or "").partition("-")[0]
    known = read_known()
    if code in known and _SCRIPTS.get(code, "latin") == script:
        return cues_of(code)
    return cues_of(_DEFAULT[script])


@cache
def read_known() -> frozenset[str]:
    """Return the languages that have cues."""
    return frozenset(read_yaml(CUES))


@dataclass(frozen=True, slots=True)
class Setting:
    """What a text's language, the offices and the states in it say of where it plays."""

    offices: frozenset[str]
    """Kinds of speakers that as a rule speak of their own country."""
    languages: Mapping[str, Mapping[str, float]]
    share: float
    theaters: Mapping[str, tuple[str, ...]]


@cache
def setting() -> Setting:
    """Return the data on languages, offices and theaters of war."""
    data = read_yaml(SETTING)
    theaters = {str(k): tuple(map(str, v)) for k, v in data["theaters"]["of"].items()}
    offices = frozenset(map(str, data["offices"]))
    return Setting(offices, data["languages"], float(data["theaters"]["share"]), theaters)


@cache
def stopwords() -> Stopwords:
    """Return the stop words of all languages; their scripts keep most of them apart."""
    data = read_yaml(STOPWORDS)
    return Stopwords(
        _set(data["never"]), _set(data["ordinary"]), _set(data["names"]),
        frozenset(" ".join(stems(w)) for line in data["directional"] for w in line.split()),
        {" ".join(stems(str(k))): str(v) for k, v in data["rivals"].items()},
        {" ".join(stems(str(k))): str(v) for k, v in data["prefer"].items()},
        frozenset(" ".join(stems(str(p))) for p in data["phrases"]),
    )  # fmt: skip
