"""Pages: one verbatim text with its parts, posts and images."""

from __future__ import annotations

import json

import pytest

from khaldun.core.document import Document, Provenance

FIRST = (
    "Three people were killed when a drone hit a bus on the road between the two towns, the "
    "governor said on Tuesday, and rescuers were still at work."
)
SECOND = "The army of the neighboring country did not comment at once on what the ministry had said."
THIRD = (
    "Witnesses spoke of two explosions within a minute, and of burning cars along the road out of the town."
)
MENU = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/w'>World</a></li></ul></nav>"
FOOTER = "<footer><p>© 2026 The Daily. All rights reserved by the publisher of this paper.</p></footer>"
TWEET = (
    '<blockquote class="twitter-tweet"><p lang="fr" dir="ltr">Cette nuit, des avions 🇫🇷 ont frappé une '
    "position de #Daech en Syrie avec nos alliés…</p>&mdash; État-major (@EtatMajor) "
    '<a href="https://twitter.com/EtatMajor/status/123?ref_src=x">January 4, 2026</a></blockquote>'
)


def page(body: str, head: str = "", title: str = "Drone hits bus near Sumy") -> bytes:
    """Return a page with a menu and a footer around an article."""
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>{title} | The Daily</title>{head}</head>'
        f"<body>{MENU}<article><h1>{title}</h1>{body}</article>{FOOTER}</body></html>"
    ).encode()


def parts(document: Document) -> list[tuple[str, str]]:
    return [(segment.kind.value, segment.span.of(document.text)) for segment in document.segments]


def test_the_article_stands_in_page_order_and_nothing_else(read_bytes):
    body = f"<p>{FIRST}</p><h2>No comment</h2><p>{SECOND}</p><blockquote><p>{THIRD}</p></blockquote>"
    document = read_bytes(page(body)).only
    assert parts(document) == [
        ("title", "Drone hits bus near Sumy"),
        ("paragraph", FIRST),
        ("title", "No comment"),
        ("paragraph", SECOND),
        ("quote", THIRD),
    ]
    assert document.text == "\n\n".join(words for _, words in parts(document))


def test_byline_and_dateline_are_parts_of_their_own(read_bytes):
    body = (
        '<p class="article__byline">By <a rel="author">Claire Denham</a></p><p>January 6, 2026</p>'
        f"<p>SUMY, Ukraine (AP) — {FIRST}</p><p>{SECOND}</p>"
    )
    document = read_bytes(page(body)).only
    assert parts(document)[1:4] == [
        ("byline", "By Claire Denham"),
        ("dateline", "SUMY, Ukraine (AP) —"),
        ("paragraph", FIRST),
    ]
    assert document.source.published == "2026-01-06"
    assert document.source.author == "Claire Denham"


def test_structured_data_goes_before_meta_elements(read_bytes):
    data = {
        "@graph": [
            {"@type": "WebPage", "datePublished": "2020-01-01"},
            {
                "@type": ["NewsArticle"],
                "headline": "Drone hits bus near Sumy",
                "datePublished": "2026-01-06T08:00:00Z",
                "author": [{"name": "A. One"}, {"name": "B. Two"}],
                "publisher": {"name": "The Daily"},
            },
        ]
    }
    head = (
        f'<script type="application/ld+json">{json.dumps(data)}</script><meta name="author" content="Nobody">'
        '<meta property="og:site_name" content="Other"><link rel="canonical" href="https://daily.example/1">'
    )
    source = read_bytes(page(f"<p>{FIRST}</p><p>{SECOND}</p>", head)).only.source
    assert (source.author, source.outlet, source.published) == (
        "A. One, B. Two",
        "The Daily",
        "2026-01-06T08:00:00Z",
    )
    assert (source.url, source.title) == ("https://daily.example/1", "Drone hits bus near Sumy")


