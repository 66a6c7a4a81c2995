"""Factuality of predicates out of the lexicon's marks of negation, plan and condition before them."""

from __future__ import annotations

from collections.abc import Sequence

from khaldun.core.words import Words
from khaldun.evaluate.predict.lexicon import document
from khaldun.evaluate.predict.model import encoder
from khaldun.evaluate.predict.model_spans import Judge
from khaldun.evaluate.predict.protocols import JudgeFacts, Offsets, Predicates
from khaldun.extract import lexicon
from khaldun.extract.scene import Scene, Sentence, lay_out

_REACH = 6
"""A mark works on a predicate at most this many tokens behind it, as it does on a trigger."""
_OCCURRED, _OPEN, _DENIED = 0.34, -0.44, -0.08
"""What the annotators gave on average, in UDS train, to predicates without such a mark, behind a mark of plan or
condition, and behind a negation."""


def predictor() -> JudgeFacts:
    """Return the function that judges the predicates of a sentence: the model's where there is one."""
    model = encoder()
    return Judge(model).judge if model else judge


def judge(given: Predicates) -> Sequence[float]:
    """Return the factuality of each predicate, by the marks that stand before it in its sentence."""
    words = Words.of(given.text)
    lists = lexicon.load("en")
    scene = lay_out(document(given.text), words, lists, lists.hits(words))
    return [_factuality(scene, predicate) for predicate in given.predicates]


def _factuality(scene: Scene, predicate: Offsets) -> float:
    for sentence in scene.sentences:
        if sentence.span.start <= predicate[0] < sentence.span.end:
            return _marked(scene, sentence, predicate)
    return _OCCURRED


def _marked(scene: Scene, sentence: Sentence, predicate: Offsets) -> float:
    token = next((i for i in sentence.tokens if scene.words.ends[i] > predicate[0]), sentence.tokens.start)
    negated = any(0 <= token - h.last <= _REACH for h in sentence.of("negations"))
    if negated:
        return _DENIED
    marks = [h for h in sentence.of("factuality") if 0 <= token - h.last <= _REACH]
    if not marks:
        return _OCCURRED
    return _OPEN if marks[-1].payload.label in ("planned", "hypothetical") else _DENIED
