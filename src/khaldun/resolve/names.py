"""Catalogue names in a text: actors, speakers, weapons, platforms and operations by their aliases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale

from khaldun.core.digest import digest
from khaldun.core.document import Document
from khaldun.core.mention import Mention, MentionKind
from khaldun.core.phrases import Hit, PhraseIndex
from khaldun.core.values import Ref
from khaldun.core.words import Words
from khaldun.data.load import digest_of, list_files, read_csv, read_yaml

_VERSION = "1"
_LANGUAGES = ("en", "fr", "ar", "es", "ru", "uk", "other")
_CLDR_LANGUAGES = ("en", "fr", "ar", "es", "ru", "uk", "it", "pt", "de", "tr")
_KIND_OF_FILE = {
    "groups": MentionKind.ACTOR,
    "coalitions": MentionKind.ACTOR,
    "speakers": MentionKind.SPEAKER,
    "weapons": MentionKind.WEAPON,
    "platforms": MentionKind.PLATFORM,
    "operations": MentionKind.OPERATION,
}
_STATES = "catalogue/states.csv"
_BODIES = "catalogue/state_bodies.yaml"

_SHORT = 5
"""Letters up to which an acronym of one language is not looked for in texts of another."""


@dataclass(frozen=True, slots=True)
class Named:
    """What an alias stands for, and the one language it is looked for in (None: all)."""

    kind: MentionKind
    ref: Ref
    language: str | None = None


class CatalogueSpotter:
    """Finds catalogue names, the longest at each place, and says by which alias."""

    def __init__(self) -> None:
        self.id = _digest()
        states = read_csv(_STATES)
        shown: dict[str, str] = read_yaml("catalogue/display.yaml")
        self._names = {row["iso3"]: shown.get(row["iso3"]) or _cldr_names("en")[row["iso3"]] for row in states}
        classes = _state_classes(states)
        phrases = [*_rows(), *_special_bodies(), *_bodies(), *_bare_states(classes, self._names)]
        self._index: PhraseIndex[Named] = PhraseIndex(phrases, classes, cased=True)

    def spot(self, document: Document, words: Words) -> Iterable[Mention]:
        """Yield the catalogue mentions in `words`, sorted by span."""
        for hit in self._index.longest(words):
            named = hit.payload
            if named.language in (None, document.language):
                span = hit.span(words)
                yield Mention(named.kind, span, span.of(words.text), self._resolve(hit), hit.phrase)

    def _resolve(self, hit: Hit[Named]) -> Ref:
        """Fill in the state that a pattern such as "<adj> army" was bound to."""
        ref = hit.payload.ref
        if ref.id is not None and ref.id.startswith("*."):
            iso3 = str(hit.bound)
            name = ref.name.replace("{country}", self._names.get(iso3, iso3))
            return Ref(f"{iso3}{ref.id[1:]}", name, ref.kind, ref.klass, iso3)
        return ref


def _digest() -> str:
    return digest("catalogue", _VERSION, digest_of(*list_files("catalogue", ".csv"), *list_files("catalogue", ".yaml")))


def _rows() -> Iterator[tuple[str, Named]]:
    for path in list_files("catalogue", ".csv"):
        kind = _KIND_OF_FILE.get(path.removeprefix("catalogue/").removesuffix(".csv"))
        if kind is None:
            continue
        for row in read_csv(path):
            ref = Ref(row["id"], row["name"], row["kind"], row["class"] or None, row["country"] or None)
            columns = {language: row[language].split("|") for language in _LANGUAGES}
            yield from _aliases(kind, ref, columns)


def _aliases(kind: MentionKind, ref: Ref, columns: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, Named]]:
    """Yield the aliases of an entry, each once; a short acronym of one language only for that language."""
    seen = {ref.name}
    yield ref.name, Named(kind, ref)
    for language, aliases in columns.items():
        for alias in aliases:
            if alias and alias not in seen:
                seen.add(alias)
                own = language not in ("en", "other") and alias.isupper() and len(alias) <= _SHORT
                yield alias, Named(kind, ref, language if own else None)


def _special_bodies() -> Iterator[tuple[str, Named]]:
    for body in read_yaml(_BODIES)["special"]:
        ref = Ref(body["id"], body["name"], body["kind"], None, body["country"])
        yield from _aliases(MentionKind.ACTOR, ref, {language: body.get(language, ()) for language in _LANGUAGES})


def _bodies() -> Iterator[tuple[str, Named]]:
    for body in read_yaml(_BODIES)["bodies"]:
        payload = Named(MentionKind.ACTOR, Ref(f"*.{body['id']}", body["name"], body["kind"]))
        for language in _LANGUAGES:
            for pattern in body.get(language, ()):
                yield pattern, payload


def _bare_states(
    classes: dict[str, list[tuple[str, object]]], names: dict[str, str]
) -> Iterator[tuple[str, Named]]:
    for name, kind in (("country", "state"), ("adj", "state_adjective"), ("capital", "state_capital")):
        for alias, iso3 in classes[name]:
            yield alias, Named(MentionKind.ACTOR, Ref(str(iso3), names[str(iso3)], kind, None, str(iso3)))


def _state_classes(states: list[dict[str, str]]) -> dict[str, list[tuple[str, object]]]:
    classes: dict[str, list[tuple[str, object]]] = {"adj": [], "country": [], "capital": []}
    for row in states:
        iso3 = row["iso3"]
        for column, cell in row.items():
            head = column.split("_")[0]
            group = {"adj": "adj", "names": "country", "capital": "capital"}.get(head)
            if group:
                classes[group].extend((alias, iso3) for alias in cell.split("|") if alias)
        for language in _CLDR_LANGUAGES:
            name = _cldr_names(language).get(iso3)
            if name:
                classes["country"].append((name, iso3))
    return {name: sorted(set(pairs)) for name, pairs in classes.items()}


@lru_cache(maxsize=16)
def _cldr_names(language: str) -> dict[str, str]:
    """Return CLDR's country names in a language by ISO 3166 alpha-3."""
    territories = Locale(language).territories
    return {iso3: territories[iso2] for iso3, iso2 in _alpha2().items() if iso2 in territories}


@lru_cache(maxsize=1)
def _alpha2() -> dict[str, str]:
    """Return alpha-2 codes by alpha-3, from CLDR's own aliases."""
    from babel.core import get_global

    aliases = get_global("territory_aliases")
    found = {a3: a2[0] for a3, a2 in aliases.items() if len(a3) == 3 and a3.isalpha() and len(a2) == 1}
    return {**found, "XKX": "XK"}
