"""Which sentences tell one event: what sets its scene, what recalls another, and what tells two side by side."""

from __future__ import annotations

import pytest

from khaldun.core.values import DateRange, Place
from tests.extract.reading import figures, of, read, told

pytestmark = pytest.mark.full_gazetteer

LEAD = "Shells hit a market in Kadugli on Monday, killing eleven people, residents said."
FILLER = (
    "The governor asked for calm. Shops were shut the next morning. Aid workers were on their way. "
    "The road to the south stayed open. Schools are to open again next week. "
)


def _places(text: str, **more: str | None) -> list[str]:
    values = (r.value for r in of(read(text, **more), "place"))
    return [v.name for v in values if isinstance(v, Place)]


def test_the_lead_gives_place_and_day_to_the_deed_told_below() -> None:
    reading = read(
        "La peur s'est emparée de Djibo, dans le nord du Burkina Faso, lundi soir. "
        "Des hommes lourdement armés ont exécuté quinze riverains.",
        "fr",
    )
    assert "Djibo" in {r.value.name for r in of(reading, "place") if isinstance(r.value, Place)}
    assert {r.value.start for r in of(reading, "date") if isinstance(r.value, DateRange)} == {"2026-03-09"}


@pytest.mark.parametrize(
    "background",
    [
        "In October 2018 twin bombings at a restaurant killed about 20 people.",
        "Last November artillery killed two electricians there.",
        "Twelve traders were shot dead in Dilling in August.",
    ],
)
def test_an_attack_of_months_ago_is_no_event_of_its_own_and_lends_no_figure(background: str) -> None:
    reading = read(f"{LEAD} {FILLER}{background}")
    assert len(told(reading)) == 1
    assert figures(reading)["killed"] == {11}


def test_an_attack_of_last_week_is_an_event_of_its_own() -> None:
    assert len(told(read(f"{LEAD} {FILLER}On 3 March a drone strike in Dilling killed four people."))) == 2


def test_an_old_event_is_kept_where_a_brief_text_tells_it() -> None:
    reading = read(
        "The mission published its findings. An air strike on 9 December in Kadugli killed eleven people."
    )
    assert figures(reading)["killed"] == {11}


def test_two_attacks_told_side_by_side_are_two_events() -> None:
    reading = read(
        "Warplanes of the Sudanese army bombed two hospitals in Darfur on Monday. In Nyala a blast tore through the "
        "maternity hospital, killing eight; in Ed Daein, the children's hospital was hit and four people died there."
    )
    by_mention = {
        m.id: {r.value.name for r in of(reading, "place") if r.mention == m.id and isinstance(r.value, Place)}
        for m in told(reading)
    }
    assert len(by_mention) == 2
    assert not [names for names in by_mention.values() if {"Nyala", "Ed Daein"} <= names]


def test_a_denial_opens_no_event() -> None:
    assert len(told(read(f"{LEAD} A source in Khartoum denied any role in the shelling."))) == 1


def test_the_place_that_title_and_text_repeat_comes_before_the_hospitals() -> None:
    reading = read(
        "Пять человек погибли при обстреле Шебекино в понедельник. Трое раненых находятся в реанимации в Белгороде.",
        "ru",
        title="Шебекино под огнём: обстрел рынка",
    )
    sureness: dict[str, float] = {}
    for r in of(reading, "place"):
        assert isinstance(r.value, Place)
        sureness[r.value.name] = max(r.confidence, sureness.get(r.value.name, 0.0))
    assert sureness["Shebekino"] > sureness.get("Belgorod", 0.0)


def test_an_attack_that_owns_its_day_tells_it_behind_any_word() -> None:
    reading = read("The toll from Sunday's drone attack on a market in Kadugli rose to 24 dead.")
    assert [r.value.start for r in of(reading, "date") if isinstance(r.value, DateRange)] == ["2026-03-08"]
    assert "Kadugli" in _places("The toll from Sunday's drone attack on a market in Kadugli rose to 24 dead.")
