"""The `khaldun` command: its subcommands, and what errors do to the exit code.

0 all is well; 1 nothing could be done; 2 the command is wrong as it stands; 3 some inputs failed;
130 interrupted.
"""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from typing import Any

import typer
from typer.core import TyperGroup

from khaldun.cli import codebook, evaluate, events, export, gazetteer, read, reread, show, verify, version
from khaldun.cli.session import interruptible
from khaldun.cli.terminal import say
from khaldun.errors import KhaldunError, UsageError

FAILED, USAGE, INTERRUPTED = 1, 2, 130


class Commands(TyperGroup):
    """The commands; errors meant for the user end in one line, not in a traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command; raises typer.Exit with the exit code of an error."""
        try:
            with interruptible():
                result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            _close_output()
            raise typer.Exit(0) from None
        except KeyboardInterrupt:
            say("\nkhaldun: interrupted")
            raise typer.Exit(INTERRUPTED) from None
        except KhaldunError as error:
            say(f"khaldun: {error}")
            raise typer.Exit(USAGE if isinstance(error, UsageError) else FAILED) from error
        except OSError as error:
            what = error.filename or "standard output"
            say(f"khaldun: {what} cannot be read or written ({error.strerror or error})")
            _close_output()
            raise typer.Exit(FAILED) from error
        return result


def _close_output() -> None:
    """Let nothing more be written: whoever reads the output has enough, as `head` has, or no room for it."""
    with suppress(io.UnsupportedOperation):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


app = typer.Typer(
    cls=Commands,
    name="khaldun",
    help="Keeps the record of armed conflict straight: every event once, every figure with who said it.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("read")(read.read)
app.command("reread")(reread.reread)
app.command("events")(events.events)
app.command("show")(show.show)
app.command("export")(export.export)
app.command("codebook")(codebook.show_codebook)
app.command("verify")(verify.verify)
app.command("evaluate")(evaluate.evaluate)
app.add_typer(gazetteer.app, name="gazetteer")
app.command("version")(version.show_version)


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
