"""A bank of reports and incidents, read into a fresh archive: from the first report to the merged events."""

from __future__ import annotations

import itertools
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from khaldun.errors import InputError, MalformedRow
from khaldun.evaluate.incidents import Incident, happened, reports_of
from khaldun.evaluate.report import Report, Request, Row, made_of
from khaldun.evaluate.rows import Json, rows, split_file
from khaldun.evaluate.tally import Counts, Share, Tallies, total
from khaldun.pipeline.run import read_into
from khaldun.publish.exports import as_bytes, export_lines
from khaldun.store.archive import ArchiveStore

SEEN = ("id", "url", "outlet", "title", "published", "language", "text", "html")
"""The keys of a report that the reader is given; which incidents it tells of is for the scorer alone."""
KEYS = {
    **{name: f"{name}_f1" for name in ("detect", "link", "link B3", "actors", "weapons", "figures")},
    **{name: f"{name}_f1" for name in ("denials", "conflicts")},
    **{name: name for name in ("quiet", "found", "type", "day", "place", "country", "said_by")},
    **{name: name for name in ("grounded", "verbatim")},
    "link B3": "link_b3_f1",
}
_FEW = 8
"""A language with fewer reports has no figure of its own."""


@dataclass(frozen=True, slots=True)
class Exports:
    """An archive's events and documents, as exported."""

    events: Sequence[Mapping[str, Any]]
    documents: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Bank:
    """The reports and incidents of a bank, as annotated, and the lines that are neither."""

    reports: Sequence[Json]
    incidents: Sequence[Json]
    problems: list[MalformedRow] = field(default_factory=list)

    @classmethod
    def load(cls, request: Request) -> Bank:
        """Return the bank of a folder; raises InputError where a file of it is missing or holds no report."""
        problems: list[MalformedRow] = []
        told = split_file(request.data, request.split or "reports")
        happened_ = split_file(request.data, "incidents")
        reports = [row for _, row in rows(told, problems, request.limit) if "id" in row and "text" in row]
        incidents = [row for _, row in rows(happened_, problems)]
        if not reports:
            raise InputError(str(told), "there is no report in the file")
        return cls(reports, incidents, problems)


def run(request: Request) -> Report:
    """Return the figures of a bank."""
    bank = Bank.load(request)
    made = figures(bank, read(bank.reports))
    extra = {"incidents": len(bank.incidents)}
    split = request.split or "reports"
    return Report("bank", split, len(bank.reports), made, KEYS, bank.problems, extra)


def read(reports: Iterable[Json]) -> Exports:
    """Return what a fresh archive exports after reading reports, of which it is given text and metadata alone."""
    with tempfile.TemporaryDirectory(prefix="khaldun-bank-") as work:
        path = Path(work, "reports.jsonl")
        seen = ({key: report[key] for key in SEEN if key in report} for report in reports)
        path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in seen), encoding="utf-8")
        with ArchiveStore.open(Path(work, "archive"), create=True, actor="evaluate") as store:
            read_into(store, [path])
            return Exports(*(_lines(store, form) for form in ("jsonl", "documents")))


def _lines(store: ArchiveStore, form: str) -> list[Mapping[str, Any]]:
    return [json.loads(as_bytes(line)) for line in export_lines(store, form)]


def figures(bank: Bank, exports: Exports) -> list[Row]:
    """Return all figures: of reports, of pairs of them, of incidents and of statements."""
    events = happened(exports.events)
    links = _Links.of(bank.reports, events)
    incidents = [Incident(i, links.members(i["id"])) for i in bank.incidents]
    told = [i for i in incidents if i.members]
    return [
        *made_of([links.report(r, _texts(exports)) for r in bank.reports]),
        *([Row("link", total(list(links.pairs())))] if len(bank.reports) > 1 else ()),
        *made_of([_of_incident(i, events, links) for i in told]),
        Row("grounded", _grounded(exports)),
    ]


def _of_incident(incident: Incident, events: Sequence[Mapping[str, Any]], links: _Links) -> Tallies:
    return {**incident.tallies(incident.best(events)), "link B3": links.b3(incident.members)}


