"""What a model sees and what the lists know support each other; neither is lost for the other."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from khaldun.core.document import Document, Source
from khaldun.core.statement import DocumentReading, Reading
from khaldun.core.values import Count, Place, Ref
from khaldun.core.words import Words
from khaldun.extract import LexiconExtractor
from khaldun.extract.sight import Seen, Sight
from khaldun.pipeline.reader import Reader
from khaldun.resolve.counts import CountSpotter
from khaldun.resolve.dates import DateSpotter
from khaldun.resolve.names import CatalogueSpotter
from khaldun.resolve.places import PlaceSpotter

TEXT = "Masked riders sowed death in Kaya on Monday, killing nine traders with machetes, the governor said."


@dataclass
class Eyes:
    """A model that sees given words."""

    sees: list[tuple[str, str, float]]
    relevance: float = 4.0
    id: str = "eyes"
    classes: dict[str, dict[str, str]] = field(default_factory=dict)

    def may_tell(self, words: Words) -> float:
        return self.relevance

    def look(self, words: Words) -> Sight:
        seen = [self._seen(words, *one) for one in self.sees]
        return Sight(tuple(sorted(seen, key=lambda s: (s.first, s.last, s.label))), self.relevance)

    def _seen(self, words: Words, of: str, label: str, odds: float) -> Seen:
        start = words.text.index(of)
        first, last = bisect_right(words.ends, start), bisect_left(words.starts, start + len(of))
        return Seen(first, last, label, odds, self.classes.get(of, {}))


def read(text: str, eyes: Eyes | None) -> DocumentReading:
    extractor = LexiconExtractor(eyes)
    reader = Reader(CatalogueSpotter(), DateSpotter(), CountSpotter(), PlaceSpotter(), extractor)
    return reader.read(Document(text, Source(external_id="t", published="2026-03-10"), "en"))


def of(reading: DocumentReading, name: str) -> list[Reading]:
    return [r for r in reading.readings if r.statement.property == name]


def test_the_type_is_what_the_model_sees() -> None:
    eyes = Eyes([("sowed death", "type.mob_violence", 6.0)])
    assert {m.type for m in read(TEXT, eyes).mentions} == {"mob_violence"}


def test_people_without_a_name_act_where_the_model_sees_them() -> None:
    eyes = Eyes([("sowed death", "type.attack", 6.0), ("Masked riders", "actor", 5.0)])
    (actor,) = of(read(TEXT, eyes), "actor")
    assert actor.statement.quote == "Masked riders"
    assert isinstance(actor.value, Ref)
    assert actor.value.id is None


def test_what_is_counted_gets_its_number_and_kind_from_the_words() -> None:
    eyes = Eyes([("sowed death", "type.attack", 6.0), ("nine traders", "killed", 5.0)])
    found = [r for r in read(TEXT, eyes).readings if r.statement.property.startswith("killed")]
    assert [(r.statement.quote, r.value) for r in found] == [("nine traders", Count.exactly(9))]


def test_a_weapon_that_the_list_knows_is_not_lost() -> None:
    plain = of(read(TEXT, None), "weapon")
    eyes = Eyes([("sowed death", "type.attack", 6.0), ("Masked riders", "actor", 5.0)])
    assert [r.value for r in of(read(TEXT, eyes), "weapon")] == [r.value for r in plain] != []


def test_a_text_that_the_model_takes_for_something_else_tells_less() -> None:
    text = (
        "The home side attacked from the start and killed off the match in Leeds on Monday, the coach said."
    )
    assert not read(text, Eyes([], relevance=-6.0)).mentions


def test_each_statement_seen_is_grounded_in_its_words() -> None:
    eyes = Eyes([("sowed death", "type.attack", 6.0), ("Kaya", "place", 5.0), ("Monday", "date", 5.0)])
    for reading in read(TEXT, eyes).readings:
        span = reading.statement.span
        assert TEXT[span.start : span.end] == reading.statement.quote


def test_the_stance_seen_is_the_stance_told() -> None:
    eyes = Eyes(
        [("sowed death", "type.attack", 6.0), ("Masked riders", "actor", 5.0)],
        classes={"Masked riders": {"stance": "hedges"}},
    )
    (actor,) = of(read(TEXT, eyes), "actor")
    assert actor.stance == "hedges"


def test_the_id_tells_readers_with_and_without_a_model_apart() -> None:
    assert LexiconExtractor().id != LexiconExtractor(Eyes([])).id


def test_a_place_that_no_gazetteer_has_is_told_in_its_words() -> None:
    text = "Raiders killed nine traders in Zorblatt Gully on Monday, the governor said."
    eyes = Eyes([("killed", "type.attack", 6.0), ("Zorblatt Gully", "place", 5.0)])
    places = of(read(text, eyes), "place")
    assert [(r.statement.quote, r.value) for r in places] == [("Zorblatt Gully", "Zorblatt Gully")]


def test_the_places_of_one_phrase_are_the_finest_in_all_its_words() -> None:
    text = "Raiders killed nine traders in Kharkiv, in the north-east of Ukraine, on Monday."
    phrase = "Kharkiv, in the north-east of Ukraine"
    eyes = Eyes([("killed", "type.attack", 6.0), (phrase, "place", 5.0)])
    (place,) = of(read(text, eyes), "place")
    assert place.statement.quote == phrase
    assert isinstance(place.value, Place)
    assert place.value.name == "Kharkiv"


def test_a_text_that_is_surely_something_else_is_not_looked_at() -> None:
    eyes = Eyes([("sowed death", "type.attack", 6.0)], relevance=-5.0)
    assert read(TEXT, eyes).mentions == ()


def test_who_was_hit_is_told_by_rules_only_where_the_model_saw_somebody_there() -> None:
    text = "Rebels attacked the army of Chad in Kaya on Monday, killing nine soldiers."
    sure = [("attacked", "type.attack", 6.0), ("Rebels", "actor", 5.0)]
    assert of(read(text, None), "recipient")
    assert not of(read(text, Eyes(sure)), "recipient")
    assert of(read(text, Eyes([*sure, ("army of Chad", "recipient", -1.2)])), "recipient")
