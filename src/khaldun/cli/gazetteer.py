"""`khaldun gazetteer`: what places are known, and adding more."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Annotated, Any

import typer

from khaldun.cli import options
from khaldun.cli.progress import ready_gazetteer
from khaldun.cli.terminal import data, say

app = typer.Typer(help="The places that are known, and adding more.", no_args_is_help=True)


@app.command("import")
def import_places(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="GeoNames country dump, or CSV with name, lat, lon, country[, admin1, population, aliases].",
        ),
    ],
    archive: options.Archive = options.DEFAULT_ARCHIVE,
    as_json: options.Json = False,
) -> None:
    """Add places for all archives of this user; what is read from then on is located with them."""
    from khaldun.resolve.places.importer import import_file  # noqa: PLC0415 - slow to import

    done = import_file(file)
    if as_json:
        data([json.dumps({"path": str(done.path), "places": done.places})])
    else:
        say(f"{done.places:,} places added from {file}")


@app.command("info")
def info(
    archive: options.Archive = options.DEFAULT_ARCHIVE,
    as_json: options.Json = False,
) -> None:
    """Print the gazetteer's files, how many places and names they hold, and their digests."""
    ready_gazetteer(quiet=False)
    files = [_describe(path) for path in _files()]
    if as_json:
        data([json.dumps(files)])
        return
    for found in files:
        size = f"{found['places']:,} places, {found['names']:,} names"
        data([f"{found['path']}: {size}, digest {found['digest'][:16]}"])


def _files() -> list[Path]:
    from khaldun.resolve.places.gazetteer import default_path  # noqa: PLC0415 - slow to import

    main = default_path()
    return [main, *sorted(main.parent.glob("import-*.sqlite"))]


def _describe(path: Path) -> dict[str, Any]:
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
        places = db.execute("SELECT count(*) FROM place").fetchone()[0]
        names = db.execute("SELECT count(*) FROM name").fetchone()[0]
        digest = db.execute("SELECT value FROM meta WHERE key = 'digest'").fetchone()[0]
    return {"path": str(path), "places": places, "names": names, "digest": digest}
