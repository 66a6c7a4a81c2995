"""What the reader answers for each corpus, on invented texts."""

from __future__ import annotations

import pytest

from khaldun.evaluate.predict import events, india, muc4, polnear, re3d, uds
from khaldun.evaluate.predict.protocols import Article, Bulletin, Predicates, Sentences, TokenText
from khaldun.evaluate.tokens import token_offsets

pytestmark = pytest.mark.full_gazetteer


def test_a_kidnapping_is_one_and_a_clash_with_the_army_is_no_incident() -> None:
    kidnapped = "GUNMEN KIDNAPPED THREE FARMERS IN LIMA ON MONDAY. ONE OF THEM CARRIED A RIFLE."
    (incident,) = muc4.fill(Bulletin(kidnapped, "1990-01-03", "LIMA")).templates
    assert incident.type == "kidnapping"
    clash = "TROOPS AND GUERRILLAS CLASHED NEAR LIMA ON MONDAY. TWO SOLDIERS WERE KILLED IN THE CLASH."
    assert not muc4.fill(Bulletin(clash, "1990-01-03")).templates


def test_mentions_have_the_types_of_re3d() -> None:
    text = "Hezbollah fired rockets at Haifa on Monday."
    found = {(text[s.start : s.end], s.type) for s in re3d.tag(Article(text))}
    assert {("Hezbollah", "Organisation"), ("rockets", "Weapon"), ("Haifa", "Location")} <= found


def test_events_have_the_types_of_each_corpus() -> None:
    text = "Two people were killed when a car bomb exploded in Mosul on Monday."
    given = TokenText(text, token_offsets(text, text.split()))
    found = {name: {e.type for e in events.predictor(name)(given)} for name in ("geneva", "wikievents")}
    assert "Killing" in found["geneva"]
    assert {"Life.Die.Unspecified", "Conflict.Attack.DetonateExplode"} <= found["wikievents"]


def test_a_negated_predicate_is_less_likely_to_have_happened() -> None:
    text = "The mayor left but the guards did not leave."
    where = [(text.index(word), text.index(word) + len(word)) for word in ("left", "leave")]
    happened, denied = uds.judge(Predicates(text, token_offsets(text, text.split()), where))
    assert happened > denied


def test_who_speaks_is_found_whether_anything_happened_or_not() -> None:
    text = "The bridge will stay open, the mayor said."
    (said,) = polnear.find(Article(text))
    ((start, end),), ((cue, cue_end),) = said.source, said.cue
    assert "mayor" in text[start:end]
    assert text[cue:cue_end] == "said"


def test_a_deed_is_the_police_s_where_its_sentence_names_them() -> None:
    told = (
        "Police shot dead two men in Pune on Monday.",
        "Gunmen shot dead three men in Pune.",
        "It rained.",
    )
    classes = india.classify(Sentences(told, "2024-01-01"))
    assert classes[0] >= {"ANY_ACTION", "KILL", "FORCE"}
    assert classes[1:] == [frozenset(), frozenset()]
