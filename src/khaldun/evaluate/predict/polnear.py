"""Attributions out of the lexicon's voices: who speaks in a sentence, and by which cue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from khaldun.core.words import Words
from khaldun.evaluate.predict.lexicon import document, offsets, reader
from khaldun.evaluate.predict.protocols import Article, FindSaid, Said
from khaldun.extract import lexicon
from khaldun.extract.attribution import voices
from khaldun.extract.scene import Scene, lay_out, with_mentions


def predictor() -> FindSaid:
    """Return the function that finds the attributions of a text."""
    return find


def find(article: Article) -> Sequence[Said]:
    """Return the voices of a text, whether it tells of events or not."""
    text, words = document(article.text, article.published), Words.of(article.text)
    lists = lexicon.load("en")
    bare = lay_out(text, words, lists, lists.hits(words))
    return list(_said(with_mentions(bare, reader().mentions(text, words, []))))


def _said(scene: Scene) -> Iterator[Said]:
    for spoken in voices(scene):
        for voice in spoken.found:
            speaker = scene.span(voice.speaker.first, voice.speaker.last)
            cue = scene.span(voice.cue.first, voice.cue.last)
            yield Said((offsets(speaker),), () if cue == speaker else (offsets(cue),))