@dataclass(frozen=True, slots=True)
class _Links:
    """Which reports belong together by the annotation, and which by the archive."""

    reports: Mapping[str, Json]
    gold: Mapping[str, frozenset[str]]
    recalled: Mapping[str, frozenset[str]]
    """Incidents that a report only recalls."""
    found: Mapping[str, frozenset[str]]
    languages: frozenset[str]
    """Languages with enough reports for a figure of their own."""

    @classmethod
    def of(cls, reports: Sequence[Json], events: Sequence[Mapping[str, Any]]) -> _Links:
        gold = {r["id"]: frozenset(r.get("incident_ids") or []) for r in reports}
        recalled = {r["id"]: frozenset(r.get("mentions") or []) for r in reports}
        found: dict[str, set[str]] = {name: set() for name in gold}
        for event in events:
            for name in reports_of(event) & gold.keys():
                found[name].add(event["id"])
        often: dict[str, int] = defaultdict(int)
        for report in reports:
            often[_language(report)] += _is_scored(report)
        many = frozenset(language for language, number in often.items() if number >= _FEW)
        frozen = {name: frozenset(ids) for name, ids in found.items()}
        return cls({r["id"]: r for r in reports}, gold, recalled, frozen, many)

    def members(self, incident: str) -> frozenset[str]:
        """Return the reports that tell of an incident."""
        return frozenset(name for name, ids in self.gold.items() if incident in ids)

    def report(self, report: Json, texts: Mapping[str, str]) -> Tallies:
        """Return what one report adds: whether it has an event, and whether its text was kept."""
        name, tallies = report["id"], dict[str, Any]()
        wanted, had = bool(self.gold[name]), bool(self.found[name])
        if _is_scored(report):
            tallies["detect"] = Counts.matched(wanted and had, wanted, had)
            if not wanted:
                tallies["quiet"] = Share(not had, 1)
        tallies["verbatim"] = Share(_flat(report["text"]) in texts.get(name, ""), 1)
        if _is_scored(report) and _language(report) in self.languages:
            tallies[f"detect {_language(report)}"] = tallies["detect"]
        return tallies

    def pairs(self) -> Iterator[Counts]:
        """Yield the counts of every pair of reports; those that only a recalled incident ties are left out."""
        for a, b in itertools.combinations(sorted(self.gold), 2):
            if not self._tied_by_recall(a, b):
                wanted, had = bool(self.gold[a] & self.gold[b]), bool(self.found[a] & self.found[b])
                yield Counts.matched(wanted and had, wanted, had)

    def _tied_by_recall(self, a: str, b: str) -> bool:
        known, other = self.gold[a] | self.recalled[a], self.gold[b] | self.recalled[b]
        return not self.gold[a] & self.gold[b] and bool(known & other)

    def b3(self, members: frozenset[str]) -> Counts:
        """Return B3 of one incident, which weighs 1 (Bagga and Baldwin 1998): of its reports' precision and recall."""
        precision = recall = 0.0
        for name in members:
            together = {x for x, ids in self.found.items() if ids & self.found[name]} | {name}
            together = {x for x in together if not self._tied_by_recall(x, name)}
            precision += sum(bool(self.gold[x] & self.gold[name]) for x in together) / len(together)
            recall += len(together & members) / len(members)
        return Counts(precision / len(members), 1, recall / len(members), 1)


def _is_scored(report: Json) -> bool:
    return report.get("kind") != "unscored"


def _language(report: Json) -> str:
    return report.get("language") or "?"


def _flat(text: str | None) -> str:
    return "".join((text or "").split())


def _texts(exports: Exports) -> dict[str, str]:
    """Return the texts of each report and what is embedded in it, without spaces."""
    found: dict[str, str] = defaultdict(str)
    for document in exports.documents:
        found[document.get("external_id") or document.get("parent_external_id") or ""] += _flat(
            document.get("text")
        )
    return found


def _grounded(exports: Exports) -> Share:
    """Return the share of statements whose quote is the document's text at its place."""
    texts = {d["document"]: d.get("text") or "" for d in exports.documents}
    statements = [s for e in exports.events for s in e.get("statements", [])]
    right = sum(
        bool(s.get("quote")) and texts.get(s["document"], "")[s["start"] : s["end"]] == s["quote"]
        for s in statements
    )
    return Share(right, len(statements))
