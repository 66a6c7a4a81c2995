"""Variants of passages keep their annotation on the right words."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st
from training.augment import SWAPPED, stock, varied
from training.examples import Example, Span

NAMES = ("Alpha Front", "the Beta Guard", "Gamma", "Delta Militia", "Zeta")
FILLING = ("attacked", "near", "on", "and", "said", "it", "Gamma's")


@st.composite
def passages(draw: st.DrawFn) -> Example:
    """Draw a text of names and other words, of which the names are annotated, and now and then a stretch of all."""
    text, spans = "", list[tuple[int, int, str]]()
    for word in draw(st.lists(st.sampled_from(NAMES + FILLING), min_size=2, max_size=14)):
        if word in NAMES and draw(st.booleans()):
            spans.append((len(text), len(text) + len(word), draw(st.sampled_from(SWAPPED))))
        text += f"{word} "
    if draw(st.booleans()):
        spans.append((0, len(text) - 1, "outcome"))
    return Example("event", f"en-{draw(st.integers(1, 9))}", text, tuple(spans))


def drawing(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - an order, not a secret


def words(example: Example, span: Span) -> str:
    return example.text[span[0] : span[1]]


@given(st.lists(passages(), min_size=1, max_size=4), st.integers(0, 99))
def test_each_span_holds_its_words_or_those_of_another_span(examples: list[Example], seed: int) -> None:
    known = stock(examples)
    names = {name for words in known.values() for name in words}
    for example in examples:
        variant = varied(example, known, drawing(seed), 0.5)
        for (a, b, label), (c, d, same) in zip(example.spans, variant.spans, strict=True):
            assert label == same
            if label in SWAPPED:
                assert words(variant, (c, d)) in {words(example, (a, b)), *names}
            else:
                assert (c, d) == (0, len(variant.text) - 1)


def test_without_a_share_nothing_changes() -> None:
    example = Example("event", "en-1", "Gamma attacked Zeta", ((0, 5, "actor"), (15, 19, "recipient")))
    assert varied(example, stock([example]), drawing(1), 0.0) == example


def test_a_name_is_replaced_wherever_it_stands() -> None:
    told = Example("event", "en-1", "Gamma attacked. Gamma denied it.", ((0, 5, "actor"),))
    other = Example("event", "en-2", "Zeta left", ((0, 4, "actor"),))
    swapped = varied(told, {("en", "actor"): ["Zeta"]}, drawing(1), 1.0)
    assert swapped.text == "Zeta attacked. Zeta denied it."
    assert words(swapped, swapped.spans[0][:2]) == "Zeta" == words(other, (0, 4))
