"""`khaldun show`: cards and documents, on a narrow and a wide screen, with and without color."""

import io
import json
import unicodedata

import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from khaldun.cli.cards import print_card, print_short_card
from khaldun.cli.pages import print_document
from khaldun.cli.terminal import Isolated, safe, shown
from khaldun.pipeline.archive import Archive
from khaldun.publish.card import Card, card
from khaldun.settings import Settings
from tests.cli.conftest import Run
from tests.publish.sample import VICTIM

FSI, PDI = "\u2068", "\u2069"


@pytest.fixture(scope="module")
def found(sample: str) -> Card:
    with Archive.open(Settings(archive=str(sample))) as archive:
        return card(archive.events()[0].data)


def rendered(found: Card, width: int, short: bool = False) -> str:
    buffer = io.StringIO()
    console = Console(file=buffer, width=width, highlight=False, markup=False)
    (print_short_card if short else print_card)(console, found)
    return buffer.getvalue()


@pytest.mark.parametrize("width", [40, 80, 140])
def test_a_card_fits_the_screen_and_keeps_every_value(found: Card, width: int) -> None:
    text = rendered(found, width)
    assert max(cell_len(line) for line in text.splitlines()) <= width
    words = " ".join(text.split())
    for part in (
        "Air or drone strike",
        "Monday 24 March 2025",
        "54–270",
        "٢٧٠ شخصا",
        "claimed",
        "residents",
        "AI image",
    ):
        assert part in words


def test_values_at_odds_stand_side_by_side(found: Card) -> None:
    line = next(line for line in rendered(found, 100).splitlines() if "at least 54" in line and "│" in line)
    assert "270" in line


def test_on_a_narrow_screen_they_stand_below_each_other(found: Card) -> None:
    heads = [line for line in rendered(found, 40).splitlines() if "│" in line]
    assert not any("at least 54" in line and "270" in line for line in heads)


def test_the_card_names_copies_denials_rules_and_reports(found: Card) -> None:
    text = " ".join(rendered(found, 140).split())
    assert "copied by" in text
    assert "copy of" in text
    assert "Denied by Sudanese Armed Forces" in text
    assert "rule most-sources-then-latest" in text
    assert "https://gazette.example/gazette-1" in text
    assert VICTIM not in text


def test_a_short_card_has_the_headline_and_both_sides(found: Card) -> None:
    text = rendered(found, 100, short=True)
    assert len(text) < len(rendered(found, 100))
    assert "at least 54" in text
    assert "Reports ─" not in text


def test_every_line_closes_what_it_isolates(found: Card) -> None:
    for width in (40, 60, 80, 140):
        for line in rendered(found, width).splitlines():
            assert line.count(FSI) == line.count(PDI), line


@pytest.mark.parametrize("width", [3, 7, 12])
def test_a_name_that_is_broken_is_isolated_on_each_line(width: int) -> None:
    console = Console(file=io.StringIO(), width=width)
    console.print(Isolated(Text(f"said {shown('وكالة الأنباء السورية')} 2025")))
    lines = console.file.getvalue().splitlines()  # type: ignore[attr-defined]
    assert len(lines) > 1
    for line in lines:
        depth = 0
        for character in line:
            depth += {FSI: 1, PDI: -1}.get(character, 0)
            assert depth >= 0
            assert depth > 0 or unicodedata.bidirectional(character) not in ("R", "AL"), line
        assert depth == 0


def test_a_text_cannot_command_the_terminal() -> None:
    assert safe("a\x1b[31mb\u202ec\x07\x9b") == "a\ufffd[31mb\ufffdc\ufffd\ufffd"
    assert shown("line\none\u2069") == "line one\ufffd"


def test_a_document_has_its_statements_in_brackets_with_numbers(run: Run) -> None:
    text = run("show", "gazette-1").stdout
    assert "[army](1)" in text
    assert "caption\n    Smoke over a market." in text
    assert "image: AI generated" in text
    assert "aid group stated" in text


def test_a_document_on_a_color_terminal_has_numbers_but_no_brackets(sample: str) -> None:
    buffer = io.StringIO()
    console = Console(file=buffer, width=100, force_terminal=True, color_system="standard", highlight=False)
    with Archive.open(Settings(archive=str(sample))) as archive:
        print_document(console, archive.marked(archive.document("gazette-1")))
    assert "¹" in buffer.getvalue()
    assert "](1)" not in buffer.getvalue()
    assert "\x1b[" in buffer.getvalue()


def test_the_text_of_a_post_is_shown_without_its_controls(run: Run) -> None:
    documents = [json.loads(line) for line in run("export", "--format", "documents").stdout.splitlines()]
    post = next(d for d in documents if "parent" in d)
    text = run("show", post["document"][:8]).stdout
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "embedded in document" in text


def test_an_id_may_be_cut_short_and_a_wrong_one_is_a_usage_error(run: Run) -> None:
    first = run("events").stdout.splitlines()[1].split("\t")[0]
    assert run("show", first[:6]).stdout == run("show", first).stdout
    for wrong in ("ffffffff", first[:3], "no such thing"):
        result = run("show", wrong)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "khaldun events" in result.stderr


def test_json_is_the_event_or_the_document(run: Run) -> None:
    assert json.loads(run("show", "gazette-1", "--json").stdout)["external_id"] == "gazette-1"


def test_a_pipe_gets_the_width_that_columns_says(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    first = run("events").stdout.splitlines()[1].split("\t")[0]
    assert max(map(cell_len, run("show", first).stdout.splitlines())) == 100
    monkeypatch.setenv("COLUMNS", "70")
    assert max(map(cell_len, run("show", first).stdout.splitlines())) == 70
