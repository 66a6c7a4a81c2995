"""Options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

DEFAULT_ARCHIVE = "./archive"

Archive = Annotated[
    str,
    typer.Option(
        "--archive",
        envvar="KHALDUN_ARCHIVE",
        metavar="PATH",
        help="Folder of the archive, or a PostgreSQL URL.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs instead of text for people.")]
