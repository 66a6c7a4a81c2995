"""Typed spans, factuality, and events with arguments as the model's own heads give them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from khaldun.evaluate.predict import model
from khaldun.evaluate.predict.protocols import Article, FoundEvent, Predicates, TokenText, TypedSpan
from khaldun.extract.neural import heads
from khaldun.extract.neural.encoder import Encoder
from khaldun.extract.neural.heads import Matrix, TokenSpan
from khaldun.extract.neural.windows import Window
from khaldun.extract.sight import TYPE

ROLE = "role."
SIZES = {"re3d": 192, "geneva": 256, "wikievents": 256, "uds": 128}
"""Tokens of a window, as the heads were taught."""


@dataclass(frozen=True, slots=True)
class Tagger:
    """Tags the spans of re3d."""

    encoder: Encoder

    def tag(self, article: Article) -> Sequence[TypedSpan]:
        """Return the typed spans of a text, nested ones too."""
        return [
            TypedSpan(*window.text_span(span.first, span.last), span.label)
            for window, matrix in model.read(self.encoder, article.text, "re3d", SIZES["re3d"])
            for span in heads.spans(matrix, self.encoder.layout, self.encoder.layout.tasks["re3d"])
        ]


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges whether predicates happened."""

    encoder: Encoder

    def judge(self, given: Predicates) -> Sequence[float]:
        """Return the factuality of each predicate, read at its first token."""
        column = self.encoder.layout.columns["value.happened"]
        read = list(model.read(self.encoder, given.text, "uds", SIZES["uds"]))
        result = []
        for start, end in given.predicates:
            places = ((matrix, window.token_span(start, end)) for window, matrix in read)
            found = [float(matrix[at[0], column][0]) for matrix, at in places if at]
            result.append(found[0] if found else 0.0)
        return result


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds the events of a corpus whose types and roles a task of the model has."""

    encoder: Encoder
    task: str

    def find(self, given: TokenText) -> Sequence[FoundEvent]:
        """Return the events of a text with the arguments that are likelier theirs than not."""
        return [
            event
            for window, matrix in model.read(self.encoder, given.text, self.task, SIZES[self.task])
            for event in self._events(window, matrix)
        ]

    def _events(self, window: Window, matrix: Matrix) -> list[FoundEvent]:
        found = model.spans(self.encoder, matrix, self.task)
        triggers = [s for s in found if s.label.startswith(TYPE)]
        arguments = [s for s in found if s.label.startswith(ROLE)]
        if not triggers:
            return []
        tied = self._tied(matrix, arguments, triggers)
        return [
            FoundEvent(
                trigger.label.removeprefix(TYPE),
                window.text_span(trigger.first, trigger.last),
                [
                    (s.label.removeprefix(ROLE), window.text_span(s.first, s.last))
                    for row, s in enumerate(arguments)
                    if tied[row, column] > 0
                ],
            )
            for column, trigger in enumerate(triggers)
        ]

    def _tied(self, matrix: Matrix, arguments: Sequence[TokenSpan], triggers: Sequence[TokenSpan]) -> Matrix:
        if not arguments:
            return np.zeros((0, len(triggers)), dtype=np.float32)
        return heads.pair_scores(matrix, self.encoder.layout, f"{self.task}.argument", arguments, triggers)
