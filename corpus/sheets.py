"""Turn passages written as sheets, the short form an author writes, into the corpus's JSON Lines.

Usage: ``python corpus/sheets.py LANGUAGE FIRST_NUMBER SHEET... > FILE.jsonl``; exit status 1 on any error.

A sheet is UTF-8 text, a passage after another::

    @ report | air_drone_strike | title or - | 2026-02-18 | outlet or -
    The text; every line until the first "!" or "@" is a paragraph of it.
    ! air_drone_strike | incident | occurred | trigger | 2026-02-17 | place words | SDN | Place name
    > Speaker | cue | asserts | the speaker's words
    date | Tuesday | 2026-02-17
    killed | at least 37 people | >=37
    weapon | drone | drone | used_by=Rapid Support Forces, Sudanese Armed Forces

``-`` stands for nothing, ``words#2`` for the second occurrence of the words; a value left out is the words themselves;
``from/to`` is a range of days. The line ``>`` gives speaker, cue and stance of the statements below it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

Passage = dict[str, Any]
_KEYS = ("used_by=", "part=")


class SheetError(ValueError):
    """A line of a sheet does not have the form of its kind."""


def cells(line: str) -> list[str | None]:
    """Split a line at its bars; a lone hyphen is nothing."""
    return [None if cell.strip() == "-" else cell.strip() for cell in line.split("|")]


def nth(words: str, key: str) -> dict[str, Any]:
    """Return {key: words, key_n: occurrence}, without the number where the first is meant."""
    head, mark, number = words.rpartition("#")
    if mark and number.isdigit():
        return {key: head, f"{key}_n": int(number)}
    return {key: words}


def event(line: str) -> dict[str, Any]:
    """Read an event's head line."""
    try:
        kind, scope, factuality, trigger, day, words, country, name = cells(line[1:])
    except ValueError:
        raise SheetError(
            "an event has eight cells: type, scope, factuality, trigger, date, place words, country, name"
        ) from None
    if not trigger:
        raise SheetError("an event needs a trigger")
    first, _, last = (day or "").partition("/")
    return {
        "type": kind,
        "scope": scope,
        "factuality": factuality,
        **nth(trigger, "trigger"),
        "date": {"from": first, "to": last or first} if day else None,
        "place": {"words": words, "country": country, "name": name} if words else None,
        "statements": [],
    }


def statement(line: str, voice: dict[str, Any]) -> dict[str, Any]:
    """Read a statement's line; further cells are key=value."""
    property_, quote, *rest = cells(line)
    if not property_ or not quote:
        raise SheetError("a statement has a property and words")
    more: dict[str, Any] = dict(cell.split("=", 1) for cell in rest if cell and cell.startswith(_KEYS))
    if "used_by" in more:
        more["used_by"] = [name.strip() for name in more["used_by"].split(",")]
    value = rest[0] if rest and rest[0] and not rest[0].startswith(_KEYS) else None
    quoted = nth(quote, "quote")
    return {"property": property_, **quoted, "value": value or quoted["quote"], **voice, **more}


def voice(line: str) -> dict[str, Any]:
    """Read a voice line: speaker, cue, stance."""
    try:
        speaker, cue, stance, *words = cells(line[1:])
    except ValueError:
        raise SheetError(
            "a voice has three cells: speaker, cue, stance; a fourth: the speaker's words"
        ) from None
    said = nth(words[0], "speaker_words") if words and words[0] else {}
    return {"speaker": speaker, **(nth(cue, "cue") if cue else {"cue": None}), "stance": stance, **said}


OUTLET = {"speaker": None, "cue": None, "stance": "asserts"}


def passages(text: str) -> list[Passage]:
    """Return the passages of a sheet, without id and language; a SheetError names the line."""
    found: list[Passage] = []
    said = dict(OUTLET)
    if not text.lstrip().startswith("@"):
        raise SheetError("a sheet begins with a line @")
    for number, line in enumerate(text.splitlines(), 1):
        try:
            if not line.strip():
                continue
            if line.startswith("@"):
                found.append(head(line))
            elif line.startswith("!"):
                found[-1]["events"].append(event(line))
                said = dict(OUTLET)
            elif line.startswith(">"):
                said = voice(line)
            elif found[-1]["events"]:
                found[-1]["events"][-1]["statements"].append(statement(line, said))
            else:
                found[-1]["text"] = "\n".join(filter(None, (found[-1]["text"], line.strip())))
        except SheetError as error:
            raise SheetError(f"line {number}: {error}: {line[:80]!r}") from None
    return found


def head(line: str) -> Passage:
    """Read a passage's head line."""
    try:
        kind, topic, title, published, outlet = cells(line[1:])
    except ValueError:
        raise SheetError("a passage has five cells: kind, topic, title, published, outlet") from None
    return {
        "kind": kind,
        "topic": topic,
        "title": title,
        "published": published,
        "outlet": outlet,
        "text": "",
        "events": [],
    }


def main(arguments: list[str]) -> int:
    """Print the passages of the sheets as JSON Lines, numbered from FIRST_NUMBER."""
    language, number, sheets = arguments[0], int(arguments[1]), arguments[2:]
    status = 0
    for sheet in sheets:
        try:
            found = passages(Path(sheet).read_text(encoding="utf-8"))
        except SheetError as error:
            print(f"{sheet}: {error}", file=sys.stderr)
            status = 1
            continue
        for passage in found:
            print(
                json.dumps(
                    {"id": f"{language}-{number:04}", "language": language, **passage}, ensure_ascii=False
                )
            )
            number += 1
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
