"""The model that the package carries reads: it joins the lexicons, and goes on where there is none."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from khaldun.core.document import Document, Source
from khaldun.core.statement import DocumentReading
from khaldun.errors import DataError
from khaldun.extract.neural.encoder import ModelFiles
from khaldun.extract.neural.shipped import NAMES, model_files
from khaldun.pipeline.reader import Reader

FOLDER = Path(__file__).parents[3] / "src" / "khaldun" / "data" / "model"


@lru_cache(maxsize=1)
def shipped() -> ModelFiles:
    return ModelFiles(*((FOLDER / name).read_bytes() for name in NAMES))


@lru_cache(maxsize=1)
def reader() -> Reader:
    return Reader.with_model(shipped())


def read(text: str, language: str) -> DocumentReading:
    return reader().read(Document(text, Source(external_id="t", published="2026-03-10"), language))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Gunmen stormed a village near Sokoto on Monday and shot dead 14 farmers, the police said."),
        (
            "fr",
            "Des hommes armés ont attaqué lundi un village près de Djibo et tué 14 paysans, selon la police.",
        ),
        (
            "de",
            "Bewaffnete überfielen am Montag ein Dorf bei Sokoto und erschossen 14 Bauern, sagte die Polizei.",
        ),
        ("it", "Uomini armati hanno assaltato lunedì un villaggio presso Sokoto e ucciso 14 contadini."),
    ],
)
def test_an_attack_is_read_in_languages_with_and_without_a_lexicon(language: str, text: str) -> None:
    reading = read(text, language)
    assert reading.mentions
    for statement in (r.statement for r in reading.readings):
        assert text[statement.span.start : statement.span.end] == statement.quote


def test_no_words_are_read_across_paragraphs() -> None:
    text = (
        "Medicina Legal: los menores muertos son siete y no seis\n\nVeinte personas, trece hombres y siete mujeres, "
        "murieron en el bombardeo militar a un campamento de las disidencias en la vereda Itilla, Calamar."
    )
    quotes = [r.statement.quote for r in read(text, "es").readings]
    assert quotes
    assert not any("\n\n" in quote for quote in quotes)


def test_ordinary_news_tells_nothing() -> None:
    text = "The home side won 3-0 on Sunday after two late goals, and their coach praised a patient defense."
    assert not read(text, "en").mentions


def test_reading_twice_gives_the_same() -> None:
    text = "Artillery hit a market in Kherson on Tuesday, killing two people, the governor said."
    assert read(text, "en") == read(text, "en")


def test_the_files_fit_into_the_wheel() -> None:
    assert sum(len(part) for part in shipped().parts) < 60_000_000


def test_without_a_model_the_lexicons_read_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KHALDUN_MODEL", "none")
    assert Reader.best().id == Reader.lexicon().id != reader().id


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="must name a folder with a model"):
        model_files(str(tmp_path))
