"""The Python interface as a user of a notebook meets it."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import khaldun
from khaldun.errors import ArchiveNotFound, UsageError
from khaldun.publish.views import DocumentView, EventView
from tests.publish.sample import VICTIM, make


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[khaldun.Archive]:
    with khaldun.open(make(tmp_path_factory.mktemp("face") / "archive"), actor="tester") as found:
        yield found


def test_importing_khaldun_loads_nothing_heavy() -> None:
    heavy = "[m for m in ('sqlalchemy', 'rich', 'trafilatura', 'khaldun.pipeline') if m in sys.modules]"
    ran = subprocess.run(
        [sys.executable, "-c", f"import sys, khaldun; print({heavy})"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.strip() == "[]"


def test_looking_at_events_does_not_load_the_extractor(archive: khaldun.Archive) -> None:
    code = (
        "import sys, khaldun\n"
        f"with khaldun.open({archive.name!r}) as a: list(a.events())\n"
        "heavy = ('khaldun.extract', 'khaldun.resolve', 'khaldun.ingest')\n"
        "print([m for m in sys.modules if m.startswith(heavy)])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_there_is_no_archive_until_one_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(ArchiveNotFound, match="khaldun read"):
        khaldun.open(tmp_path / "none").events()[:1]
    khaldun.open(tmp_path / "new", create=True).close()
    khaldun.open(tmp_path / "new").close()


@pytest.mark.parametrize(
    "filters",
    [
        {"country": "sdn"},
        {"type": "air_drone_strike"},
        {"date_from": "2025-03", "date_to": "2025-03-24"},
        {"bbox": (20.0, 10.0, 30.0, 20.0)},
        {"actor": "sudanese armed"},
        {"text": "tora"},
        {"has_conflict": True},
        {"country": None},
    ],
)
def test_a_filter_keeps_what_fits(
    archive: khaldun.Archive, filters: khaldun.pipeline.archive.Filters
) -> None:
    assert len(archive.events(**filters)) == 1


@pytest.mark.parametrize(
    "filters",
    [
        {"country": "SYR"},
        {"type": "abduction"},
        {"date_from": "2026"},
        {"bbox": (0.0, 0.0, 1.0, 1.0)},
        {"text": VICTIM},
    ],
)
def test_a_filter_leaves_out_what_does_not_fit(
    archive: khaldun.Archive, filters: khaldun.pipeline.archive.Filters
) -> None:
    assert len(archive.events(**filters)) == 0


def test_a_filter_that_cannot_match_says_why(archive: khaldun.Archive) -> None:
    with pytest.raises(UsageError, match="did you mean air_drone_strike"):
        archive.events(type="air_strike")
    with pytest.raises(UsageError, match="ISO 3166"):
        archive.events(country="Sudan")
    with pytest.raises(UsageError, match="there is no filter 'weapon'"):
        archive.events(weapon="drone")  # type: ignore[call-arg]


def test_events_are_a_sequence(archive: khaldun.Archive) -> None:
    events = archive.events()
    assert len(events) == len(list(events)) == len(events[:]) == 1
    assert events[-1].id == events[0].id
    assert len(events[1:]) == 0
    with pytest.raises(IndexError):
        events[1]
    assert "Tora SDN" in repr(events)


def test_an_event_answers_who_says_so(archive: khaldun.Archive) -> None:
    event = archive.events()[0]
    assert {s["attributed_to"] for s in event.statements("killed")} == {"aid group", "residents"}
    assert (event.type, event.place["country"], event.date["from"]) == (
        "air_drone_strike",
        "SDN",
        "2025-03-24",
    )
    assert archive.event(event.id[:6]) == event


def test_an_id_leads_to_an_event_or_a_document(archive: khaldun.Archive) -> None:
    event = archive.events()[0]
    assert isinstance(archive.find(event.id), EventView)
    assert isinstance(archive.find("gazette-1"), DocumentView)
    assert archive.find("gazette-1").get("events") == [event.id]
    with pytest.raises(UsageError, match="no event or document 'ffffff'"):
        archive.find("ffffff")


def test_a_frame_has_the_columns_of_the_table(archive: khaldun.Archive) -> None:
    frame = archive.events().to_frame()
    assert frame.index.name == "id"
    assert frame.loc[archive.events()[0].id, "killed_high"] == 270


def test_a_frame_without_pandas_says_what_to_install(
    archive: khaldun.Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(UsageError, match=r"pip install khaldun\[pandas\]"):
        archive.events().to_frame()


def test_a_notebook_shows_tables_in_which_nothing_runs(archive: khaldun.Archive) -> None:
    events = archive.events()
    html = events._repr_html_()
    assert "<table>" in html
    assert "54–270" in html
    event = EventView(events[0].data | {"actors": [{"name": "<script>", "stance": "asserts"}]})
    assert "<script>" not in event._repr_html_()
    assert VICTIM not in event._repr_html_()


def test_all_documents_are_there(archive: khaldun.Archive) -> None:
    assert len(list(archive.documents())) == 5


def test_an_archive_that_is_not_there_is_made_by_the_first_read(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text("Shelling killed nine people in Nyala on Monday.", encoding="utf-8")
    with khaldun.open(tmp_path / "new") as archive:
        with pytest.raises(ArchiveNotFound):
            archive.events()[:1]
        assert not (tmp_path / "new").exists()
        assert archive.read(report).read == 1
        assert len(list(archive.documents())) == 1


@pytest.mark.parametrize("box", ["20,5,40,20", (1.0, 2.0)])
def test_a_box_that_is_not_four_numbers_is_refused(archive: khaldun.Archive, box: object) -> None:
    with pytest.raises(UsageError, match="four numbers"):
        archive.events(bbox=box)  # type: ignore[arg-type]


def test_days_in_the_wrong_order_are_refused(archive: khaldun.Archive) -> None:
    with pytest.raises(UsageError, match="earlier date comes first"):
        archive.events(date_from="2025-03-25", date_to="2025-03-24")
    archive.events(date_from="2025", date_to="2025-03")
    archive.events(date_from="2025-03", date_to="2025")
