"""A text is cut into windows that hold all of it, each token once, and that end after sentences."""

from __future__ import annotations

from functools import lru_cache

from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, pre_tokenizers

from khaldun.extract.neural.windows import lowered, windows


@lru_cache(maxsize=1)
def tokenizer() -> Tokenizer:
    pieces = {"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3}
    made = Tokenizer(models.WordLevel(pieces, unk_token="<unk>"))  # noqa: S106 - a piece of the vocabulary
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    return made


@given(st.text(alphabet="ab. \n?—м", max_size=300), st.integers(4, 30))
def test_windows_hold_every_token_once_and_in_order(text: str, size: int) -> None:
    cut = list(windows(tokenizer(), text, size))
    spans = [tuple(o) for w in cut for o in w.offsets[1:-1].tolist()]
    whole = [s for s in tokenizer().encode(text).offsets if s[1] > s[0]]
    assert spans == whole
    assert all(len(w) <= size for w in cut)


def test_a_window_ends_after_a_sentence() -> None:
    text = "one two three. four five six seven eight"
    first, *_ = windows(tokenizer(), text, 8)
    assert first.text_span(1, len(first) - 2) == (0, len("one two three."))


def test_tokens_lead_back_to_the_words() -> None:
    text = "gunmen attacked the village"
    (window,) = windows(tokenizer(), text, 50)
    found = window.token_span(7, 15)
    assert found is not None
    assert text[slice(*window.text_span(*found))] == "attacked"


def test_words_outside_the_window_have_no_tokens() -> None:
    first, second = windows(tokenizer(), "one two. three four.", 6)
    assert second.token_span(0, 3) is None
    assert first.token_span(0, 3) == (1, 1)


def test_capitals_are_lowered_and_other_texts_left_alone() -> None:
    assert lowered("BOGOTA, 3 JAN 90 -- ARMED MEN") == "bogota, 3 jan 90 -- armed men"
    assert lowered("Armed men of the FARC") == "Armed men of the FARC"


@given(st.text(max_size=60))
def test_lowering_keeps_the_length(text: str) -> None:
    assert len(lowered(text)) == len(text)
