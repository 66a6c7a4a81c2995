"""Print the share of actor strings in public corpora that the catalogue knows.

usage: catalogue_coverage.py [--bench FOLDER] [--unknown N] [CORPUS...]

Reads the training parts of corpora kept outside the project: perpetrator organizations of muc4, organizations of
re3d, organizations and groups of wikievents, and, where they hold such strings, gvc and eventstoryline. Prints per
corpus how many names there are (each distinct one once) and the share that the catalogue knows exactly
(mentions cover the string), in part (a mention lies in it) or not at all; then the most frequent unknown ones.
The groups of muc4 acted in 1988-1991, before what the catalogue covers, so the total is given with and without it.
Skips, with a message, what is not there.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from khaldun.core.document import Document
from khaldun.core.words import Words
from khaldun.resolve.names import CatalogueSpotter

Row = dict[str, Any]
BEFORE_THE_CATALOGUE = "muc4"
_SMALL = frozenset(
    ("the", "a", "an", "s", "we", "it", "they", "their", "our", "this", "these", "i", "who", "of")
)
"""Words that neither make a name nor need to be known."""


def muc4(row: Row) -> Iterator[str]:
    """Yield the perpetrator organizations of a document's templates."""
    for template in row["templates"]:
        for fill in template.get("perp_organization_id") or ():
            for alternative in fill["alternatives"]:
                if alternative.get("value"):
                    yield str(alternative["value"]).strip('"')


def re3d(row: Row) -> Iterator[str]:
    """Yield the organizations of a document."""
    yield from (e["text"] for e in row["entities"] if e["type"] == "Organisation")


def wikievents(row: Row) -> Iterator[str]:
    """Yield the organizations of a document, by their tokens: its character offsets are off."""
    tokens = row["tokens"]
    for entity in row["entities"]:
        if entity["type"] == "ORG":
            yield " ".join(tokens[entity["token_start"] : entity["token_end"]])


CORPORA: dict[str, tuple[str, Callable[[Row], Iterator[str]] | None]] = {
    "muc4": ("muc4/train.jsonl", muc4),
    "re3d": ("re3d/train.jsonl", re3d),
    "wikievents": ("wikievents/dev.jsonl", wikievents),
    "gvc": ("gvc/train.jsonl", None),
    "eventstoryline": ("eventstoryline/train.jsonl", None),
}


@dataclass(slots=True)
class Coverage:
    """The distinct strings of a corpus by what the catalogue knows of them, and how often each occurs."""

    exact: Counter[str] = field(default_factory=Counter)
    partial: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)

    def add(self, spotter: CatalogueSpotter, text: str, times: int) -> None:
        """Judge one string; one in capitals is read in ordinary spelling too."""
        forms = {text, text.title()} if text.isupper() else {text}
        level = max(known(spotter, form) for form in forms)
        (self.unknown, self.partial, self.exact)[level][text] += times

    def line(self, name: str) -> str:
        """Return the table's line for a corpus."""
        sizes = [len(c) for c in (self.exact, self.partial, self.unknown)]
        times = [c.total() for c in (self.exact, self.partial, self.unknown)]
        cells = "".join(f"{100 * s / max(sum(sizes), 1):9.1f}" for s in sizes)
        tokens = 100 * (times[0] + times[1]) / max(sum(times), 1)
        return f"{name:16}{sum(sizes):9}{cells}{sum(times):11}{tokens:14.1f}"


def known(spotter: CatalogueSpotter, text: str) -> int:
    """Return 2 where catalogue names cover a string, 1 where one lies in it, else 0."""
    words = Words.of(text)
    covered = {k for m in spotter.spot(Document(text, language="en"), words) for k in words.within(m.span)}
    wanted = {k for k, folded in enumerate(words.folded) if folded not in _SMALL}
    return 2 if wanted and wanted <= covered else 1 if covered else 0


def is_name(text: str) -> bool:
    """Tell whether a string holds a name: a capital in a word that is no pronoun."""
    words = Words.of(text)
    return any(text[s].isupper() and f not in _SMALL for s, f in zip(words.starts, words.folded, strict=True))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("corpora", nargs="*", default=list(CORPORA))
    parser.add_argument("--bench", type=Path, default=Path(__file__).parents[2] / "shared/bench")
    parser.add_argument("--unknown", type=int, default=0)
    args = parser.parse_args()
    spotter = CatalogueSpotter()
    heads = f"{'strings':>9}{'exact':>9}{'partial':>9}{'unknown':>9}{'mentions':>11}{'known of them':>14}"
    print(f"{'corpus':16}{heads}")
    everything, later = Coverage(), Coverage()
    for name in args.corpora:
        path, strings = CORPORA[name]
        if strings is None:
            print(f"{name:16} skipped: its annotation names no actors")
        elif not (args.bench / path).exists():
            print(f"{name:16} skipped: {args.bench / path} is not there")
        else:
            counts = read(args.bench / path, strings)
            for coverage in (everything, *([] if name == BEFORE_THE_CATALOGUE else [later])):
                judge(coverage, spotter, counts)
            report(judge(Coverage(), spotter, counts), name, args.unknown)
    print(everything.line("all"))
    print(later.line(f"without {BEFORE_THE_CATALOGUE}"))


def read(path: Path, strings: Callable[[Row], Iterator[str]]) -> Counter[str]:
    """Return how often each string occurs in a corpus."""
    with path.open(encoding="utf-8") as file:
        found = (" ".join(s.split()) for line in file for s in strings(json.loads(line)))
        return Counter(s for s in found if is_name(s))


def judge(coverage: Coverage, spotter: CatalogueSpotter, counts: Counter[str]) -> Coverage:
    """Add the strings of a corpus to a coverage, and return it."""
    for text, times in counts.items():
        coverage.add(spotter, text, times)
    return coverage


def report(coverage: Coverage, name: str, unknown: int) -> None:
    """Print the line of a corpus and its most frequent unknown strings."""
    print(coverage.line(name))
    for text, times in coverage.unknown.most_common(unknown):
        print(f"    {times:5} {text}")


if __name__ == "__main__":
    main()
