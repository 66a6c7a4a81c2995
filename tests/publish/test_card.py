"""The card of an event: who says what, where they disagree, and what is a copy."""

import json

from khaldun.pipeline.archive import Archive
from khaldun.publish.card import Card, Section, card
from khaldun.publish.wording import Json
from tests.publish.sample import VICTIM


def event(archive: Archive) -> Json:
    return archive.events()[0].data


def section(found: Card, name: str) -> Section:
    return next(s for s in found.sections if s.property == name)


def test_the_headline_names_type_day_place_and_sources(archive: Archive) -> None:
    found = card(event(archive))
    assert found.type == "Air or drone strike"
    assert found.when == "Monday 24 March 2025"
    assert (found.where, found.exactness) == ("Tora, North Darfur, Sudan", "within 30 km, near")
    assert found.sources == "3 independent sources, 4 reports (1 copy)"


def test_every_figure_has_its_range_and_the_rule_that_chose_it(archive: Archive) -> None:
    killed = next(f for f in card(event(archive)).figures if f.label == "Killed")
    assert killed.words.startswith("54–270")
    assert (killed.rule, killed.mark) == ("most-sources-then-latest", "conflict")


def test_each_distinct_value_keeps_its_words_and_speakers(archive: Archive) -> None:
    killed = section(card(event(archive)), "killed")
    told = {
        v.words: (v.voices[0].quote, v.voices[0].speaker, v.voices[0].verb, v.voices[0].language)
        for v in killed.variants
    }
    assert told == {
        "at least 54": ("at least 54 people", "aid group", "stated", "en"),
        "270": ("٢٧٠ شخصا", "residents", "claimed", "ar"),
    }


def test_a_disagreement_comes_first_and_the_triggers_last(archive: Archive) -> None:
    sections = card(event(archive)).sections
    assert {sections[0].property, sections[1].property} == {"actor", "killed"}
    assert sections[-1].property == "type"


def test_a_copy_is_no_second_voice_but_is_named(archive: Archive) -> None:
    found = card(event(archive))
    voices = section(found, "actor").variants[0].voices
    assert len(voices) == 1
    assert {voices[0].outlet, *voices[0].copies} == {"Gazette", "Herald"}
    assert sorted(r.copy_of for r in found.reports if r.copy_of) == [voices[0].outlet]


def test_denials_and_image_marks_are_shown(archive: Archive) -> None:
    found = card(event(archive))
    facts = {f.label: [name for name, _ in f.items] for f in found.facts}
    assert facts["Denied by"] == ["Sudanese Armed Forces"]
    assert ("ai_generated", "AI Generated") in {i for r in found.reports for i in r.images}


def test_a_private_name_is_not_on_the_card(archive: Archive) -> None:
    assert VICTIM not in repr(card(event(archive)))


def test_a_dispute_about_whether_it_happened_has_its_own_section(archive: Archive) -> None:
    shape = json.loads(json.dumps(event(archive)))
    shape["conflicts"] = ["factuality"]
    found = card(shape).sections[0]
    assert found.label == "Whether it happened"
    assert [v.words for v in found.variants] == ["Told as having happened", "Denied"]


def test_an_event_of_which_little_is_known_has_a_card_too(archive: Archive) -> None:
    shape = event(archive) | {
        "date": {},
        "place": {},
        "actors": [],
        "headline": {},
        "statements": [],
        "killed": {},
    }
    found = card({k: v for k, v in shape.items() if k != "killed"})
    assert (found.when, found.where) == ("unknown", "place unknown")
    assert found.sections == ()
