"""Scores a reader on the annotated passages of `corpus/`: events, types, figures, speakers and denials, by language."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from khaldun.core.document import Document, Segment, SegmentKind, Source
from khaldun.core.span import Span
from khaldun.core.statement import DocumentReading, Factuality, Reading, Stance
from khaldun.core.values import Count, DateRange, Place, Ref
from khaldun.pipeline.reader import Reader

Json = dict[str, Any]
COUNTED = ("killed", "injured", "abducted", "missing", "displaced", "arrested", "freed")
"""Properties that count people, each with kinds."""
_NAMED = ("actor", "recipient", "weapon", "platform")


@dataclass(slots=True)
class Tally:
    """Right, expected and found; precision, recall and F1 in percent."""

    right: int = 0
    gold: int = 0
    found: int = 0

    def add(self, gold: set[Any], found: set[Any]) -> None:
        """Count one comparison of sets."""
        self.right += len(gold & found)
        self.gold += len(gold)
        self.found += len(found)

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall, in percent."""
        return 200 * self.right / (self.gold + self.found) if self.gold + self.found else 0.0

    def __str__(self) -> str:
        p = 100 * self.right / self.found if self.found else 0.0
        r = 100 * self.right / self.gold if self.gold else 0.0
        return f"P {p:5.1f}  R {r:5.1f}  F1 {self.f1:5.1f}  (n {self.gold})"


@dataclass(slots=True)
class Scores:
    """The tallies of one language, and what was missed or invented."""

    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    errors: list[str] = field(default_factory=list)


def passages(folder: Path, pattern: str = "*.jsonl") -> Iterator[Json]:
    """Yield the passages of the files in `folder` that fit a pattern, sorted by file and line."""
    for path in sorted(folder.glob(pattern)):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield json.loads(line)


def document_of(passage: Json) -> Document:
    """Return a passage as the document that a row of JSONL gives."""
    title, text = passage.get("title"), passage["text"]
    whole = f"{title}\n\n{text}" if title else text
    start = len(whole) - len(text)
    segments = [Segment(SegmentKind.PARAGRAPH, Span(start, len(whole)))]
    if title:
        segments.insert(0, Segment(SegmentKind.TITLE, Span(0, len(title))))
    source = Source(
        external_id=passage["id"],
        outlet=passage.get("outlet"),
        title=title,
        published=passage.get("published"),
    )
    return Document(whole, source, passage["language"], tuple(segments))


def score(reader: Reader, folder: Path) -> dict[str, Scores]:
    """Return the scores of each language and of all."""
    result: dict[str, Scores] = defaultdict(Scores)
    for passage in passages(folder):
        reading = reader.read(document_of(passage))
        for key in (passage["language"], "all"):
            compare(result[key], passage, reading)
    return dict(result)


def compare(scores: Scores, passage: Json, reading: DocumentReading) -> None:
    """Add what a passage's reading has right to the scores."""
    t, name = scores.tallies, passage["id"]
    told = [e for e in passage["events"] if e["factuality"] in ("occurred", "denied")]
    read = [m for m in reading.mentions if m.factuality in (Factuality.OCCURRED, Factuality.DENIED)]
    t["detect"].add({name} if told else set(), {name} if read else set())
    if not passage["events"]:
        t["quiet"].add({name}, set() if reading.mentions else {name})
    if bool(told) != bool(read):
        scores.errors.append(f"{name} {'missed' if told else 'invented: ' + read[0].type}")
    if not told or not read:
        return
    t["type"].add({(name, told[0]["type"])}, {(name, read[0].type)})
    if told[0]["type"] not in {m.type for m in read}:
        scores.errors.append(f"{name} type {[m.type for m in read]} for {told[0]['type']}")
    gold = [s for e in told for s in e["statements"]]
    _compare_values(scores, passage, gold, reading.readings)
    _compare_when_where(t, name, told[0], reading)


