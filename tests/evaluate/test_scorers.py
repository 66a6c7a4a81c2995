"""Scorers of spans, events, attributions, sentences and factuality, on invented texts."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khaldun.evaluate.predict.protocols import FoundEvent, Said, TypedSpan
from khaldun.evaluate.tally import Counts
from khaldun.evaluate.tasks import geneva, india, polnear, re3d, uds, wikievents
from khaldun.evaluate.tokens import stretch, token_offsets

GENEVA = {
    "id": "g1",
    "doc": "g",
    "text": "Raiders torched the ferry.",
    "tokens": ["Raiders", "torched", "the", "ferry", "."],
    "events": [
        {
            "type": "Destroying",
            "trigger": {"token_start": 1, "token_end": 2, "text": "torched"},
            "arguments": [{"role": "Patient", "token_start": 2, "token_end": 4, "text": "the ferry"}],
        }
    ],
}
WIKIEVENTS = {
    "id": "w1",
    "text": "A mine went off.Nobody was hurt.",
    "tokens": ["A", "mine", "went", "off", ".", "Nobody", "was", "hurt", "."],
    "sentences": [],
    "entities": [{"id": "T1", "token_start": 1, "token_end": 2, "start": 3, "end": 7}],
    "events": [
        {
            "type": "Conflict.Attack.DetonateExplode",
            "trigger": {"token_start": 2, "token_end": 4, "start": 0, "end": 1},
            "arguments": [{"role": "ExplosiveDevice", "entity": "T1", "text": "mine"}],
        }
    ],
}
POLNEAR = {
    "id": "p1",
    "title": "Ferry",
    "date": "2016-01-02",
    "text": "The mayor said the ferry was old. She added it leaked.",
    "attributions": [
        {
            "source": [{"start": 0, "end": 9}],
            "cue": [{"start": 10, "end": 14}],
            "content": [{"start": 15, "end": 32}],
        },
        {"source": [{"start": 34, "end": 37}], "cue": [{"start": 38, "end": 43}], "content": []},
    ],
}
SPANS = st.sets(
    st.builds(TypedSpan, st.integers(0, 5), st.integers(6, 9), st.sampled_from(["Weapon", "Person"]))
)


@given(SPANS.filter(bool))
def test_the_gold_spans_score_one(gold: set[TypedSpan]) -> None:
    assert re3d.tally(frozenset(gold), [*gold, *gold])[re3d.SPANS].headline == pytest.approx(1.0)


def test_a_span_of_another_type_or_end_is_wrong_and_nested_ones_count() -> None:
    gold = frozenset({TypedSpan(0, 4, "Weapon"), TypedSpan(0, 9, "Organisation")})
    found = [TypedSpan(0, 4, "Vehicle"), TypedSpan(0, 9, "Organisation"), TypedSpan(0, 5, "Weapon")]
    counts = re3d.tally(gold, found)
    assert counts[re3d.SPANS] == Counts(1, 3, 1, 2)
    assert counts["spans whatever the type"] == Counts(2, 3, 2, 2)


def test_an_entity_listed_twice_counts_once() -> None:
    entity = {"start": 0, "end": 4, "type": "Weapon"}
    assert len(re3d.gold({"id": "r", "text": "Guns", "entities": [entity, {**entity, "id": "e1"}]})) == 1


def test_tokens_are_found_in_their_text_with_or_without_spaces_between() -> None:
    assert token_offsets("end.Next «a»", ["end", ".", "Next", "«", "a", "»"]) == [
        (0, 3), (3, 4), (4, 8), (9, 10), (10, 11), (11, 12),
    ]  # fmt: skip
    assert token_offsets("one two", ["one", "2", "two"]) == [(0, 3), (3, 3), (4, 7)]
    with pytest.raises(IndexError):
        stretch([(0, 3)], 0, 2)


@pytest.mark.parametrize(("task", "row"), [(geneva, GENEVA), (wikievents, WIKIEVENTS)])
def test_the_gold_events_score_one(task: Any, row: dict[str, Any]) -> None:
    wanted = task.gold(row)
    assert all(counts.headline == 1.0 for counts in task.TASK.tally(wanted, wanted).values())


def test_wikievents_goes_by_tokens_where_the_corpus_has_wrong_offsets() -> None:
    (event,) = wikievents.gold(WIKIEVENTS)
    assert (event.trigger, event.arguments) == ((7, 15), [("ExplosiveDevice", (2, 6))])


def test_a_wrong_type_is_identified_and_a_wrong_role_too() -> None:
    wanted = geneva.gold(GENEVA)
    answer = [FoundEvent("Attack", (8, 15)), FoundEvent("Destroying", (0, 7), [("Cause", (16, 25))])]
    counts = geneva.TASK.tally(wanted, answer)
    assert counts["triggers"] == Counts(0, 2, 0, 1)
    assert counts["triggers identified"] == Counts(1, 2, 1, 1)
    assert counts["arguments"] == Counts(0, 1, 0, 1)
    assert counts["arguments identified"] == Counts(1, 1, 1, 1)


def test_an_argument_may_be_right_by_its_last_word() -> None:
    wanted = wikievents.gold(WIKIEVENTS)
    answer = [FoundEvent(wanted[0].type, (0, 1), [("ExplosiveDevice", (0, 6))])]
    counts = wikievents.tally(wanted, answer)
    assert counts["arguments"].headline == 0.0
    assert counts["arguments by last word"].headline == 1.0


def test_sources_and_cues_match_where_they_share_a_character_once_each() -> None:
    wanted = polnear.gold(POLNEAR)
    answer = [Said([(4, 9)], [(10, 14)]), Said([(0, 3)], [(38, 43)])]
    counts = polnear.tally(wanted, answer)
    assert counts["attribution source"] == Counts(1, 2, 1, 2)
    assert counts["attribution cue"] == Counts(2, 2, 2, 2)
    assert counts["attribution"] == Counts(3, 4, 3, 4)
    assert counts["attribution source, exact"].headline == 0.0
    assert counts["attribution pairs"] == Counts(1, 2, 1, 2)


def test_the_gold_attributions_score_one() -> None:
    wanted = polnear.gold(POLNEAR)
    assert all(counts.headline == 1.0 for counts in polnear.tally(wanted, wanted[::-1]).values())


def test_a_document_has_the_classes_of_any_of_its_sentences() -> None:
    wanted = [frozenset({"ANY_ACTION", "KILL"}), frozenset[str](), frozenset({"ANY_ACTION"})]
    answer = [frozenset[str](), frozenset({"ANY_ACTION"}), frozenset({"ANY_ACTION"})]
    counts = india.tally(wanted, answer)
    assert counts["sentences"] == Counts(1, 2, 1, 2)
    assert counts["documents"] == Counts(1, 1, 1, 1)
    assert counts["sentences KILL"] == Counts(0, 0, 0, 1)


def test_an_answer_for_each_sentence_and_predicate_is_asked_for() -> None:
    with pytest.raises(ValueError, match="1 sentences were classified of 2"):
        india.tally([frozenset(), frozenset()], [frozenset()])
    with pytest.raises(ValueError, match="argument 2 is shorter"):
        uds.tally([0.5, 1.0], [0.5])


def test_no_predictor_is_given_anything_annotated() -> None:
    secret = {"events", "entities", "attributions", "labels", "factuality", "templates", "content"}
    row = {
        "id": "u",
        "text": "It fell.",
        "tokens": ["It", "fell", "."],
        "predicates": [{"token": 1, "factuality": 1}],
    }
    seen = [geneva.inputs(GENEVA), wikievents.inputs(WIKIEVENTS), polnear.inputs(POLNEAR), uds.inputs(row)]
    for given_ in seen:
        assert not secret & {f.name for f in fields(given_)}
    assert uds.inputs(row).predicates == [(3, 7)]
