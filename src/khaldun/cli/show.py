"""`khaldun show`: the card of an event, or a document with its statements marked."""

from __future__ import annotations

import json
from functools import partial
from typing import Annotated

import typer

from khaldun.cli import options
from khaldun.cli.cards import print_card
from khaldun.cli.pages import print_document
from khaldun.cli.session import opened
from khaldun.cli.terminal import data
from khaldun.cli.terminal import show as render
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
    """Show an event with every value and who says so, or a document with its statements marked."""
    with opened(archive) as found:
        asked = found.find(id)
        if as_json:
            data([json.dumps(asked.data, ensure_ascii=False, indent=2)])
        elif isinstance(asked, EventView):
            render(partial(print_card, card=card(asked.data)))
        else:
            render(partial(print_document, page=found.marked(asked)))
