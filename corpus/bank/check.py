"""Check the bank's reports and incidents against each other.

Usage: ``python corpus/bank/check.py [FOLDER]``; exit status 0 when everything holds, 1 on any error.
Standard library only.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
KINDS = {"report", "background", "irrelevant", "unscored"}
STANCES = {"asserted", "claimed", "hedged", "denied"}
STATUSES = {"undisputed in these reports", "disputed", "alleged", "claimed by group", "unknown"}
LANGUAGES = {"en", "fr", "es", "ar", "uk", "ru", "it", "pt", "de", "tr"}
HOST = "https://invented.example/"
FIRST, LAST = date(2016, 1, 1), date(2026, 12, 31)
MAX_LAG = timedelta(days=45)
MAX_SPAN = timedelta(days=7)
ENGLISH_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DISAGREEMENTS_OF_CLASSES = {"killed"}  # also flagged where only a class of the dead is counted differently
Row = dict[str, Any]


def load(path: Path) -> list[Row]:
    """Return the records of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def repeated(rows: Iterable[Row], key: str) -> Iterator[str]:
    """Yield a message for every value of `key` that occurs twice."""
    counts = Counter(row[key] for row in rows)
    yield from (f"{value}: {key} occurs {count} times" for value, count in counts.items() if count > 1)


def report_errors(report: Row, incidents: dict[str, Row]) -> Iterator[str]:
    """Yield what is wrong with one report by itself."""
    linked = [*report["incident_ids"], *report["mentions"]]
    yield from (f"no incident {name}" for name in linked if name not in incidents)
    if report["kind"] not in KINDS or report["language"] not in LANGUAGES:
        yield "unknown kind or language"
    if (report["kind"] == "report") != bool(report["incident_ids"]):
        yield "kind and incident_ids disagree"
    if set(report["incident_ids"]) & set(report["mentions"]):
        yield "an incident is told and recalled"
    if not report["url"].startswith(HOST):
        yield "the address is not on the reserved domain"
    paragraphs = report["text"].split("\n\n")
    if (
        any(part != " ".join(part.split()) for part in paragraphs)
        or not 15 <= len(report["text"].split()) <= 450
    ):
        yield "text has stray blanks or is too short or too long"


def lag_errors(report: Row, incidents: dict[str, Row]) -> Iterator[str]:
    """Yield where a report is published before its incident, long after it, or names a weekday far from both."""
    if report["published"] is None:
        return
    day = date.fromisoformat(report["published"])
    began = [
        date.fromisoformat(incidents[name]["date_from"])
        for name in report["incident_ids"]
        if name in incidents
    ]
    yield from (f"published {day}, incident on {d}" for d in began if not timedelta(0) <= day - d <= MAX_LAG)
    if not began:
        return
    near = {day.weekday()} | {(d - timedelta(days=1)).weekday() for d in began}
    near |= {(d + timedelta(days=n)).weekday() for d in began for n in range((day - d).days + 1)}
    named = {i for i, name in enumerate(ENGLISH_DAYS) if re.search(rf"\b{name}\b", report["text"])}
    yield from (f"{ENGLISH_DAYS[i]} is not between incident and publication" for i in named - near)


def incident_errors(incident: Row, reports: dict[str, Row]) -> Iterator[str]:
    """Yield what is wrong with one incident and its claims."""
    first, last = (date.fromisoformat(incident[key]) for key in ("date_from", "date_to"))
    if not FIRST <= first <= last <= LAST or last - first > MAX_SPAN:
        yield f"dates {first}..{last}"
    if not (-90 <= incident["lat"] <= 90 and -180 <= incident["lon"] <= 180 and incident["radius_km"] > 0):
        yield "point out of range"
    if not re.fullmatch(r"[A-Z]{3}", incident["country"]):
        yield f"country {incident['country']}"
    if incident["perpetrator_status"] not in STATUSES:
        yield f"status {incident['perpetrator_status']}"
    if not any(incident["id"] in report["incident_ids"] for report in reports.values()):
        yield "no report"
    claimed = {claim["property"] for claim in incident["claims"]} | DISAGREEMENTS_OF_CLASSES
    yield from (f"disagreement on unclaimed {name}" for name in set(incident["disagreements"]) - claimed)
    for claim in incident["claims"]:
        yield from claim_errors(claim, incident, reports)


def claim_errors(claim: Row, incident: Row, reports: dict[str, Row]) -> Iterator[str]:
    """Yield what is wrong with one claim."""
    report = reports.get(claim["report_id"])
    if report is None or incident["id"] not in report["incident_ids"]:
        yield f"claim of a report that does not tell it: {claim['report_id']}"
    elif claim["quote"] not in report["text"]:
        yield f"quote not in {report['id']}: {claim['quote']}"
    if claim["stance"] not in STANCES or not claim["attributed_to"]:
        yield f"stance or speaker of {claim['quote']}"


def errors(folder: Path) -> Iterator[str]:
    """Yield every error of a bank, each with the record's id."""
    listed, told = load(folder / "reports.jsonl"), load(folder / "incidents.jsonl")
    reports, incidents = {r["id"]: r for r in listed}, {i["id"]: i for i in told}
    for rows in (listed, told):
        yield from repeated(rows, "id")
    yield from repeated(listed, "text")
    for report in listed:
        for message in (*report_errors(report, incidents), *lag_errors(report, incidents)):
            yield f"{report['id']}: {message}"
    for incident in told:
        yield from (f"{incident['id']}: {message}" for message in incident_errors(incident, reports))


def main() -> int:
    """Print the errors and the counts; return the exit status."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    found = list(errors(folder))
    reports, incidents = load(folder / "reports.jsonl"), load(folder / "incidents.jsonl")
    kinds, languages = (dict(Counter(r[key] for r in reports).most_common()) for key in ("kind", "language"))
    claims = sum(len(incident["claims"]) for incident in incidents)
    counts = f"{len(incidents)} incidents, {len(reports)} reports, {claims} claims, {len(found)} errors"
    sys.stdout.write("\n".join([*found, counts, str(kinds), str(languages)]) + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
