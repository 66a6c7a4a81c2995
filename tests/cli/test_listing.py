"""`khaldun events`: in a pipe, as JSON, and on terminals of any width."""

import io
import json

import pytest
from rich.cells import cell_len
from rich.console import Console

from khaldun.cli.listing import print_table
from khaldun.publish.summary import Summary
from tests.cli.conftest import Run

ROW = Summary(
    id="13034a276ae687416bd7cc6ce1fc028f",
    date="2025-03-24..2025-03-25",
    place="طرة",
    country="SDN",
    type="Air or drone strike",
    actors="Sudanese Armed Forces; Rapid Support Forces",
    recipients="",
    killed="54–270",
    injured="23+",
    abducted="",
    sources="3",
    flags=("conflict", "ai_image"),
)


def table(width: int) -> list[str]:
    buffer = io.StringIO()
    print_table(Console(file=buffer, width=width, highlight=False, markup=False), [ROW])
    return [line.rstrip() for line in buffer.getvalue().splitlines()]


def test_a_pipe_gets_one_event_a_line_with_tabs_and_full_ids(run: Run) -> None:
    header, row = run("events").stdout.splitlines()
    cells = dict(zip(header.split("\t"), row.split("\t"), strict=True))
    assert len(cells["id"]) == 32
    assert (cells["date"], cells["country"], cells["killed"]) == ("2025-03-24", "SDN", "54–270")
    assert cells["flags"] == "conflict,ai_image"


def test_json_is_the_events_as_exported(run: Run) -> None:
    assert run("events", "--json").stdout == run("export").stdout


def test_filters_reach_the_archive(run: Run) -> None:
    assert len(run("events", "--country", "SDN", "--from", "2025").stdout.splitlines()) == 2
    nothing = run("events", "--country", "SYR")
    assert len(nothing.stdout.splitlines()) == 1
    assert nothing.stderr == "no event matches\n"
    assert nothing.exit_code == 0


def test_a_page_beyond_the_last_says_so(run: Run) -> None:
    assert "no such page; 1 events match" in run("events", "--limit", "1", "--page", "2").stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--type", "air_strike"), "did you mean air_drone_strike?"),
        (("--country", "Syria"), "ISO 3166 alpha-3, such as SYR"),
        (("--bbox", "1,2,3"), "west,south,east,north"),
        (("--bbox", "1,2,3,400"), "degrees"),
        (("--from", "March"), "YYYY-MM-DD"),
        (("--page", "0"), "--page"),
    ],
)
def test_a_filter_that_cannot_match_is_a_usage_error(
    run: Run, arguments: tuple[str, str], words: str
) -> None:
    result = run("events", *arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("width", [60, 80, 100, 120, 140, 200])
def test_a_table_fits_the_terminal_and_keeps_everything(width: int) -> None:
    lines = table(width)
    assert max(map(cell_len, lines)) <= width
    text = " ".join(" ".join(lines).split())
    for words in ("13034a27", "2025-03-24", "2025-03-25", "SDN", "54–270", "23+", "≠", "AI", "Forces"):
        assert words in text


def test_right_to_left_names_are_isolated_in_their_cell() -> None:
    assert any("\u2068طرة SDN\u2069" in line for line in table(140))


def test_a_few_events_come_in_json_one_a_line(run: Run) -> None:
    assert [
        json.loads(line)["schema"] for line in run("events", "--json", "--limit", "5").stdout.splitlines()
    ] == [1]
