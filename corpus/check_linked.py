"""Check the families of look-alike incidents against the rules of linked/README.md.

Usage: ``python corpus/check_linked.py``; exit status 0 when everything holds, 1 on any error.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

from check import MAX_OVERLAP, grams

HERE = Path(__file__).resolve().parent
TYPES = set(json.loads((HERE / "schema.json").read_text("utf-8"))["$defs"]["event_type"]["enum"])
LANGUAGES = {"ar", "en", "es", "fr", "ru", "uk"}
KINDS = {"report", "background"}
PROPERTIES = {"killed", "injured", "abducted", "missing", "displaced", "arrested", "freed"}
PROPERTIES |= {"actor", "weapon", "target", "factuality"}
LATEST = timedelta(days=60)
"""Days from an incident to its last report, as the authors were asked."""
COPIED = 0.35
"""Share of 5-grams that a copy in one language has from its original: more than two reports may share by chance."""
Row = dict[str, Any]


def shared(a: Row, b: Row) -> float:
    """Return the share of the shorter text's 5-grams that the other has too."""
    left, right = grams(a["text"]), grams(b["text"])
    return len(left & right) / max(1, min(len(left), len(right)))


def incident_errors(incident: Row, told: list[Row]) -> Iterator[str]:
    """Yield what is wrong with one incident and the reports that tell it."""
    first, last = (date.fromisoformat(incident[key]) for key in ("date_from", "date_to"))
    if first > last:
        yield f"dates {first}..{last}"
    if not (-90 <= incident["lat"] <= 90 and -180 <= incident["lon"] <= 180 and incident["radius_km"] > 0):
        yield "point out of range"
    if incident["type"] not in TYPES:
        yield f"type {incident['type']}"
    if not re.fullmatch("[A-Z]{3}", incident["country"]):
        yield f"country {incident['country']}"
    yield from (f"property {p}" for p in {*incident["disputed"], *incident["growing"]} - PROPERTIES)
    if len({r["language"] for r in told}) < min(3, len(told)) or len(told) < 3:
        yield "told by too few reports, or in too few languages"


def report_errors(report: Row, incidents: dict[str, Row]) -> Iterator[str]:
    """Yield what is wrong with one report by itself."""
    told, recalled = set(report["incident_ids"]), set(report["mentions"])
    yield from (f"no incident {name}" for name in (told | recalled) - incidents.keys())
    if report["kind"] not in KINDS or report["language"] not in LANGUAGES:
        yield "unknown kind or language"
    if told & recalled or (report["kind"] == "report") != bool(told):
        yield "kind, incident_ids and mentions disagree"
    if report["published"] is not None:
        day = date.fromisoformat(report["published"])
        begun = [date.fromisoformat(incidents[name]["date_from"]) for name in told & incidents.keys()]
        yield from (f"published {day}, incident {d}" for d in begun if not timedelta(0) <= day - d <= LATEST)


def copy_errors(reports: dict[str, Row]) -> Iterator[str]:
    """Yield copies that are none, and repeated words that no copy explains."""
    for name, report in reports.items():
        source = reports.get(report["copy_of"] or "")
        if report["copy_of"] and source is None:
            yield f"{name}: copy of nothing"
        elif source and source["copy_of"]:
            yield f"{name}: a copy names its original, not another copy"
        elif source and (source["published"] or "") > (report["published"] or "9999"):
            yield f"{name}: a copy before its original"
        elif source and source["language"] == report["language"] and shared(report, source) < COPIED:
            yield f"{name}: hardly a copy of {source['id']}"
    for one, other in combinations(reports.values(), 2):
        if _original(one) != _original(other) and shared(one, other) > MAX_OVERLAP:
            yield f"{other['id']} repeats {one['id']}"


def _original(report: Row) -> str:
    name: str = report["copy_of"] or report["id"]
    return name


def family_errors(family: Row) -> Iterator[str]:
    """Yield every error of a family, each with the record's id."""
    incidents = {i["id"]: i for i in family["incidents"]}
    reports = {r["id"]: r for r in family["reports"]}
    if len(incidents) < len(family["incidents"]) or len(reports) < len(family["reports"]):
        yield f"{family['family']}: an id occurs twice"
    for name, incident in incidents.items():
        told = [r for r in reports.values() if name in r["incident_ids"]]
        yield from (f"{name}: {message}" for message in incident_errors(incident, told))
    for name, report in reports.items():
        yield from (f"{name}: {message}" for message in report_errors(report, incidents))
    yield from copy_errors(reports)


def main() -> int:
    """Print the errors and the counts; return the exit status."""
    paths = sorted(HERE.glob("linked/*.jsonl"))
    families = [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]
    found = [error for family in families for error in family_errors(family)]
    reports = [r for family in families for r in family["reports"]]
    languages = dict(sorted(Counter(r["language"] for r in reports).items()))
    incidents = sum(len(family["incidents"]) for family in families)
    counts = f"{len(families)} families, {incidents} incidents, {len(reports)} reports {languages}, {len(found)} errors"
    sys.stdout.write("\n".join([*found, counts]) + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
