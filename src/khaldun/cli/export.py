"""`khaldun export`: everything goes out."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from khaldun.cli import options
from khaldun.cli.session import opened
from khaldun.cli.terminal import binary_output, say
from khaldun.errors import UsageError
from khaldun.publish.formats import Format


def export(
    format: Annotated[
        Format,
        typer.Option("--format", help="Events as jsonl, csv or geojson; documents with their verbatim text."),
    ] = Format.JSONL,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write to a file, complete or not at all; default: standard output.",
        ),
    ] = None,
    archive: options.Archive = options.DEFAULT_ARCHIVE,
) -> None:
    """Export all events or documents, sorted by id: the same archive always gives the same bytes.

    The SHA-256 of the export is noted in the custody log where the archive can be written.
    """
    with opened(archive) as found:
        if output is None:
            stream = binary_output()
            done = found.publish(format, stream)
            stream.flush()
        else:
            with _file(output) as stream:
                done = found.publish(format, stream)
            say(f"{output}: {done.size:,} bytes, SHA-256 {done.sha256}")
        if not done.noted:
            say("note: the custody log could not be written, so this export is not in it")


@contextmanager
def _file(path: Path) -> Iterator[BinaryIO]:
    """Open a file that appears under its name when it is complete; raises UsageError where it cannot."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror}); name another file with -o") from error
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