def test_meta_elements_serve_where_structured_data_are_broken(read_bytes):
    head = (
        '<script type="application/ld+json">{"headline": </script><meta name="author" content="A. One">'
        '<meta property="article:published_time" content="2026-01-06T08:00:00+02:00">'
        '<meta property="og:site_name" content="The Daily"><meta property="og:url" content="https://daily.example/1">'
    )
    source = read_bytes(page(f"<p>{FIRST}</p><p>{SECOND}</p>", head)).only.source
    assert (source.author, source.outlet) == ("A. One", "The Daily")
    assert (source.published, source.url) == ("2026-01-06T08:00:00+02:00", "https://daily.example/1")


def test_a_row_knows_better_than_its_page(read_bytes):
    row = {
        "id": "r1",
        "url": "https://row.example/1",
        "outlet": "Row",
        "title": "A title of the row",
        "published": "2026-01-07",
        "html": page(f"<time datetime='2026-01-06'>x</time><p>{FIRST}</p><p>{SECOND}</p>").decode(),
    }
    document = read_bytes(json.dumps(row).encode()).only
    source = document.source
    assert (source.external_id, source.url, source.outlet) == ("r1", "https://row.example/1", "Row")
    assert (source.published, source.title) == ("2026-01-07", "A title of the row")
    assert document.text.startswith("A title of the row\n\n")


def test_a_post_is_a_child_and_its_words_stand_in_the_page(read_bytes):
    outcome = read_bytes(page(f"<p>{FIRST}</p>{TWEET}<p>{SECOND}</p>"))
    parent, child = outcome.documents
    assert (
        child.text == "Cette nuit, des avions 🇫🇷 ont frappé une position de #Daech en Syrie avec nos alliés…"
    )
    source = child.source
    assert (source.author, source.handle, source.published) == ("État-major", "@EtatMajor", "2026-01-04")
    assert source.url == "https://twitter.com/EtatMajor/status/123"
    assert (child.language, child.parent, child.speaker) == ("fr", parent.id, "État-major")
    (segment,) = (s for s in parent.segments if s.child)
    assert (segment.kind.value, segment.child, segment.language) == ("embedded_post", child.id, "fr")
    assert segment.span.of(parent.text) == f"{child.text}\n\n— État-major (@EtatMajor) January 4, 2026"
    assert [kind for kind, _ in parts(parent)] == ["title", "paragraph", "embedded_post", "paragraph"]


def test_a_post_shown_twice_is_one_child(read_bytes):
    outcome = read_bytes(page(f"<p>{FIRST}</p>{TWEET}<p>{SECOND}</p>{TWEET}<p>{THIRD}</p>"))
    assert len(outcome.documents) == 2
    assert len([s for s in outcome.documents[0].segments if s.child]) == 2


def test_images_keep_caption_credit_and_mark(read_bytes):
    figures = (
        "<figure><img src='a.jpg'><figcaption>Two jets. <span class='credit'>Image: AI Generated</span>"
        "</figcaption></figure>"
        f"<p>{SECOND}</p>"
        "<div class='wp-caption'><img src='b.jpg'>"
        "<p class='wp-caption-text'>A bus. Photo: Handout / Reuters</p></div>"
    )
    document = read_bytes(page(f"<p>{FIRST}</p>{figures}<p>{THIRD}</p>")).only
    assert [p for p in parts(document) if p[0] in ("caption", "credit")] == [
        ("caption", "Two jets."),
        ("credit", "Image: AI Generated"),
        ("caption", "A bus."),
        ("credit", "Photo: Handout / Reuters"),
    ]
    jets, bus = document.media
    assert (jets.caption, jets.credit, jets.provenance_words) == (
        "Two jets.",
        "Image: AI Generated",
        "AI Generated",
    )
    assert (jets.provenance, bus.provenance) == (Provenance.AI_GENERATED, Provenance.CAMERA)
    assert bus.span is not None
    assert bus.span.of(document.text) == "A bus.\n\nPhoto: Handout / Reuters"


def test_metadata_of_an_image_say_how_it_was_made(read_bytes):
    kind = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
    image = f"<img src='a.jpg' data-digital-source-type='{kind}'>"
    figure = f"<figure>{image}<figcaption>Two jets.</figcaption></figure>"
    data = {"@type": "ImageObject", "url": "https://x.example/c.jpg", "creditText": "Photo: Reuters"}
    head = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    shown, described = read_bytes(page(f"<p>{FIRST}</p>{figure}<p>{SECOND}</p>", head)).only.media
    assert (shown.provenance, shown.provenance_words) == (Provenance.AI_GENERATED, "trainedAlgorithmicMedia")
    assert (described.span, described.credit, described.provenance) == (
        None,
        "Photo: Reuters",
        Provenance.CAMERA,
    )


