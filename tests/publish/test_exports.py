"""What leaves the archive: the contract's shapes, the same bytes every time, and no private person's name."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from khaldun.errors import UsageError
from khaldun.pipeline.archive import Archive
from khaldun.publish.columns import columns
from khaldun.publish.exports import as_bytes
from khaldun.publish.formats import Format
from khaldun.publish.tables import csv_lines, feature, geojson_lines
from tests.publish.sample import ENGLISH, VICTIM

SCHEMAS = Path(__file__).parents[2] / "docs/schema"


def validator(name: str) -> jsonschema.Draft202012Validator:
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def lines(archive: Archive, format: str) -> list[Any]:
    return [json.loads(line) for line in archive.export(format)]


@pytest.mark.parametrize(("format", "schema"), [("jsonl", "event"), ("documents", "document")])
def test_every_line_is_what_its_schema_says(archive: Archive, format: str, schema: str) -> None:
    found = lines(archive, format)
    assert found
    assert [e.message for line in found for e in validator(schema).iter_errors(line)] == []


def test_the_schema_of_inputs_takes_the_demo_and_refuses_a_report_without_text() -> None:
    demo = (Path(__file__).parents[2] / "demo/reports/wires.jsonl").read_text("utf-8").splitlines()
    assert all(validator("input").is_valid(json.loads(line)) for line in demo)
    assert not validator("input").is_valid({"id": "a", "title": "Nothing else"})


@pytest.mark.parametrize("format", list(Format))
def test_two_exports_have_the_same_bytes(archive: Archive, format: str) -> None:
    first, second = io.BytesIO(), io.BytesIO()
    done, again = archive.publish(format, first), archive.publish(format, second)
    assert first.getvalue() == second.getvalue()
    assert (done.sha256, done.size) == (again.sha256, len(second.getvalue()))
    assert done.noted


def test_the_custody_log_stays_sound_when_exports_are_noted(archive: Archive) -> None:
    archive.publish("jsonl", io.BytesIO())
    assert archive.verify().sound


def test_every_quote_is_the_text_of_its_document(archive: Archive) -> None:
    texts = {d["document"]: d["text"] for d in lines(archive, "documents")}
    for event in lines(archive, "jsonl"):
        for statement in event["statements"]:
            assert texts[statement["document"]][statement["start"] : statement["end"]] == statement["quote"]


def test_a_private_name_is_in_no_export_of_events(archive: Archive) -> None:
    for name in ("jsonl", "csv", "geojson"):
        assert VICTIM not in "\n".join(archive.export(name))
    assert all(s["property"] != "victim" for e in lines(archive, "jsonl") for s in e["statements"])


def test_unknown_keys_are_left_out_and_the_two_named_ones_are_null(archive: Archive) -> None:
    event = lines(archive, "jsonl")[0]
    assert event["grade"] is None
    assert {r["copy_of"] is None for r in event["reports"]} == {True, False}
    assert "missing" not in event
    assert "url" not in next(r for r in event["reports"] if r["language"] == "ar")


def test_documents_without_an_event_are_exported_too(archive: Archive) -> None:
    quiet = next(d for d in lines(archive, "documents") if d["external_id"] == "quiet-1")
    assert quiet["events"] == []


def test_an_embedded_post_names_its_parent_and_has_no_id_of_its_own(archive: Archive) -> None:
    post = next(d for d in lines(archive, "documents") if "parent" in d)
    assert post["external_id"] is None
    assert post["parent_external_id"] == "gazette-1"
    assert archive.document(post["parent"]).text == ENGLISH


def test_a_table_has_every_column_and_one_row_an_event(archive: Archive) -> None:
    header, *rows = csv.reader(io.StringIO("\n".join(archive.export("csv"))))
    assert tuple(header) == columns()
    assert len(rows) == len(lines(archive, "jsonl"))
    row = dict(zip(header, rows[0], strict=True))
    assert (row["killed_low"], row["killed_high"]) == ("54", "270")
    assert (row["date_from"], row["country"], row["acled_time_precision"]) == ("2025-03-24", "SDN", "1")
    assert row["acled_event_type"] == "Explosions/Remote violence"
    assert row["ucdp_where_prec"] == "5", "a radius of 30 km is more than UCDP's near"
    assert (row["ai_image"], row["responsibility_denied"], row["missing_low"]) == ("true", "true", "")


def test_a_formula_in_a_report_is_no_formula_in_a_spreadsheet(archive: Archive) -> None:

    event = lines(archive, "jsonl")[0] | {"targets": ["=cmd|' /C calc'!A0"]}
    row = next(csv.DictReader(io.StringIO("\n".join(csv_lines([event])))))
    assert row["targets"].startswith("'=")


def test_geojson_has_points_and_null_where_there_is_none(archive: Archive) -> None:

    found = json.loads("\n".join(archive.export("geojson")))
    assert found["type"] == "FeatureCollection"
    assert found["features"][0]["geometry"] == {"type": "Point", "coordinates": [25.36, 14.31]}
    nowhere = lines(archive, "jsonl")[0] | {"place": {"words": "a village"}}
    assert feature(nowhere)["geometry"] is None


def test_an_empty_collection_is_still_geojson() -> None:

    assert json.loads("\n".join(geojson_lines([]))) == {"type": "FeatureCollection", "features": []}


def test_an_unknown_format_is_refused_by_name(archive: Archive) -> None:
    with pytest.raises(UsageError, match="jsonl, documents, csv, geojson"):
        archive.export("xml")


def test_half_a_surrogate_pair_stays_readable_json() -> None:
    line = as_bytes(json.dumps({"text": "a\ud83db"}, ensure_ascii=False))
    assert json.loads(line.decode("utf-8")) == {"text": "a\ud83db"}
