"""Draws a card as README's picture: `khaldun show ID | python tools/card_picture.py docs/card.svg [LINES]`."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

_WIDTH = 100
_FONT_FACE = re.compile(r"@font-face\s*\{.*?\}\s*", re.DOTALL)


def main() -> None:
    """Read a card with its colors from standard input and write it as SVG, without fonts from elsewhere."""
    lines = sys.stdin.read().splitlines()[: int(sys.argv[2]) if len(sys.argv) > 2 else None]
    with Path("/dev/null").open("w") as sink:
        console = Console(record=True, width=_WIDTH, file=sink)
        for line in lines:
            console.print(Text.from_ansi(line))
    Path(sys.argv[1]).write_text(
        _FONT_FACE.sub("", console.export_svg(title="khaldun show")), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
