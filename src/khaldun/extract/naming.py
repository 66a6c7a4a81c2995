"""What to call a speaker in English: the words of the text, the label of the noun, the body of the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from khaldun.core.mention import MentionKind
from khaldun.core.values import Place
from khaldun.extract.name_parts import Part, speaker_rules
from khaldun.extract.scene import Scene, Sentence

_LONGEST_PHRASE = 3


@lru_cache(maxsize=1)
def indefinite() -> frozenset[str]:
    return frozenset(speaker_rules()["indefinite"])


def full_name(
    scene: Scene, sentence: Sentence, parts: list[Part], known: Part | None
) -> tuple[str, str | None]:
    """Return what to call a speaker of these pieces, and the catalogue id if it is a body of the catalogue.

    English words are shown as they are, those of other languages in Latin script with their English label, and of
    other scripts the label with the names of persons and places.
    """
    labelled = [p for p in parts if p.label]
    persons = [scene.span(p.first, p.last).of(scene.words.text) for p in parts if p.person]
    speaks_for = known is not None and _speaks_for(known, labelled)
    id_ = known.id if known and (not persons or (labelled and speaks_for)) else None
    if known and speaks_for and _is_name(known) and (labelled or not persons):
        return f"{known.name} ({', '.join(persons)})" if persons else str(known.name), known.id
    if scene.lexicon.language == "en":
        return _in_english(scene, sentence, parts, known, labelled), id_
    gloss = " ".join(reversed(dict.fromkeys(str(p.label) for p in labelled[:2])))
    end = parts[-1].last if known else _with_place(scene, sentence, parts[-1].last)
    words = " ".join(scene.span(parts[0].first, end).of(scene.words.text).split())
    if not known and " " in words and _is_latin(words):
        return f"{words} ({gloss})" if gloss else words, id_
    places = [] if known or not labelled else _places(sentence, parts[0].first, end)
    shown = [str(known.name) if known else "", gloss, *persons, *places]
    return " ".join(dict.fromkeys(" ".join(w.split()) for w in shown if w)), id_


def _speaks_for(known: Part, labelled: Sequence[Part]) -> bool:
    """Tell whether the nouns beside a body, if any, only speak in its name: "a spokesman for the RSF"."""
    return not labelled or (
        not known.state and all(p.label in speaker_rules()["speaks_for"] for p in labelled)
    )


def _is_name(known: Part) -> bool:
    """Tell whether a body has a name of its own: of "a military spokesman" more is known than "armed forces"."""
    return not str(known.name).islower()


def _in_english(
    scene: Scene, sentence: Sentence, parts: list[Part], known: Part | None, labelled: list[Part]
) -> str:
    text = scene.words.text
    if known and not any(p.person for p in parts):
        return " ".join([str(known.name), *(scene.span(p.first, p.last).of(text) for p in labelled)])
    first, last = parts[0].first, parts[-1].last
    if labelled:
        first = _with_adjectives(scene, sentence, first) if parts[0].label else first
        last = _with_place(scene, sentence, last)
    words = " ".join(scene.span(first, last).of(text).split())
    return words[0].lower() + words[1:] if labelled and parts[0].label else words


def _with_adjectives(scene: Scene, sentence: Sentence, first: int) -> int:
    """Return the first word behind the article of an English noun phrase: "the security | ministry"."""
    articles = {*speaker_rules()["definite"]["en"], *indefinite()}
    for i in range(first - 1, max(sentence.tokens.start, first - _LONGEST_PHRASE) - 1, -1):
        if scene.words.breaks_before(i + 1) or any(h.first == i for h in sentence.of("cues")):
            return first
        if scene.words.folded[i] in articles:
            return i + 1
    return first


def _with_place(scene: Scene, sentence: Sentence, last: int) -> int:
    """Return the end of a noun phrase with the place behind it: "a colonel in Zamboanga"."""
    for p in sentence.placed(MentionKind.PLACE):
        near = p.first == last or any(
            h.first == last and 0 <= p.first - h.last <= 1 for h in sentence.of("locative")
        )
        if near and not breaks(scene, last, p.first):
            return p.last
    return last


def _places(sentence: Sentence, first: int, last: int) -> list[str]:
    """Return the English names of the places in a name."""
    values = (
        p.mention.value for p in sentence.placed(MentionKind.PLACE) if first <= p.first and p.last <= last
    )
    return [v.name for v in values if isinstance(v, Place)]


def _is_latin(words: str) -> bool:
    return not any(c >= "\u0370" for c in words if c.isalpha())


def breaks(scene: Scene, first: int, last: int) -> bool:
    return any(scene.words.breaks_before(i) for i in range(first, last + 1))
