"""How an image was made, by the words beside it."""

from __future__ import annotations

import pytest

from khaldun.core.document import Provenance
from khaldun.core.span import Span
from khaldun.ingest.provenance import mark_in, mark_in_metadata, media_of, opens_credit, split_credit


@pytest.mark.parametrize(
    "words",
    [
        "Image: AI Generated",
        "AI-generated image",
        "Illustration made with AI",
        "Image générée par IA",
        "Image générée par l’intelligence artificielle",
        "صورة مولدة بالذكاء الاصطناعي",
        "صورة تم إنشاؤها بواسطة الذكاء الاصطناعي",
        "imagen generada con IA",
        "изображение создано ИИ",
        "Сгенерировано нейросетью",
        "зображення згенеровано ШІ",
        "immagine generata con l'intelligenza artificiale",
        "imagem gerada por IA",
        "KI-generiertes Bild",
        "Yapay zekâ ile oluşturuldu",
        "Obraz wygenerowany przez AI",
        "תמונה זו נוצר באמצעות בינה מלאכותית",
    ],
)
def test_generated_images_are_named_so_in_many_languages(words):
    mark = mark_in(words)
    assert mark is not None
    assert mark.provenance is Provenance.AI_GENERATED
    assert mark.words in words


@pytest.mark.parametrize(
    ("words", "provenance"),
    [
        ("Photomontage: Le Journal", Provenance.EDITED),
        ("Фотоколлаж, фотомонтаж редакции", Provenance.EDITED),
        ("Photo: Reuters/X. Y.", Provenance.CAMERA),
        ("Photo by A. One", Provenance.CAMERA),
        ("Фото: ДСНС", Provenance.CAMERA),
    ],
)
def test_edited_images_and_photographs_are_told_apart(words, provenance):
    mark = mark_in(words)
    assert mark is not None
    assert mark.provenance is provenance


@pytest.mark.parametrize(
    "words", ["Two jets over Jamaica", "This is not AI generated", "Faiza Ahmed", "", "Kabul"]
)
def test_other_words_say_nothing(words):
    assert mark_in(words) is None


def test_a_credit_is_split_from_its_caption():
    words = "A burnt bus (Photo: Handout)"
    cut = split_credit(words)
    assert cut is not None
    assert words[cut:] == "(Photo: Handout)"
    assert split_credit("A photo shows the bus") is None
    assert opens_credit("© AFP")
    assert opens_credit("Crédit photo : AFP")
    assert not opens_credit("Photographs of the dead were shown")


def test_a_mark_in_the_caption_outweighs_a_photographers_credit():
    text = "An AI-generated view of the port. Photo: Agency"
    media = media_of(text, Span(0, 33), Span(34, len(text)))
    assert media.provenance is Provenance.AI_GENERATED


def test_iptc_types_are_read_from_their_address():
    mark = mark_in_metadata(["http://cv.iptc.org/newscodes/digitalsourcetype/compositeSynthetic"])
    assert mark is not None
    assert mark.provenance is Provenance.AI_GENERATED
    assert mark_in_metadata(["digitalCapture"]) is not None
    assert mark_in_metadata(["something else"]) is None