def _compare_values(scores: Scores, passage: Json, gold: list[Json], readings: Iterable[Reading]) -> None:
    t, name = scores.tallies, passage["id"]
    kinds_wanted, kinds_read = _gold_figures(gold), _read_figures(readings)
    t["kinds"].add(set(kinds_wanted), set(kinds_read))
    want, have = _without_kinds(kinds_wanted), _without_kinds(kinds_read)
    t["figures"].add(set(want), set(have))
    scores.errors.extend(f"{name} figure missed {k}" for k in want if k not in have)
    scores.errors.extend(f"{name} figure invented {k}" for k in have if k not in want)
    for key in want.keys() & have.keys():
        outlet = passage.get("outlet") or ""
        said = {"" if speaker == outlet else speaker for speaker in have[key]}
        same = any(name_words(a) & name_words(b) or a == b == "" for a in want[key] for b in said)
        t["said_by"].add({(name, key)}, {(name, key)} if same else set())
        if not same:
            scores.errors.append(f"{name} said_by {key}: {sorted(have[key])} for {sorted(want[key])}")
    for name_ in _NAMED:
        named = {s["value"] for s in gold if s["property"] == name_}
        found = {r.value.name for r in readings if r.statement.property == name_ and isinstance(r.value, Ref)}
        hits = {n for n in named if any(name_words(n) & name_words(f) for f in found)}
        t[name_].right += len(hits)
        t[name_].gold += len(named)
        t[name_].found += len(hits) + sum(
            1 for f in found if not any(name_words(n) & name_words(f) for n in named)
        )
    denied = {name for s in gold if s["stance"] == "denies"}
    t["denials"].add(denied, {name for r in readings if r.stance is Stance.DENIES})


def _compare_when_where(t: dict[str, Tally], name: str, event: Json, reading: DocumentReading) -> None:
    mention = reading.mentions[0].id
    mine = [r for r in reading.readings if r.mention == mention]
    if event.get("date"):
        dates = [r.value for r in mine if isinstance(r.value, DateRange)]
        right = any(
            d.start[:10] <= event["date"]["to"] and event["date"]["from"] <= d.end[:10] for d in dates
        )
        t["day"].add({name}, {name} if right else set())
    if event.get("place"):
        countries = {r.value.country for r in mine if isinstance(r.value, Place)}
        t["country"].add({name}, {name} if event["place"]["country"] in countries else set())


def _without_kinds(figures: dict[tuple[str, int], set[str]]) -> dict[tuple[str, int], set[str]]:
    """Return the figures by what happened alone: three children killed are three killed."""
    found: dict[tuple[str, int], set[str]] = defaultdict(set)
    for (name, number), speakers in figures.items():
        found[name.split("_")[0], number] |= speakers
    return found


def _gold_figures(gold: list[Json]) -> dict[tuple[str, int], set[str]]:
    found: dict[tuple[str, int], set[str]] = defaultdict(set)
    for s in gold:
        if s["property"].split("_")[0] in COUNTED:
            for number in re.findall(r"\d+", str(s["value"]).replace(",", "")):
                step = 1 if str(s["value"]).startswith(">") and not str(s["value"]).startswith(">=") else 0
                found[s["property"], int(number) + step].add(s.get("speaker") or "")
    return found


def _read_figures(readings: Iterable[Reading]) -> dict[tuple[str, int], set[str]]:
    found: dict[tuple[str, int], set[str]] = defaultdict(set)
    for r in readings:
        if isinstance(r.value, Count) and not r.value.vague:
            for number in {r.value.low, r.value.best, r.value.high} - {None}:
                found[r.statement.property, int(number or 0)].add(r.attribution.speaker or "")
    return found


def name_words(name: str) -> set[str]:
    """Return the words by which two names are compared: without accents, plural and the most general words."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name).casefold() if not unicodedata.combining(c))
    return {w.rstrip("s") for w in re.findall(r"[^\W_]+", bare)} - {
        "the",
        "of",
        "and",
        "a",
        "",
        "force",
        "armed",
    }
