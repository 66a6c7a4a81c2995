"""The sieve before the search for mentions lets every text through that may tell an event."""

from __future__ import annotations

from pathlib import Path

import pytest

from khaldun.core.document import Document
from khaldun.core.words import Words
from khaldun.evaluate.corpus import document_of, passages
from khaldun.extract.relevance import may_tell, tells_events, weights
from khaldun.extract.scene import Scene, harmed
from khaldun.extract.signs import BEST, TOPIC, Evidence, signs
from khaldun.extract.triggers import rules
from tests.extract.reading import reader

pytestmark = pytest.mark.full_gazetteer

_CORPUS = Path(__file__).parents[2] / "corpus" / "passages"


def _evidence(document: Document, words: Words, scene: Scene) -> Evidence:
    return reader().extractor.evidence(scene, reader().mentions(document, words, harmed(scene)))


def test_no_text_that_tells_an_event_is_sifted_out() -> None:
    lost, sifted = [], 0
    for passage in passages(_CORPUS):
        document = document_of(passage)
        words = Words.of(document.text)
        scene = reader().extractor.scene(document, words)
        if scene is None or may_tell(scene):
            continue
        sifted += 1
        if tells_events(_evidence(document, words, scene)):
            lost.append(passage["id"])
    assert lost == []
    assert sifted > 0


def test_no_sign_goes_beyond_what_the_sieve_takes_for_the_best() -> None:
    for passage in passages(_CORPUS):
        document = document_of(passage)
        words = Words.of(document.text)
        scene = reader().extractor.scene(document, words)
        if scene is None:
            continue
        found = signs(_evidence(document, words, scene))
        assert {name: found[name] for name in BEST if found[name] > BEST[name]} == {}


def test_every_topic_speaks_against_an_event() -> None:
    assert {t for t in rules()["topics"] if weights()[f"{TOPIC}{t}"] > 0} == set()
