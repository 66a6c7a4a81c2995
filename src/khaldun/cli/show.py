"""`khaldun show`: the card of an event, or a document with its statements marked."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from khaldun.cli import options
from khaldun.cli.cards import print_card
from khaldun.cli.pages import print_document
from khaldun.cli.session import opened
from khaldun.cli.terminal import data, screen
from khaldun.publish.card import card
from khaldun.publish.views import EventView


def show(
    id: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="Id of an event or document, or its first 6 digits; a document also by its own id or URL.",
        ),
    ],
    archive: options.Archive = options.DEFAULT_ARCHIVE,
    as_json: options.Json = False,
) -> None:
    """Show an event with every value, its words and its speakers, or a document with its statements marked."""
    with opened(archive) as found:
        asked = found.find(id)
        if as_json:
            data([json.dumps(asked.data, ensure_ascii=False, indent=2)])
        elif isinstance(asked, EventView):
            print_card(screen(), card(asked.data))
        else:
            print_document(screen(), found.marked(asked))