def test_images_of_other_stories_are_left_out(read_bytes):
    figure = "<figure><img src='x.jpg'><figcaption>Something else</figcaption></figure>"
    aside = f"<aside class='related'>{figure}</aside>"
    assert read_bytes(page(f"<p>{FIRST}</p><p>{SECOND}</p>{aside}<p>{THIRD}</p>")).only.media == ()


def test_line_breaks_and_blanks_are_as_a_browser_shows_them(read_bytes):
    body = (
        f"<p>{FIRST}</p><p>One   <b>bold</b>\n word,<br>a line that has more words to it.</p><p>{SECOND}</p>"
    )
    assert "One bold word,\na line that has more words to it." in read_bytes(page(body)).only.text


def test_a_page_without_an_article_gives_its_words(read_bytes):
    assert (
        read_bytes(b"<html><body><div>Two died in Homs.</div></body></html>").only.text == "Two died in Homs."
    )


def test_a_page_without_words_is_empty(read_bytes):
    assert "no words" in str(
        read_bytes(b"<html><head><script>x()</script></head><body></body></html>").failures[0]
    )


def test_the_language_of_the_words_goes_before_that_of_the_template(read_bytes):
    body = "<p>Российская ракета попала в жилой дом в Харькове, погибли семь человек, сообщил губернатор.</p>"
    assert read_bytes(page(body * 2, title="Удар по Харькову")).only.language == "ru"


@pytest.mark.parametrize(
    "markup",
    [
        b"<html><body>" + b"<div>" * 100_000 + b"Two died in Homs." + b"</div>" * 100_000,
        b"<html><body>" + b"<b>" * 100_000 + b"Two died in Homs.",
        b"<html><body><p>Two died in Homs.</p>" + b"<!--" * 300_000,
        b"<html><body><p>Two died in Homs.</p>" + b"<script " * 300_000,
    ],
)
def test_a_hostile_page_is_read_by_its_words(read_bytes, markup):
    outcome = read_bytes(markup)
    assert outcome.only.text == "Two died in Homs."
    assert "nested too deep" in str(outcome.notices[0])


def test_a_deep_page_below_the_limit_keeps_its_parts(read_bytes):
    document = read_bytes(page("<div>" * 900 + f"<p>{FIRST}</p>" + "</div>" * 900 + f"<p>{SECOND}</p>")).only
    assert ("paragraph", FIRST) in parts(document)


def test_a_large_page_is_read_whole_without_a_judge(read_bytes):
    document = read_bytes(page(f"<p>{FIRST}</p>" * 50), judged_tags=20).only
    assert document.text.count(FIRST) == 50
    assert "Home" not in document.text
    assert "All rights" not in document.text


def test_an_impossible_date_is_told_and_left_out(read_bytes):
    head = '<meta property="article:published_time" content="0000-00-00T00:00:00">'
    outcome = read_bytes(page(f"<p>{FIRST}</p><p>{SECOND}</p>", head))
    assert outcome.only.source.published is None
    assert "left out" in str(outcome.notices[0])


def test_all_segments_lie_in_the_text_in_order(read_bytes):
    figure = "<figure><img src='a.jpg'><figcaption>Two jets. Photo: AP</figcaption></figure>"
    table = f"<table><tr><td>{THIRD}</td></tr></table>"
    body = f"<p>SUMY (AP) — {FIRST}</p>{figure}{TWEET}<ul><li>{SECOND}</li></ul>{table}"
    document = read_bytes(page(body)).documents[0]
    position = 0
    for segment in document.segments:
        assert not document.text[position : segment.span.start].strip()
        assert segment.span.of(document.text).strip() == segment.span.of(document.text) != ""
        position = segment.span.end
    assert position == len(document.text)
