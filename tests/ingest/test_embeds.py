"""Posts that pages embed, network by network."""

from __future__ import annotations

import lxml.html
import pytest

from khaldun.ingest.embeds import Post, is_embed, read_post


def post(markup: str) -> Post:
    """Return the post of an embed."""
    element = lxml.html.fragment_fromstring(markup)
    assert is_embed(element)
    found = read_post(element)
    assert found is not None
    return found


def test_x_with_line_breaks_and_links():
    found = post(
        '<blockquote class="twitter-tweet" data-lang="en"><p lang="uk">Удар по Сумах.<br><br>Троє загиблих. '
        '<a href="https://t.co/a">pic.twitter.com/a</a></p>&mdash; ДСНС України (@SESU_UA) '
        '<a href="https://twitter.com/SESU_UA/status/99?ref_src=twsrc">6 січня 2026 р.</a></blockquote>'
    )
    assert found.text == "Удар по Сумах.\n\nТроє загиблих. pic.twitter.com/a"
    assert (found.author, found.handle, found.language) == ("ДСНС України", "@SESU_UA", "uk")
    assert (found.url, found.published) == ("https://twitter.com/SESU_UA/status/99", "2026-01-06")
    assert found.line == "— ДСНС України (@SESU_UA) 6 січня 2026 р."


def test_a_video_of_x_is_a_post():
    found = post(
        '<blockquote class="twitter-video"><p lang="en">Two died.</p>— IDF (@IDF) '
        '<a href="https://x.com/IDF/status/1">January 4, 2026</a></blockquote>'
    )
    assert (found.author, found.url) == ("IDF", "https://x.com/IDF/status/1")


def test_mastodon():
    found = post(
        '<blockquote class="mastodon-embed" data-embed-url="https://social.example/@observer/1122/embed">'
        '<p lang="en">Two died in Homs.</p><a href="https://social.example/@observer/1122">'
        "<div>Post by @observer@social.example</div><div>View on Mastodon</div></a></blockquote>"
    )
    assert (found.text, found.handle) == ("Two died in Homs.", "@observer@social.example")
    assert found.url == "https://social.example/@observer/1122"


def test_an_embed_without_words_is_no_post():
    frame = '<iframe class="mastodon-embed" src="https://social.example/@observer/1122/embed"></iframe>'
    assert read_post(lxml.html.fragment_fromstring(frame)) is None
    bare = (
        '<blockquote class="mastodon-embed" data-embed-url="https://social.example/@o/1/embed">'
        "<div>Post by @o@social.example</div></blockquote>"
    )
    assert read_post(lxml.html.fragment_fromstring(bare)) is None


def test_telegram_as_a_quotation():
    found = post(
        '<blockquote class="telegram-post" data-telegram-post="dsns/512" lang="uk"><p>Троє загиблих.</p>'
        '— ДСНС (@dsns_ua) <a href="https://t.me/dsns/512">6 січня 2026</a></blockquote>'
    )
    assert (found.text, found.author, found.handle) == ("Троє загиблих.", "ДСНС", "@dsns_ua")
    assert (found.url, found.published) == ("https://t.me/dsns/512", "2026-01-06")


def test_telegram_as_the_widget_is_saved():
    found = post(
        '<div class="tgme_widget_message" data-post="dsns/512"><a class="tgme_widget_message_owner_name">'
        '<span>ДСНС України</span></a><div class="tgme_widget_message_text">Удар.<br>Троє загиблих.</div>'
        '<div class="tgme_widget_message_footer"><span>12K views</span>'
        '<time datetime="2026-01-06T10:00:00+00:00">12:00</time></div></div>'
    )
    assert (found.text, found.author, found.handle) == (
        "Удар.\nТроє загиблих.",
        "ДСНС України",
        "@dsns",
    )
    assert (found.url, found.published) == ("https://t.me/dsns/512", "2026-01-06T10:00:00+00:00")


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Posted by <a>Sumy Administration</a> on <a>Tuesday, January 6, 2026</a>", "2026-01-06"),
        ("Publicado por <a>Sumy Administration</a> el <a>6 de enero de 2026</a>", "2026-01-06"),
        ("Publiée par <a>Sumy Administration</a> le <a>6 janvier 2026</a>", "2026-01-06"),
        ("Опубліковано <a>Sumy Administration</a> 6 січня 2026", "2026-01-06"),
        ("Posted by <a>Sumy Administration</a>", None),
    ],
)
def test_facebook(line, date):
    found = post(
        '<div class="fb-post" data-href="https://www.facebook.com/sumy/posts/99"><blockquote>'
        f"<p>Two died.</p>{line}</blockquote></div>"
    )
    assert (found.text, found.author, found.published) == ("Two died.", "Sumy Administration", date)
    assert found.url == "https://www.facebook.com/sumy/posts/99"


def test_bluesky():
    found = post(
        '<blockquote class="bluesky-embed" data-bluesky-uri="at://did/1"><p lang="en">Two died.</p>&mdash; '
        'Observer (<a href="https://bsky.app/profile/did:plc:x">@obs.example</a>) '
        '<a href="https://bsky.app/profile/did:plc:x/post/3k">January 6, 2026 at 10:00 AM</a></blockquote>'
    )
    assert (found.author, found.handle, found.published) == ("Observer", "@obs.example", "2026-01-06")
    assert found.url == "https://bsky.app/profile/did:plc:x/post/3k"


def test_a_quotation_is_no_embed():
    assert not is_embed(lxml.html.fragment_fromstring("<blockquote class='pull'><p>x</p></blockquote>"))
