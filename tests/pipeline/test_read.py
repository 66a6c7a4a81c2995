"""Reports go in through the pipeline: each once, in its newest version, whatever fails beside it."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from khaldun.ingest import Captured, read_inputs
from khaldun.pipeline.reader import Reader
from khaldun.pipeline.run import Progress, ReadReport, read_into
from khaldun.review.decisions import Grade, grade_event
from khaldun.store.archive import ArchiveStore
from tests.pipeline import reports
from tests.pipeline.reports import documents, events, exports, read, row, write_rows

pytestmark = pytest.mark.full_gazetteer

ROWS = (
    row("kadugli", reports.KADUGLI),
    row("maiduguri", reports.MAIDUGURI, published="2025-12-25"),
    row("kharkiv", reports.KHARKIV, language="uk", published="2025-12-17"),
    row("gao", reports.GAO, language="fr", published="2025-12-16"),
    row("council", reports.COUNCIL),
)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "archive"


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    """Return a folder with rows and a page that holds a post."""
    folder = tmp_path / "inputs"
    folder.mkdir()
    write_rows(folder / "rows.jsonl", ROWS)
    (folder / "page.html").write_text(reports.POST, encoding="utf-8")
    return folder


def _log(archive: Path) -> list[str]:
    with ArchiveStore.open(archive) as store:
        return [entry.action for entry in store.custody_log()]


# Nothing twice


def test_the_same_input_twice_changes_nothing_but_the_log(
    reader: Reader, archive: Path, inputs: Path
) -> None:
    first = read(reader, archive, inputs)
    before, log = exports(archive), _log(archive)
    second = read(reader, archive, inputs)
    assert (first.read, first.known, first.failures) == (7, 0, [])
    assert (second.read, second.known, second.failures) == (0, 7, [])
    assert second.events == first.events > 0
    assert exports(archive) == before
    assert _log(archive)[: len(log)] == log


def test_the_size_of_the_batches_does_not_show(reader: Reader, tmp_path: Path, inputs: Path) -> None:
    told = []
    for size in (1, 3, 500):
        read(reader, tmp_path / str(size), inputs, batch=size)
        told.append(exports(tmp_path / str(size)))
    assert told[0] == told[1] == told[2]


def test_reports_read_one_by_one_give_what_reading_them_together_gives(
    reader: Reader, tmp_path: Path
) -> None:
    rows = [*ROWS, row("kadugli", reports.KADUGLI_CORRECTED), row("kadugli-2", reports.KADUGLI)]
    one_by_one = [write_rows(tmp_path / f"{i}.jsonl", [r]) for i, r in enumerate(rows)]
    for path in one_by_one:
        read(reader, tmp_path / "slowly", path)
    read(reader, tmp_path / "at once", *one_by_one)
    assert exports(tmp_path / "slowly") == exports(tmp_path / "at once")


def test_a_report_that_stands_twice_in_an_input_is_kept_once(
    reader: Reader, archive: Path, tmp_path: Path
) -> None:
    path = write_rows(tmp_path / "rows.jsonl", [ROWS[0], ROWS[4], ROWS[0]])
    report = read(reader, archive, path)
    assert (report.read, report.known) == (2, 1)
    assert [d["external_id"] for d in documents(archive)].count("kadugli") == 1
    [event] = events(archive)
    assert [r["external_id"] for r in event["reports"]] == ["kadugli"]


def test_a_reprint_is_no_second_source(reader: Reader, archive: Path, tmp_path: Path) -> None:
    text = f"{reports.KADUGLI} Residents fled to the hills, and the hospital asked for blood."
    path = write_rows(
        tmp_path / "rows.jsonl", [row("wire", text), row("paper", text, published="2025-12-15")]
    )
    read(reader, archive, path)
    [event] = events(archive)
    assert event["independent_sources"] == 1
    copied = {r["external_id"]: r["copy_of"] for r in event["reports"]}
    ids = {d["external_id"]: d["document"] for d in documents(archive)}
    assert copied == {"wire": None, "paper": ids["wire"]}


# Corrections


def _dead(archive: Path) -> list[int]:
    return [event["killed"]["low"] for event in events(archive)]


@pytest.mark.parametrize("together", [True, False], ids=["in one file", "in a later read"])
def test_an_id_with_other_content_is_a_correction(
    reader: Reader, archive: Path, tmp_path: Path, together: bool
) -> None:
    versions = [[row("kadugli", reports.KADUGLI)], [row("kadugli", reports.KADUGLI_CORRECTED)]]
    for number, rows in enumerate([versions[0] + versions[1]] if together else versions):
        read(reader, archive, write_rows(tmp_path / f"{number}.jsonl", rows))
    assert _dead(archive) == [14]
    found = {d["text"]: d for d in documents(archive)}
    old, new = found[reports.KADUGLI], found[reports.KADUGLI_CORRECTED]
    assert new["supersedes"] == old["document"]
    assert old["superseded_by"] == new["document"]
    assert old["events"] == []
    assert len(new["events"]) == 1


def test_an_old_version_met_again_does_not_undo_the_correction(
    reader: Reader, archive: Path, tmp_path: Path
) -> None:
    old = write_rows(tmp_path / "old.jsonl", [row("kadugli", reports.KADUGLI)])
    new = write_rows(tmp_path / "new.jsonl", [row("kadugli", reports.KADUGLI_CORRECTED)])
    read(reader, archive, old)
    read(reader, archive, new)
    before = exports(archive)
    assert read(reader, archive, old).known == 1
    assert exports(archive) == before


# What fails costs nothing else


def test_bad_rows_and_files_are_named_and_the_rest_is_read(
    reader: Reader, archive: Path, tmp_path: Path
) -> None:
    rows = tmp_path / "rows.jsonl"
    good, other = (json.dumps(r, ensure_ascii=False) for r in ROWS[:2])
    rows.write_text(f'{good}\n["no report"]\n{{"id": "empty"}}\n{other}\n{good[:60]}', encoding="utf-8")
    (tmp_path / "empty.txt").touch()
    (tmp_path / "junk.bin").write_bytes(bytes(range(256)) * 40)
    wanted = [rows, tmp_path / "gone.txt", tmp_path / "empty.txt", tmp_path / "junk.bin"]
    report = read(reader, archive, *wanted)
    assert report.read == 2
    told = [(Path(f.error.origin).name, f.error.line) for f in report.failures]
    assert told == [
        ("rows.jsonl", 2),
        ("rows.jsonl", 3),
        ("rows.jsonl", 5),
        ("gone.txt", None),
        ("empty.txt", None),
        ("junk.bin", None),
    ]
    assert all(f.error.problem and f.error.remedy for f in report.failures)
    assert not report.nothing_done
    assert {d["external_id"] for d in documents(archive)} == {"kadugli", "maiduguri"}


def test_where_all_inputs_fail_nothing_is_done(reader: Reader, archive: Path, tmp_path: Path) -> None:
    assert read(reader, archive, tmp_path / "gone.txt").nothing_done
    assert exports(archive)["documents"] == b""


def _meddled(meddle: str, reader: Reader, archive: Path, paths: list[Path]) -> ReadReport:
    """Read inputs, the first of which somebody changes, or takes away, once it has been looked at."""

    def meddling(*arguments: object) -> object:
        for incoming in read_inputs(*arguments):  # type: ignore[arg-type]
            if isinstance(incoming, Captured) and incoming.capture.origin == str(paths[0]):
                paths[0].unlink()
                if meddle == "changed":
                    write_rows(paths[0], ROWS[2:4])
            yield incoming

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("khaldun.pipeline.run.read_inputs", meddling)
        return read(reader, archive, *paths)


@pytest.mark.parametrize(("meddle", "told"), [("changed", "changed while"), ("gone", "cannot be read any")])
def test_an_input_that_changes_under_the_reader_fails_alone(
    reader: Reader, archive: Path, tmp_path: Path, meddle: str, told: str
) -> None:
    live = write_rows(tmp_path / "live.jsonl", ROWS[:2])
    calm = write_rows(tmp_path / "calm.jsonl", ROWS[4:])
    report = _meddled(meddle, reader, archive, [live, calm])
    [failure] = report.failures
    assert failure.error.origin == str(live)
    assert told in failure.error.problem
    assert "Read it again" in failure.error.remedy
    assert [d["external_id"] for d in documents(archive)] == ["council"]


HOSTILE = {
    "override": "A drone strike killed \u202e3 people\u202c in Kadugli, \u2066the army\u2069 said.",
    "figure": f"A drone strike killed {'9' * 40} people and wounded -1 in Kadugli, the army said.",
    "numbers": "Killed: " + "1,234,567,890,123,456,789 " * 200 + "people in an air strike on Kadugli.",
    "nested": "The army said that " * 200 + "a drone strike killed 3 people in Kadugli on Saturday.",
    "quotes": "“" * 3000 + "A drone strike killed 3 people in Kadugli on Saturday”, the army said.",
    "one word": "strike" * 5_000,
    "no words": "!?… 🇸🇩🇫🇷 … " * 500,
    "mixed": "ضربة drone удар killed ٣ людей 3 personnes à كادقلي on Saturday. " * 20,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_is_kept_as_it_is(reader: Reader, archive: Path, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "rows.jsonl"
    lines = [row(f"hostile {i}", HOSTILE[kind], language=i) for i in ("en", "ar", "fr", "ru")]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    report = read(reader, archive, path)
    assert report.failures == []
    assert {d["text"] for d in documents(archive)} == {HOSTILE[kind]}


@pytest.mark.parametrize("published", ["0000-01-01", "99999-12-31", "2025-13-45", "yesterday", "", 5, None])
def test_a_date_that_is_none_costs_no_report(
    reader: Reader, archive: Path, tmp_path: Path, published: object
) -> None:
    path = write_rows(tmp_path / "rows.jsonl", [row("odd", reports.KADUGLI, published=published), ROWS[4]])
    report = read(reader, archive, path)
    assert report.read + len(report.failures) == 2
    assert "council" in {d["external_id"] for d in documents(archive)}
    assert all(f.error.line == 1 for f in report.failures)
    exports(archive)


# What is kept


def test_an_embedded_post_speaks_for_its_account(reader: Reader, archive: Path, inputs: Path) -> None:
    read(reader, archive, inputs / "page.html")
    found = {d.get("handle"): d for d in documents(archive)}
    page, post = found[None], found["@testarmycommand"]
    assert (post["parent"], post["external_id"], post["published"][:10]) == (
        page["document"],
        None,
        "2026-01-04",
    )
    [segment] = [s for s in page["segments"] if s["kind"] == "embedded_post"]
    assert segment["document"] == post["document"]
    told = [s for event in events(archive) for s in event["statements"] if s["document"] == post["document"]]
    assert {s["attributed_to"] for s in told} == {"Test Army Command"}
    assert any(s["property"] == "killed" or s["property"].startswith("killed_") for s in told)


def test_a_post_is_not_told_by_the_page_around_it(reader: Reader, archive: Path, inputs: Path) -> None:
    read(reader, archive, inputs / "page.html")
    page = next(d for d in documents(archive) if d.get("handle") is None)
    [segment] = [s for s in page["segments"] if s["kind"] == "embedded_post"]
    of_page = [s for e in events(archive) for s in e["statements"] if s["document"] == page["document"]]
    assert of_page
    assert not [s for s in of_page if segment["start"] <= s["start"] < segment["end"]]


def test_reports_in_languages_without_a_lexicon_are_kept(
    reader: Reader, archive: Path, tmp_path: Path
) -> None:
    rows = [
        row("fi", reports.FINNISH),
        row("ja", "市議会は火曜日に三つの橋を修理することを決めた。", language="ja"),
    ]
    report = read(reader, archive, write_rows(tmp_path / "rows.jsonl", rows))
    assert (report.read, report.failures, report.events) == (2, [], 0)
    kept = {d["external_id"]: d for d in documents(archive)}
    assert {name: (d["language"], d["events"]) for name, d in kept.items()} == {
        "fi": ("fi", []),
        "ja": ("ja", []),
    }
    assert read(reader, archive, tmp_path / "rows.jsonl").known == 2


def test_standard_input_is_read_like_a_file(reader: Reader, tmp_path: Path) -> None:
    path = write_rows(tmp_path / "rows.jsonl", ROWS)
    read(reader, tmp_path / "file", path)
    with ArchiveStore.open(tmp_path / "stream", create=True) as store:
        report = read_into(store, ["-"], io.BytesIO(path.read_bytes()), reader=reader)
    assert report.read == len(ROWS)
    assert exports(tmp_path / "stream") == exports(tmp_path / "file")


def test_a_persons_grade_stays_on_the_event_through_later_reads(
    reader: Reader, archive: Path, tmp_path: Path
) -> None:
    path = write_rows(tmp_path / "rows.jsonl", ROWS[:1])
    read(reader, archive, path)
    assert [e["grade"] for e in events(archive)] == [None]
    with ArchiveStore.open(archive, actor="Ada") as store:
        mention = next(store.current_records()).mention.id
        store.decide(grade_event(mention, Grade.FAIR, "Ada", "two doctors, one of them on the spot"))
    read(reader, archive, path)
    assert [e["grade"] for e in events(archive)] == ["fair"]
    read(reader, archive, write_rows(tmp_path / "more.jsonl", ROWS[1:]))
    assert sorted(
        str(e["grade"]) for e in events(archive) if e["reports"][0]["external_id"] == "kadugli"
    ) == ["fair"]


# What is told meanwhile


def test_progress_comes_batch_by_batch_and_ends_with_the_merge(
    reader: Reader, archive: Path, inputs: Path
) -> None:
    told: list[tuple[str, int]] = []

    def tell(progress: Progress) -> None:
        told.append((progress.stage, progress.documents))

    with ArchiveStore.open(archive, create=True) as store:
        report = read_into(store, [inputs], batch=2, progress=tell, reader=reader)
    counts = [count for stage, count in told if stage == "reading"]
    assert counts == sorted(counts)
    assert counts[-1] == report.read == 7
    assert len(counts) >= 3
    assert told[-1] == ("merging", 7)
    assert report.seconds > 0
