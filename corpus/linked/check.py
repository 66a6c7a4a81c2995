"""Check the families of look-alike incidents against the rules of README.md.

Usage: ``python corpus/linked/check.py``; exit status 0 when everything holds, 1 on any error. Standard library only.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
LANGUAGES = {"ar", "en", "es", "fr", "ru", "uk"}
PROPERTIES = {"killed", "injured", "abducted", "missing", "displaced", "arrested", "freed"}
PROPERTIES |= {"actor", "weapon", "target", "factuality"}
LATEST = timedelta(days=60)
SIZE = 5
COPIED, REPEATED = 0.35, 0.3
"""Share of five-word runs from which a copy is one, and above which two reports must be declared one."""
Row = dict[str, Any]


def runs(text: str) -> set[tuple[str, ...]]:
    """Return the runs of five words in a text."""
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + SIZE]) for i in range(len(words) - SIZE + 1)}


def shared(a: Row, b: Row) -> float:
    """Return the share of the shorter text's runs that the other has too."""
    left, right = runs(a["text"]), runs(b["text"])
    return len(left & right) / max(1, min(len(left), len(right)))


def incident_errors(incident: Row, told: list[Row]) -> Iterator[str]:
    """Yield what is wrong with one incident and the reports that tell it."""
    first, last = (date.fromisoformat(incident[key]) for key in ("date_from", "date_to"))
    if first > last:
        yield f"dates {first}..{last}"
    if not (-90 <= incident["lat"] <= 90 and -180 <= incident["lon"] <= 180 and incident["radius_km"] > 0):
        yield "point out of range"
    if not re.fullmatch("[A-Z]{3}", incident["country"]):
        yield f"country {incident['country']}"
    yield from (f"property {p}" for p in {*incident["disputed"], *incident["growing"]} - PROPERTIES)
    if len({r["language"] for r in told}) < min(3, len(told)) or len(told) < 3:
        yield "told by too few reports, or in too few languages"


def report_errors(report: Row, incidents: dict[str, Row]) -> Iterator[str]:
    """Yield what is wrong with one report by itself."""
    told, recalled = set(report["incident_ids"]), set(report["mentions"])
    yield from (f"no incident {name}" for name in (told | recalled) - incidents.keys())
    if told & recalled or (report["kind"] == "report") != bool(told) or report["language"] not in LANGUAGES:
        yield "kind, language, incident_ids and mentions disagree"
    if report["published"] is not None:
        day = date.fromisoformat(report["published"])
        begun = [date.fromisoformat(incidents[name]["date_from"]) for name in told & incidents.keys()]
        yield from (f"published {day}, incident {d}" for d in begun if not timedelta(0) <= day - d <= LATEST)


def copy_errors(reports: dict[str, Row]) -> Iterator[str]:
    """Yield copies that are none, and repeated words that no copy explains."""
    origin = {name: _original(name, reports) for name in reports}
    for name, report in reports.items():
        source = reports.get(report["copy_of"] or "")
        if report["copy_of"] and source is None:
            yield f"{name}: copy of nothing"
        elif source and source["language"] == report["language"] and shared(report, source) < COPIED:
            yield f"{name}: hardly a copy of {source['id']}"
        for other, earlier in reports.items():
            if other < name and origin[other] != origin[name] and shared(report, earlier) > REPEATED:
                yield f"{name} repeats {other}"


def _original(name: str, reports: dict[str, Row]) -> str:
    while reports[name]["copy_of"] in reports:
        name = reports[name]["copy_of"]
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
    paths = sorted(HERE.glob("*.jsonl"))
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
