"""The bank: incidents beside events, what the reader is given, the table beside the targets, the shuffled twin."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from khaldun.errors import InputError
from khaldun.evaluate.bank import TARGETS, percentages, shuffled, table
from khaldun.evaluate.incidents import Incident, numbers
from khaldun.evaluate.names import telling_words
from khaldun.evaluate.report import Request
from khaldun.evaluate.tally import Counts, Share
from khaldun.evaluate.tasks.bank import Bank, Exports, figures, read

REPORT = {"id": "a", "language": "en", "published": "2026-02-02", "outlet": "Desk"}
INCIDENT: dict[str, Any] = {
    "id": "i1",
    "type": "attack",
    "date_from": "2026-02-01",
    "date_to": "2026-02-01",
    "lat": 10.0,
    "lon": 20.0,
    "country": "TCD",
    "perpetrators": ["Red Column"],
    "weapons": ["rifle"],
    "claims": [
        {"property": "killed", "value": ">=6", "attributed_to": "the mayor", "stance": "asserted"},
        {"property": "killed", "value": "9", "attributed_to": "Red Column", "stance": "denied"},
    ],
    "disagreements": ["killed"],
}
EVENT: dict[str, Any] = {
    "id": "e1",
    "type": "attack",
    "factuality": "occurred",
    "date": {"from": "2026-02-01", "to": "2026-02-02"},
    "place": {"lat": 10.1, "lon": 20.0, "country": "TCD"},
    "actors": [{"name": "Red Column"}],
    "weapons": [{"name": "rifle"}],
    "conflicts": ["killed"],
    "reports": [{"external_id": "a"}, {"external_id": "b"}],
    "statements": [
        {
            "property": "killed_civilians", "value": {"low": 6}, "quote": "Six", "document": "d", "start": 0, "end": 3,
            "attributed_to": "Mayor", "stance": "asserts",
        },
        {
            "property": "killed", "value": {"best": 9}, "quote": "nine", "document": "d", "start": 4, "end": 8,
            "attributed_to": "Red Column", "stance": "denies",
        },
    ],
}  # fmt: skip
REPORTS = [
    {**REPORT, "kind": "report", "incident_ids": ["i1"], "text": "Six nine"},
    {**REPORT, "id": "b", "kind": "report", "incident_ids": ["i1"], "text": "Six"},
    {**REPORT, "id": "c", "kind": "background", "incident_ids": [], "text": "Old"},
]
DOCUMENTS = [{"document": "d", "external_id": r["id"], "text": r["text"]} for r in REPORTS[:1]]


def scored(*events: dict[str, Any]) -> dict[str, Any]:
    rows = figures(Bank(REPORTS, [INCIDENT]), Exports(events, DOCUMENTS))
    return {row.name: row.tally for row in rows}


def test_an_event_with_everything_right_scores_one_throughout() -> None:
    found = scored(EVENT)
    wrong = {name for name, tally in found.items() if round(tally.headline, 9) != 1.0}
    assert wrong == {"verbatim"}  # two of the three texts are not among the documents
    assert found["verbatim"] == Share(1, 3)


def test_without_an_event_nothing_is_found_but_silence() -> None:
    found = scored()
    assert found["detect"] == Counts(0, 0, 0, 2)
    assert found["quiet"] == Share(1, 1)
    assert found["found"] == found["type"] == found["place"] == Share(0, 1)
    assert found["figures"] == Counts(0, 0, 0, 2)


def test_a_report_that_belongs_to_no_incident_breaks_silence_and_a_wrong_link_counts() -> None:
    found = scored({**EVENT, "reports": [{"external_id": "a"}, {"external_id": "c"}]})
    assert found["quiet"] == Share(0, 1)
    assert found["link"] == Counts(0, 1, 0, 1)


def test_of_two_events_the_one_with_most_of_the_reports_is_the_incident_s() -> None:
    other = {**EVENT, "id": "e0", "reports": [{"external_id": "a"}]}
    best = Incident(INCIDENT, frozenset({"a", "b"})).best([other, EVENT])
    assert best is EVENT


def test_an_event_that_is_only_planned_is_none() -> None:
    assert scored({**EVENT, "factuality": "planned"})["found"] == Share(0, 1)


def test_a_figure_that_nobody_gave_is_wrong_and_a_vague_one_counts_neither_way() -> None:
    extra = [
        {**EVENT["statements"][0], "value": value} for value in ({"best": 70}, {"low": 24, "vague": True})
    ]
    found = scored({**EVENT, "statements": [*EVENT["statements"], *extra]})
    assert found["figures"] == Counts(2, 3, 2, 2)


def test_a_quote_that_is_not_at_its_place_is_not_grounded() -> None:
    moved = {**EVENT["statements"][0], "start": 1, "end": 4}
    assert scored({**EVENT, "statements": [moved]})["grounded"] == Share(0, 1)


def test_numbers_of_a_value() -> None:
    assert numbers("54") == numbers(">=54") == {54}
    assert numbers(">80") == {80, 81}
    assert numbers("100-300") == {100, 300}
    assert numbers("1,200") == {1200}
    assert numbers("dozens") == set()


def test_names_are_compared_by_the_words_that_tell_them_apart() -> None:
    assert telling_words("Ukrainian Armed Forces") == telling_words("Armed Forces of Ukraine")
    assert telling_words("United States army") == {"unitedstates"}
    assert not telling_words("the army") & telling_words("the armed group")


def test_a_bank_needs_both_files(tmp_path: Path) -> None:
    tmp_path.joinpath("reports.jsonl").write_text(json.dumps(REPORTS[0]) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"incidents\.jsonl"):
        Bank.load(Request(tmp_path))


def test_the_reader_is_given_no_annotation(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def spy(store: object, inputs: list[Path]) -> None:
        seen.extend(path.read_text(encoding="utf-8") for path in inputs)

    monkeypatch.setattr("khaldun.evaluate.tasks.bank.read_into", spy)
    assert read(REPORTS).events == []
    assert "Six nine" in seen[0]
    assert "incident" not in seen[0]
    assert "kind" not in seen[0]


def test_the_table_ticks_what_reaches_its_target() -> None:
    lines = table({"detect": 89.96, "quiet": 79.9, "link_b3": 1.0}, {"detect": 90.0, "quiet": 80.0})
    first, second, third = lines.splitlines()[1:]
    assert first.endswith("✓")
    assert second.endswith("✗")
    assert third.endswith("1.0")


def test_the_table_shows_what_shuffling_changed() -> None:
    lines = table({"detect": 90.0}, {}, {"detect": 88.5}).splitlines()
    assert lines[1].split()[-2:] == ["88.5", "-1.5"]


def test_shuffled_reports_keep_everything_but_order_and_ids() -> None:
    reports = [REPORT | {"id": name, "text": name * 3} for name in "abcdefgh"]
    twin = shuffled(reports, 7)
    assert shuffled(reports, 7) == twin
    assert [r["id"] for r in twin] == [f"{n:05d}" for n in range(1, 9)]
    assert [r["text"] for r in twin] != [name * 3 for name in "abcdefgh"]
    assert sorted(r["text"] for r in twin) == [name * 3 for name in "abcdefgh"]


def test_figures_are_percentages_in_the_table() -> None:
    rows = figures(Bank(REPORTS, [INCIDENT]), Exports([EVENT], DOCUMENTS))
    assert percentages(rows)["detect"] == 100.0


def test_every_target_is_a_number() -> None:
    targets = json.loads(Path(__file__).parents[2].joinpath(TARGETS).read_text(encoding="utf-8"))
    assert all(isinstance(goal, float) for goal in targets["bank"].values())
