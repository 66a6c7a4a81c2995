"""What is read in the demo reports is what a careful coder finds: demo/EXPECTED.md, line by line.

`not_yet.txt` names the tests that the lexicon extractor fails today; they are expected to fail. A line is
taken off the list when it holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.demo.conftest import POST, Demo, Json

pytestmark = pytest.mark.full_gazetteer

_TABLES = yaml.safe_load(Path(__file__).with_name("expected.yaml").read_text(encoding="utf-8"))
_FOUND, _SAID_BY, _STANCE = "found", "said by", "stance"
PALMYRA = ("01-palmyra-article.html", POST, "02-palmyra-mod.md", "demo-palmyra-fr", "demo-palmyra-ar")
TORA = ("03-tora-un.md", "04-tora-afp.txt", "05-tora-ap.md")
OLENIVKA = ("06-olenivka-moscow.txt", "07-olenivka-kyiv.md", "08-olenivka-toll.txt", "09-olenivka-un.md")
KURIGA = ("10-kuriga.md", "demo-kuriga-freed-en")

Row = Sequence[Any]


def _rows() -> Iterator[Any]:
    for report, rows in _TABLES["reports"].items():
        for number, row in enumerate(rows, 1):
            for aspect in (_FOUND, _SAID_BY, _STANCE):
                name = f"{report}, row {number}, {_any_of(row[0])[0]}: {aspect}"
                yield pytest.param(report, row, aspect, id=name)


def _never() -> Iterator[Any]:
    for report, property_, value, why in _TABLES["never"]:
        yield pytest.param(report, property_, value, id=f"{report}, {property_}: {why}")


def _any_of(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _is_count(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 3 and all(v is None or isinstance(v, int) for v in value)


def _has(statement: Json, value: Any) -> bool:
    """Tell whether a statement has the value of a row."""
    found = statement["value"]
    if value is None:
        return True
    counts = [value] if _is_count(value) else [v for v in _any_of(value) if _is_count(v)]
    if counts:
        return isinstance(found, dict) and [found.get(k) for k in ("low", "best", "high")] in counts
    if value == "vague":
        return bool(found.get("vague"))
    if isinstance(found, dict):
        found = found.get("name") or found.get("from") or ""
    return any(str(v).casefold() in str(found).casefold() for v in _any_of(value))


def _touches(statement: Json, text: str, words: Any) -> bool:
    """Tell whether a statement stands at one of the places where the words of a row stand."""
    for one in _any_of(words):
        start = text.find(one)
        while start >= 0:
            if statement["start"] < start + len(one) and start < statement["end"]:
                return True
            start = text.find(one, start + 1)
    return False


def _is_of(statement: Json, wanted: Any) -> bool:
    properties = _any_of(wanted)
    name = statement["property"]
    return name in properties or ("killed" in properties and name.startswith("killed_"))


def _said_by(statement: Json, speaker: Any, document: Json) -> bool:
    said = str(statement.get("attributed_to", "")).casefold()
    if speaker == "outlet":
        return said in {str(document.get(k, "")).casefold() for k in ("outlet", "author", "handle")}
    return any(name.casefold() in said for name in _any_of(speaker))


def _held(demo: Demo, report: str, row: Row) -> list[Json]:
    property_, value, words = row[:3]
    text = demo.documents[report]["text"]
    return [
        s
        for s in demo.statements(report)
        if _is_of(s, property_) and _has(s, value) and _touches(s, text, words)
    ]


def test_every_report_is_read(demo: Demo) -> None:
    assert demo.failures == []
    assert len(demo.documents) == 19


def test_the_words_of_the_tables_stand_in_the_reports(demo: Demo) -> None:
    for report, rows in _TABLES["reports"].items():
        text = demo.documents[report]["text"]
        assert [w for row in rows for w in _any_of(row[2]) if w not in text] == []


@pytest.mark.parametrize(("report", "row", "aspect"), list(_rows()))
def test_what_a_careful_coder_finds(demo: Demo, report: str, row: Row, aspect: str) -> None:
    found = _held(demo, report, row)
    if aspect == _FOUND:
        assert found
    elif not found:
        pytest.skip("the row is not found")
    elif aspect == _SAID_BY:
        assert any(_said_by(s, row[3], demo.documents[report]) for s in found)
    else:
        assert {s["stance"] for s in found} & set(_any_of(row[4]))


@pytest.mark.parametrize(("report", "property_", "value"), list(_never()))
def test_what_no_careful_coder_writes_down(demo: Demo, report: str, property_: str, value: Any) -> None:
    told = [s for s in demo.statements(report) if s["property"] == property_ and _has(s, value)]
    assert told == []


# The events


def _names(event: Json, kind: str) -> set[str]:
    return {shape["name"] for shape in event[kind]}


def _day(event: Json) -> tuple[str, str]:
    return event["date"]["from"], event["date"]["to"]


def test_the_strike_at_palmyra_is_one_event(demo: Demo) -> None:
    event = demo.event("air_drone_strike", *PALMYRA)
    assert demo.of(*PALMYRA, "demo-palmyra-fr-reprint") == [event]
    assert (event["scope"], event["factuality"], event["grade"]) == ("incident", "occurred", None)


def test_the_strike_at_palmyra_has_its_day(demo: Demo) -> None:
    assert _day(demo.event("air_drone_strike", *PALMYRA)) == ("2026-01-03", "2026-01-03")


def test_the_strike_at_palmyra_is_north_of_the_town_within_tens_of_kilometers(demo: Demo) -> None:
    place = demo.event("air_drone_strike", *PALMYRA)["place"]
    assert (place["country"], place["admin1"]) == ("SYR", "Homs")
    assert 34.6 < place["lat"] < 35.1
    assert 38.0 < place["lon"] < 38.6
    assert 10 <= place["radius_km"] <= 90
    assert place["precision"] != "exact"


def test_the_strike_at_palmyra_has_its_sides(demo: Demo) -> None:
    event = demo.event("air_drone_strike", *PALMYRA)
    actors = _names(event, "actors")
    assert {name for name in actors if "Royal Air Force" in name or "United Kingdom" in name}
    assert {name for name in actors if "France" in name or "French" in name}
    assert "Islamic State" not in actors
    assert _names(event, "recipients") == {"Islamic State"}


def test_the_strike_at_palmyra_has_its_arms_with_who_used_them(demo: Demo) -> None:
    event = demo.event("air_drone_strike", *PALMYRA)
    users = {shape["name"]: shape["used_by"] for shape in [*event["weapons"], *event["platforms"]]}
    assert any("Royal Air Force" in u or "United Kingdom" in u for u in users["Paveway IV"])
    assert any("Fr" in u for u in users["AASM Hammer"])
    assert "Dassault Rafale" in users
    assert any("Voyager" in shape["name"] and shape["part"] == "tanker" for shape in event["associated"])


def test_the_strike_at_palmyra_hurt_nobody_that_is_known(demo: Demo) -> None:
    event = demo.event("air_drone_strike", *PALMYRA)
    assert not [key for key in event if key.startswith(("killed", "injured"))]
    assert event["conflicts"] == []
    assert "no_civilian_harm" in {s["property"] for s in event["statements"]}


def test_the_reprint_is_a_copy_and_no_source(demo: Demo) -> None:
    event = demo.event("air_drone_strike", "demo-palmyra-fr", "demo-palmyra-fr-reprint")
    copied = {r["document"]: r["copy_of"] for r in event["reports"]}
    original = demo.documents["demo-palmyra-fr"]["document"]
    assert copied[demo.documents["demo-palmyra-fr-reprint"]["document"]] == original
    assert copied[original] is None


def test_the_article_keeps_its_parts_apart(demo: Demo) -> None:
    page, post = demo.documents["01-palmyra-article.html"], demo.documents[POST]
    told = {s["kind"]: page["text"][s["start"] : s["end"]] for s in reversed(page["segments"])}
    assert told["title"] == "British and French jets hit suspected Islamic State cache north of Palmyra"
    assert told["dateline"].startswith("Damascus, January 4")
    assert told["caption"] == "Two jets above a desert ridge."
    assert told["credit"] == "Image: AI Generated"
    assert (page["outlet"], page["author"], page["published"][:10]) == (
        "Demo Gazette",
        "Claire Denham",
        "2026-01-04",
    )
    [image] = page["media"]
    assert (image["provenance"], image["provenance_words"]) == ("ai_generated", "AI Generated")
    assert (post["handle"], post["published"][:10], post["language"]) == ("@EtatMajorFR", "2026-01-04", "fr")
    assert post["author"] == "Armée française - État-major des armées"
    assert post["parent"] == page["document"]
    assert post["url"].startswith("https://twitter.com/EtatMajorFR/status/")
    assert post["text"].rstrip().endswith("…")


def test_menus_and_footers_of_the_article_tell_nothing(demo: Demo) -> None:
    page = demo.documents["01-palmyra-article.html"]
    spans = [(s["start"], s["end"]) for s in page["segments"] if s["kind"] == "boilerplate"]
    said = demo.statements("01-palmyra-article.html")
    assert not [s for s in said for start, end in spans if s["start"] < end and start < s["end"]]
    assert "Subscribe" not in "".join(s["quote"] for s in said)


def test_the_history_under_the_article_tells_no_event(demo: Demo) -> None:
    begin = demo.documents["01-palmyra-article.html"]["text"].index("A desert the group knows well")
    assert [s["quote"] for s in demo.statements("01-palmyra-article.html") if s["start"] >= begin] == []


def test_the_strike_on_tora_is_one_event(demo: Demo) -> None:
    event = demo.event("air_drone_strike", *TORA)
    assert (event["scope"], event["factuality"]) == ("incident", "occurred")
    assert event["independent_sources"] == 3


def test_the_strike_on_tora_has_its_day(demo: Demo) -> None:
    assert _day(demo.event("air_drone_strike", *TORA)) == ("2025-03-24", "2025-03-24")


def test_the_strike_on_tora_is_north_of_el_fasher(demo: Demo) -> None:
    place = demo.event("air_drone_strike", *TORA)["place"]
    assert (place["country"], place["admin1"]) == ("SDN", "North Darfur")
    assert 13.9 < place["lat"] < 14.9
    assert 24.9 < place["lon"] < 25.8


def test_only_the_army_is_accused_of_the_strike_on_tora(demo: Demo) -> None:
    event = demo.event("air_drone_strike", *TORA)
    assert _names(event, "actors") == {"Sudanese Armed Forces"}


def test_nobody_asserts_who_struck_tora(demo: Demo) -> None:
    event = demo.event("air_drone_strike", *TORA)
    [army] = [a for a in event["actors"] if a["name"] == "Sudanese Armed Forces"]
    assert army["stance"] == "claims"


def test_the_dead_of_tora_are_in_conflict_from_54_to_270(demo: Demo) -> None:
    event = demo.event("air_drone_strike", *TORA)
    assert (event["killed"]["low"], event["killed"]["high"]) == (54, 270)
    assert "killed" in event["conflicts"]
    assert "killed" not in event["growing"]


def test_the_arrests_at_tora_are_an_event_of_their_own(demo: Demo) -> None:
    event = demo.event("arrests", "03-tora-un.md")
    assert _names(event, "actors") == {"Rapid Support Forces"}
    assert event["date"]["from"] >= "2025-03-24"
    assert not [key for key in event if key.startswith("arrested")]


def test_the_toll_of_the_war_stands_apart_from_tora(demo: Demo) -> None:
    held = [e for e in demo.of("05-tora-ap.md") if (e.get("killed") or {}).get("low") == 28001]
    assert {e["scope"] for e in held} == {"cumulative"}
    event = demo.event("air_drone_strike", *TORA)
    assert not [
        s for s in event["statements"] if isinstance(s["value"], dict) and s["value"].get("low") == 28001
    ]


def test_the_deaths_at_olenivka_are_one_event(demo: Demo) -> None:
    event = demo.event("shelling_artillery_missile", *OLENIVKA)
    assert (event["scope"], event["factuality"]) == ("incident", "occurred")
    assert demo.of(*OLENIVKA) == [event]


def test_the_reports_of_those_days_on_olenivka_are_one_event(demo: Demo) -> None:
    event = demo.event("shelling_artillery_missile", *OLENIVKA[:3])
    assert _day(event) == ("2022-07-29", "2022-07-29")
    assert (event["place"]["country"], event["place"]["name"]) == ("UKR", "Olenivka")
    assert abs(event["place"]["lat"] - 47.83) < 0.1
    assert abs(event["place"]["lon"] - 37.7) < 0.1


def test_both_sides_are_accused_of_olenivka_and_neither_is_known(demo: Demo) -> None:
    event = demo.event("shelling_artillery_missile", *OLENIVKA[:3])
    accused = {a["name"]: a["stance"] for a in event["actors"]}
    assert any("Ukraine" in name for name in accused)
    assert any("Russia" in name for name in accused)
    assert set(accused.values()) <= {"claims", "denies"}
    assert len(accused) == 2


def test_the_dispute_over_olenivka_is_marked(demo: Demo) -> None:
    event = demo.event("shelling_artillery_missile", *OLENIVKA[:3])
    assert {"actor", "killed", "injured"} <= set(event["conflicts"])


def test_the_dead_of_olenivka_run_from_40_to_53(demo: Demo) -> None:
    event = demo.event("shelling_artillery_missile", *OLENIVKA[:3])
    assert (event["killed"]["low"], event["killed"]["high"]) == (40, 53)


def test_prisoners_of_war_are_not_abducted(demo: Demo) -> None:
    assert not [e for e in demo.of(*OLENIVKA) if e["type"] == "abduction"]
    assert not [e for e in demo.of(*OLENIVKA) if "abducted" in e or "arrested" in e]


def test_the_abduction_at_kuriga_is_one_event(demo: Demo) -> None:
    event = demo.event("abduction", *KURIGA)
    assert demo.of(*KURIGA) == [event]


def test_the_abduction_at_kuriga_has_its_day_and_place(demo: Demo) -> None:
    event = demo.event("abduction", "10-kuriga.md")
    assert _day(event) == ("2024-03-07", "2024-03-07")
    assert event["place"]["country"] == "NGA"
    assert event["place"]["admin1"].startswith("Kaduna")


def test_the_abduction_at_kuriga_has_its_figures(demo: Demo) -> None:
    event = demo.event("abduction", *KURIGA)
    taken: Json = event.get("abducted_children") or event["abducted"]
    assert taken["high"] == 287
    assert event["freed"]["best"] == 137
    assert event["killed"] == {"low": 1, "best": 1, "high": 1}


def test_the_gunmen_of_kuriga_have_no_name(demo: Demo) -> None:
    event = demo.event("abduction", "10-kuriga.md")
    assert event["actors"]
    assert not [actor for actor in event["actors"] if "id" in actor]


def _bomb(demo: Demo) -> Json:
    """Return the event of 5 September; another one of August is tolerated."""
    [event] = [e for e in demo.of("11-bourzanga.md") if e.get("date", {}).get("from") == "2022-09-05"]
    return event


def test_the_bomb_near_bourzanga_is_an_event(demo: Demo) -> None:
    event = _bomb(demo)
    assert event["type"] == "ied_landmine"
    assert _day(event) == ("2022-09-05", "2022-09-05")
    assert event["killed_civilians"]["low"] == 35
    assert event["injured"]["low"] == 37
    assert event["actors"] == []


def test_the_bomb_near_bourzanga_lies_between_the_towns(demo: Demo) -> None:
    place = _bomb(demo)["place"]
    assert place["country"] == "BFA"
    assert 13.68 < place["lat"] < 14.10
    assert place["radius_km"] >= 20


def test_the_dead_soldiers_of_august_are_not_of_bourzanga(demo: Demo) -> None:
    told = [
        s for s in _bomb(demo)["statements"] if isinstance(s["value"], dict) and s["value"].get("low") == 15
    ]
    assert told == []


def test_wad_madani_is_regained(demo: Demo) -> None:
    event = demo.event("government_regains_territory", "12-wad-madani.md")
    assert _day(event) == ("2025-01-11", "2025-01-11")
    assert (event["place"]["name"], event["place"]["country"]) == ("Wad Madani", "SDN")
    assert abs(event["place"]["lat"] - 14.4) < 0.1
    assert not [key for key in event if key.startswith(("killed", "injured"))]


def test_the_sides_at_wad_madani(demo: Demo) -> None:
    event = demo.event("government_regains_territory", "12-wad-madani.md")
    assert "Sudanese Armed Forces" in _names(event, "actors")
    assert _names(event, "recipients") == {"Rapid Support Forces"}


def test_wad_madani_tells_one_event_that_happened(demo: Demo) -> None:
    assert len([e for e in demo.of("12-wad-madani.md") if e["factuality"] == "occurred"]) == 1


@pytest.mark.parametrize("report", ["13-rail-strike.txt", "14-football.md"])
def test_a_walk_out_and_a_match_are_no_events(demo: Demo, report: str) -> None:
    assert demo.of(report) == []
    assert demo.documents[report]["events"] == []


# What holds for every event


def test_every_quote_stands_where_it_is_said_to(demo: Demo) -> None:
    texts = {d["document"]: d["text"] for d in demo.documents.values()}
    for event in demo.events:
        for s in event["statements"]:
            assert texts[s["document"]][s["start"] : s["end"]] == s["quote"]


def test_no_private_person_is_named_as_a_victim(demo: Demo) -> None:
    assert not [s for e in demo.events for s in e["statements"] if s["property"] == "victim"]
