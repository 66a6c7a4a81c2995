"""What two runs read differently is told, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khaldun.core.document import Document, Source
from khaldun.core.event import MentionRecord
from khaldun.core.span import Span
from khaldun.core.statement import Attribution, EventMention, Factuality, Reading, Stance, Statement
from khaldun.core.values import Count, Value
from khaldun.publish.differences import Change, Counts, Kind, changes_shape, differences

TEXT = "Gunmen raided the mill and killed at least 12 people, the mayor said; a shell hit the school later."
DOCUMENT = Document(TEXT, Source("r1", outlet="Courier"), "en")


def words(quote: str) -> Span:
    return Span(TEXT.index(quote), TEXT.index(quote) + len(quote))


def told(mention: EventMention, name: str, quote: str, value: Value, speaker: str = "mayor") -> Reading:
    statement = Statement.ground(DOCUMENT, name, words(quote))
    voice = Attribution(speaker)
    return Reading(statement, mention.id, value, voice, Stance.CLAIMS, Factuality.OCCURRED, 0.7)


def event(trigger: str, *readings: tuple[str, str, Value], type_: str = "attack") -> MentionRecord:
    mention = EventMention(DOCUMENT.id, type_, (words(trigger),))
    return MentionRecord(mention, tuple(told(mention, *reading) for reading in readings), DOCUMENT)


RAID = event("raided", ("killed", "at least 12", Count(12)), ("target", "the mill", "the mill"))
SHELL = event("hit", ("target", "the school", "the school"), type_="shelling_artillery_missile")


def with_first(change: object) -> MentionRecord:
    """Return the raid with a changed first reading."""
    return replace(RAID, readings=(replace(RAID.readings[0], **change), RAID.readings[1]))  # type: ignore[arg-type]


def only(changes: tuple[Change, ...]) -> Change:
    (change,) = changes
    return change


def test_what_is_read_alike_is_no_difference() -> None:
    surer = with_first({"confidence": 0.1})
    assert differences([RAID, SHELL], [SHELL, surer]) == ()
    assert differences([], []) == ()


def test_an_event_that_only_one_run_finds_is_gained_or_lost_with_its_statements() -> None:
    gained = differences([RAID], [RAID, SHELL])
    assert [(c.kind, c.name) for c in gained] == [(Kind.GAINED, ""), (Kind.GAINED, "target")]
    assert [c.after and c.after["quote"] for c in gained] == ["hit", "the school"]
    lost = differences([RAID, SHELL], [RAID])
    assert [(c.kind, c.name) for c in lost] == [(Kind.LOST, ""), (Kind.LOST, "target")]


def test_an_event_of_another_type_is_a_change_of_type_alone() -> None:
    other = replace(RAID, mention=replace(RAID.mention, type="mob_violence"))
    change = only(differences([RAID], [other]))
    assert (change.kind, change.differs) == (Kind.CHANGED, ("type",))
    assert change.before is not None
    assert change.before["type"] == "attack"


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"value": Count(12, 12, 12)}, "value"),
        ({"attribution": Attribution("police")}, "attributed_to"),
        ({"stance": Stance.DENIES}, "stance"),
        ({"factuality": Factuality.DENIED}, "factuality"),
        ({"party": "police"}, "party"),
    ],
)
def test_a_statement_read_otherwise_names_what_changed(change: dict[str, object], key: str) -> None:
    found = only(differences([RAID], [with_first(change)]))
    assert (found.kind, found.name, found.differs) == (Kind.CHANGED, "killed", (key,))


def test_a_longer_quote_is_the_same_statement_in_other_words() -> None:
    longer = with_first({"statement": Statement.ground(DOCUMENT, "killed", words("at least 12 people"))})
    found = only(differences([RAID], [longer]))
    assert found.differs == ("quote",)
    assert found.after is not None
    assert found.after["quote"] == "at least 12 people"


def test_a_statement_given_to_another_event_says_which() -> None:
    moved = replace(RAID.readings[0], mention=SHELL.mention.id)
    after = [replace(RAID, readings=RAID.readings[1:]), replace(SHELL, readings=(*SHELL.readings, moved))]
    found = only(differences([RAID, SHELL], after))
    assert found.differs == ("event",)
    assert found.before is not None
    assert found.after is not None
    assert (found.before["event"]["quote"], found.after["event"]["quote"]) == ("raided", "hit")


def test_names_of_private_persons_are_not_compared() -> None:
    named = event("raided", ("victim", "mayor", "mayor"))
    assert differences([replace(named, readings=())], [named]) == ()


def test_the_counts_and_the_shape_name_every_change() -> None:
    changes = differences([RAID], [with_first({"stance": Stance.DENIES}), SHELL])
    counts = Counts()
    counts.add(changes)
    assert counts.shape == {
        "documents": 1,
        "mentions": {"gained": 1, "lost": 0, "changed": 0, "differs": {}},
        "statements": {"gained": 1, "lost": 0, "changed": 1, "differs": {"stance": 1}},
    }
    shape = changes_shape(DOCUMENT, changes)
    assert (shape["external_id"], len(shape["mentions"]), len(shape["statements"])) == ("r1", 1, 2)


@st.composite
def readings_of_one_text(draw: st.DrawFn) -> list[MentionRecord]:
    spans = draw(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8)), max_size=4, unique=True))
    found = {}
    for start, length in spans:
        type_ = draw(st.sampled_from(["attack", "armed_clash"]))
        mention = EventMention(DOCUMENT.id, type_, (Span(start, start + length),))
        statements = draw(
            st.lists(st.tuples(st.integers(40, 50), st.integers(1, 6), st.integers(1, 3)), max_size=3)
        )
        readings = tuple(
            told(mention, "killed", TEXT[at : at + size], Count.exactly(number))
            for at, size, number in statements
        )
        found[mention.id] = MentionRecord(mention, readings, DOCUMENT)
    return list(found.values())


@given(readings_of_one_text(), readings_of_one_text())
def test_nothing_appears_or_vanishes_unseen(before: list[MentionRecord], after: list[MentionRecord]) -> None:
    assert differences(before, before) == ()
    there = differences(before, after)
    for mentions in (True, False):
        kinds = [c.kind for c in there if mentions == (not c.name)]
        sizes = [len(r) if mentions else sum(len(x.readings) for x in r) for r in (before, after)]
        assert sizes[1] - sizes[0] == kinds.count(Kind.GAINED) - kinds.count(Kind.LOST)
    back = differences(after, before)
    assert len([c for c in back if c.kind is Kind.LOST and not c.name]) == len(
        [c for c in there if c.kind is Kind.GAINED and not c.name]
    )
