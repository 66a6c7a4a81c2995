"""Tests whether the reader's types hang on who acts: ``python -m training.flips [--model FOLDER]``.

Of the passages of `corpus/test` with an actor and a recipient:

- **swapped**: actor and recipient change places throughout the text;
- **other side**: the actor's words are replaced by those of an actor from another passage, which is on another side.

Of `corpus/rewordings`, one incident told in several ways:

- **reworded**: each wording beside the first.

A text is flipped where the types of its event mentions are no longer the same set. Printed: texts, flipped, and the
share, by language and in all. What is compared is what the reader told before the change, right or wrong.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from khaldun.evaluate.corpus import document_of, passages
from khaldun.extract.neural.shipped import model_files
from khaldun.pipeline.reader import Reader
from training.examples import Span, occurrences
from training.pool import CORPUS

Row = dict[str, Any]
Pair = tuple[str, Row, Row]
SEED = 20_261_201


def words_of(row: Row, name: str) -> str | None:
    """Return the words of a passage's first event for a property, where they are always the same ones."""
    said = (
        {s["quote"] for s in row["events"][0]["statements"] if s["property"] == name}
        if row["events"]
        else set()
    )
    return said.pop() if len(said) == 1 else None


def exchanged(row: Row, words: dict[str, str]) -> Row:
    """Return a passage with some words replaced wherever they stand alone."""
    places: list[tuple[Span, str]] = [
        (place, new) for old, new in words.items() for place in occurrences(row["text"], old)
    ]
    text, at = [], 0
    for (start, end), new in sorted(places):
        text += [row["text"][at:start], new]
        at = end
    return {**row, "text": "".join(text) + row["text"][at:]}


def pairs_of(rows: Iterable[Row]) -> Iterator[Pair]:
    """Yield the kind of test, the passage and what is made of it."""
    told = [(row, words_of(row, "actor"), words_of(row, "recipient")) for row in rows]
    actors: dict[str, list[str]] = defaultdict(list)
    for row, actor, _ in told:
        if actor:
            actors[row["language"]].append(actor)
    draw = random.Random(SEED)
    for row, actor, recipient in told:
        if not actor or not recipient or actor in recipient or recipient in actor:
            continue
        yield "swapped", row, exchanged(row, {actor: recipient, recipient: actor})
        other = draw.choice([a for a in actors[row["language"]] if a != actor])
        yield "other side", row, exchanged(row, {actor: other})


def rewordings(folder: Path) -> Iterator[Pair]:
    """Yield each wording beside the first of its incident."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            first, *others = (
                {**row, "title": None, "outlet": None, "text": text} for text in row["wordings"]
            )
            yield from (("reworded", first, other) for other in others)


def types(reader: Reader, row: Row) -> frozenset[str]:
    """Return the types of the event mentions that are read in a passage."""
    return frozenset(mention.type for mention in reader.read(document_of(row)).mentions)


def main() -> None:
    """Print how many texts are flipped."""
    parser = argparse.ArgumentParser(description="Test whether types hang on who acts.")
    parser.add_argument("--model", help="the model's folder, `none` for the lexicon; else the one that ships")
    files = model_files(parser.parse_args().model)
    reader = Reader.with_model(files) if files else Reader.lexicon()
    tally: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for kind, row, other in (*pairs_of(passages(CORPUS / "test")), *rewordings(CORPUS / "rewordings")):
        before = types(reader, row)
        if before:
            for language in (row["language"], "all"):
                tally[kind, language].append(types(reader, other) != before)
    for (kind, language), flipped in sorted(tally.items()):
        print(f"{kind:11} {language:4} {len(flipped):4} {sum(flipped):4} {sum(flipped) / len(flipped):6.1%}")


if __name__ == "__main__":
    main()
