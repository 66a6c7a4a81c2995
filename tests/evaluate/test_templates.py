"""MUC-4's scores: entities aligned one to one, templates aligned for the highest F1."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khaldun.evaluate.predict.protocols import Incident, Incidents
from khaldun.evaluate.strings import normal
from khaldun.evaluate.tally import Counts, total
from khaldun.evaluate.tasks.muc4 import CEAF, TEMPLATE, Gold, gold, inputs, tally
from khaldun.evaluate.templates import ROLES, Template, ceaf, fits, scored, united

TEXT = "MASKED MEN OF THE RED COLUMN BURNED THE OLD MILL"
ROW = {
    "id": "x",
    "text": TEXT,
    "header": {"date_iso": "1990-01-03", "place": "RIVERTOWN"},
    "gtt": {
        "templates": [
            {"incident_type": "arson", "PerpOrg": [[["red column", 18]]], "Target": [[["old mill", 40], ["mill", 44]]]},
            {"incident_type": "arson", "PerpOrg": [[["red column", 18]]], "Target": [[["old mill", 40], ["mill", 44]]]},
        ]
    },
    "grit_extracts": {"PerpOrg": [[["red column", 18]]], "Target": [[["old mill", 40], ["mill", 44]]]},
}  # fmt: skip


def entity(*mentions: str) -> frozenset[str]:
    return frozenset(mentions)


@st.composite
def templates(draw: st.DrawFn, most: int = 4) -> list[Template]:
    entities = st.frozensets(st.sampled_from("abcdef"), min_size=1, max_size=2)
    by_role = st.dictionaries(
        st.sampled_from(ROLES[:3]), st.lists(entities, min_size=1, max_size=2, unique=True)
    )
    one = st.builds(Template, st.sampled_from(["attack", "bombing"]), by_role)
    return draw(st.lists(one, max_size=most))


def micro(found: list[Template], wanted: list[Template]) -> Counts:
    sums = total(list(scored(found, wanted).values()))
    assert isinstance(sums, Counts)
    return sums


def test_words_are_compared_without_case_articles_and_punctuation() -> None:
    assert normal("THE  [F.M.L.N.], A Front") == "fmln front"


def test_an_entity_fits_where_all_its_mentions_are_the_gold_ones() -> None:
    wanted = entity("pilot plant", "plant")
    assert fits(entity("plant"), wanted)
    assert not fits(entity("plant", "factory"), wanted)


def test_a_second_mention_of_one_entity_is_found_in_vain() -> None:
    wanted = [entity("m1", "m2", "m3"), entity("m4"), entity("m5"), entity("m6")]
    found = [entity("m4"), entity("m1"), entity("m5"), entity("m6"), entity("m3")]
    counts = ceaf(found, wanted)
    assert (counts.precision, counts.recall) == (pytest.approx(0.8), 1.0)


def test_entities_that_share_a_mention_are_one() -> None:
    assert united([entity("a"), entity("b", "c"), entity("a", "b")]) == [entity("a", "b", "c")]


@given(templates())
def test_the_gold_templates_score_one_in_any_order(wanted: list[Template]) -> None:
    counts = micro([*wanted[1:], *wanted[:1]], wanted)
    assert counts.headline == pytest.approx(1.0 if wanted else 0.0)


@given(templates(), templates())
def test_the_order_of_templates_changes_nothing(found: list[Template], wanted: list[Template]) -> None:
    assert micro(found[::-1], wanted[::-1]).headline == pytest.approx(micro(found, wanted).headline)


def by_trying(found: list[Template], wanted: list[Template]) -> float:
    """Return the best F1 over every alignment, as GTT finds it."""
    best = 0.0
    for choice in itertools.product([None, *range(len(wanted))], repeat=len(found)):
        used = [j for j in choice if j is not None]
        if len(used) != len(set(used)):
            continue
        right = hit = 0
        for template, j in zip(found, choice, strict=True):
            if j is not None and template.kind == wanted[j].kind:
                right, hit = right + 1, hit + 1
                for role in ROLES:
                    mine, theirs = template.of(role), wanted[j].of(role)
                    right += sum(any(f <= g for g in theirs) for f in mine)
                    hit += sum(any(f <= g for f in mine) for g in theirs)
        sizes = sum(t.size for t in found), sum(t.size for t in wanted)
        best = max(best, Counts(right, sizes[0], hit, sizes[1]).headline)
    return best


@settings(deadline=None)
@given(templates(3), templates(3))
def test_the_alignment_is_the_best_of_all(found: list[Template], wanted: list[Template]) -> None:
    assert micro(found, wanted).headline == pytest.approx(by_trying(found, wanted))


def test_a_template_of_another_type_is_wrong_with_all_its_slots() -> None:
    same = {"Target": [entity("mill")]}
    counts = micro([Template("bombing", same)], [Template("arson", same)])
    assert counts == Counts(0, 2, 0, 2)
    assert micro([Template("attack", same)], [Template("bombing / attack", same)]).headline == 1.0


def test_a_predictor_sees_text_day_and_place_alone() -> None:
    seen = inputs(ROW)
    assert (seen.text, seen.published, seen.place) == (TEXT, "1990-01-03", "RIVERTOWN")
    assert set(seen.__slots__) == {"text", "published", "place"}


def test_spans_of_the_text_and_words_are_both_mentions_and_equal_gold_templates_count_once() -> None:
    wanted: Gold = gold(ROW)
    assert len(wanted.templates) == 1
    answer = Incidents(
        [Incident("arson", {"PerpOrg": [[(18, 28)]], "Target": [["the mill"]]})],
        {"PerpOrg": [["Red Column"]], "Target": [["old mill", "mill"], ["column"]]},
    )
    counts = tally(wanted, answer)
    assert counts[TEMPLATE].headline == 1.0
    assert counts[CEAF] == Counts(2, 3, 2, 2)


def test_entities_of_all_templates_are_made_one_where_none_are_answered() -> None:
    incidents = [
        Incident("arson", {"Target": [["mill"]]}),
        Incident("attack", {"Target": [["mill", "old mill"]]}),
    ]
    assert tally(gold(ROW), Incidents(incidents))[f"{CEAF} Target"] == Counts(1, 1, 1, 1)
