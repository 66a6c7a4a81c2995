"""Check the passages of the corpus against its schema, its texts and each other.

Usage: ``python corpus/check.py [FOLDER...]``; exit status 0 when every passage holds, 1 on any error.
Needs ``jsonschema`` beside the standard library.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

HERE = Path(__file__).resolve().parent
NGRAM = 5
MAX_OVERLAP = 0.30  # share of the shorter passage's 5-grams; an upper bound that only a template would reach
MIN_WORDS, MAX_WORDS = 20, 260
TWIN = ("responsibility_claimed", "responsibility_attributed")
Passage = dict[str, Any]


def read(folder: Path) -> Iterator[tuple[str, Passage]]:
    """Yield each passage with the file and line it stands on."""
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                yield f"{folder.name}/{path.name}:{number}", json.loads(line)
            except json.JSONDecodeError as error:
                yield f"{folder.name}/{path.name}:{number}", {"not JSON": str(error)}


def locate(text: str, words: str, nth: int) -> int | None:
    """Return where the nth occurrence of the words starts, or None."""
    start = -1
    for _ in range(nth):
        start = text.find(words, start + 1)
        if start < 0:
            return None
    return start


def cuts_a_word(text: str, start: int, end: int) -> bool:
    """Tell whether a span begins or ends inside a word; Arabic prefixes and suffixes may be cut off."""
    before, after = text[start - 1 : start], text[end : end + 1]
    arabic = "\u0600" <= text[start] <= "\u06ff" or "\u0600" <= text[end - 1] <= "\u06ff"
    left = before.isalnum() and text[start].isalnum() and not arabic
    right = after.isalnum() and text[end - 1].isalnum() and not arabic
    return left or right


def spans(event: dict[str, Any]) -> Iterator[tuple[str, str, int]]:
    """Yield every (label, words, nth) of an event that must stand in the text."""
    yield "trigger", event["trigger"], event.get("trigger_n", 1)
    if event["place"]:
        yield "place words", event["place"]["words"], 1
    for statement in event["statements"]:
        yield statement["property"], statement["quote"], statement.get("quote_n", 1)
        if statement["cue"]:
            yield "cue", statement["cue"], statement.get("cue_n", 1)
        if statement.get("speaker_words"):
            yield "speaker words", statement["speaker_words"], statement.get("speaker_words_n", 1)


def ungrounded(passage: Passage) -> Iterator[str]:
    """Yield an error for each trigger, quote or cue that is not in the text."""
    text = passage["text"]
    for event in passage["events"]:
        for label, words, nth in spans(event):
            start = locate(text, words, nth)
            if start is None:
                yield f"{label}: {words!r} (occurrence {nth}) is not in the text"
            elif cuts_a_word(text, start, start + len(words)):
                yield f"{label}: {words!r} begins or ends inside a word"


def valid_dates(event: dict[str, Any]) -> Iterator[str]:
    """Yield an error for an event date that is no date or runs backward."""
    if not event["date"]:
        return
    first, last = event["date"]["from"], event["date"]["to"]
    if len(first) != len(last) or first > last:
        yield f"date: {first} to {last} is not a range of equal precision"
    for prefix in (first, last):
        try:
            date.fromisoformat(prefix + "-01-01"[len(prefix) - 4 :])
        except ValueError:
            yield f"date: {prefix} is not a date"


def days(value: str) -> set[int]:
    """Return the weekdays (Monday is 0) that a statement's date value covers."""
    first, _, last = value.partition("/")
    if len(first) != 10:
        return set(range(7))
    start, stop = date.fromisoformat(first), date.fromisoformat(last or first)
    return {(start + timedelta(n)).weekday() for n in range((stop - start).days + 1)}


def wrong_weekdays(passage: Passage, names: dict[str, list[str]]) -> Iterator[str]:
    """Yield an error where a quote names a weekday and the value is another day."""
    for event in passage["events"]:
        for statement in event["statements"]:
            quote = statement["quote"].casefold().replace("\u2019", "'")
            named = {n for n, word in enumerate(names[passage["language"]]) if word.casefold() in quote}
            if statement["property"] == "date" and named and not named & days(statement["value"]):
                yield f"date: {statement['quote']!r} is not {statement['value']}"


def incoherent(passage: Passage) -> Iterator[str]:
    """Yield errors of annotation that a schema cannot say."""
    if (passage["kind"] == "report") != bool(passage["events"]):
        yield f"kind {passage['kind']} with {len(passage['events'])} events"
    if not MIN_WORDS <= len(passage["text"].split()) <= MAX_WORDS:
        yield f"{len(passage['text'].split())} words"
    for event in passage["events"]:
        yield from valid_dates(event)
        yield from untwinned(event)
        seen = Counter(json.dumps(s, sort_keys=True) for s in event["statements"])
        yield from (f"twice: {statement}" for statement, times in seen.items() if times > 1)


def untwinned(event: dict[str, Any]) -> Iterator[str]:
    """Yield an error where an accused or claiming party is not also an actor of the event."""
    actors = {s["value"] for s in event["statements"] if s["property"] == "actor"}
    for statement in event["statements"]:
        if statement["property"] in TWIN and statement["value"] not in actors:
            yield f"{statement['property']}: {statement['value']} is no actor of the event"


def grams(text: str) -> set[tuple[str, ...]]:
    """Return the word 5-grams of a text, case folded."""
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[n : n + NGRAM]) for n in range(len(words) - NGRAM + 1)}


def overlaps(passages: Iterable[Passage]) -> Iterator[tuple[float, str, str]]:
    """Yield (share, id, id) for each two passages that share a 5-gram."""
    of = {p["id"]: grams(p["text"]) for p in passages}
    holders: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name, found in of.items():
        for gram in found:
            holders[gram].append(name)
    shared = Counter(pair for names in holders.values() for pair in combinations(sorted(names), 2))
    for (one, two), count in sorted(shared.items()):
        yield count / min(len(of[one]), len(of[two])), one, two


def schema_errors(placed: list[tuple[str, Passage]]) -> dict[str, list[str]]:
    """Return the schema's errors by place; an empty list marks a passage of the right shape."""
    validator = Draft202012Validator(json.loads((HERE / "schema.json").read_text(encoding="utf-8")))
    found = {}
    for where, passage in placed:
        raised = validator.iter_errors(passage)
        found[where] = [f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in raised]
    return found


def text_errors(placed: list[tuple[str, Passage]]) -> Iterator[str]:
    """Yield the errors of passages of the right shape, each with its file and line."""
    names = json.loads((HERE / "weekdays.json").read_text(encoding="utf-8"))
    for where, passage in placed:
        for message in (*ungrounded(passage), *incoherent(passage), *wrong_weekdays(passage, names)):
            yield f"{where} {passage['id']}: {message}"
    ids = Counter(passage["id"] for _, passage in placed)
    yield from (f"{name}: id used {times} times" for name, times in ids.items() if times > 1)
    for share, one, two in overlaps(passage for _, passage in placed):
        if share > MAX_OVERLAP:
            yield f"{one} and {two} share {share:.0%} of their 5-grams"


def table(title: str, rows: Counter[tuple[str, str]]) -> None:
    """Print counts with one column a language."""
    languages = sorted({language for language, _ in rows})
    print(f"\n{title:38}" + "".join(f"{name:>6}" for name in languages) + "   all")
    for label in sorted({label for _, label in rows}):
        counts = [rows[language, label] for language in languages]
        print(f"{label:38}" + "".join(f"{n:6}" for n in counts) + f"{sum(counts):6}")


def report(passages: list[Passage]) -> None:
    """Print what the corpus holds, by language."""
    events = [(p["language"], e) for p in passages for e in p["events"]]
    statements = [(language, s) for language, e in events for s in e["statements"]]
    table("passages", Counter((p["language"], p["kind"]) for p in passages))
    for key in ("type", "scope", "factuality"):
        table(f"events by {key}", Counter((language, e[key]) for language, e in events))
    table("statements by stance", Counter((language, s["stance"]) for language, s in statements))
    table("statements by property", Counter((language, s["property"]) for language, s in statements))


def main(arguments: list[str]) -> int:
    """Check the folders named (default: passages and test beside this file) together; return the exit status."""
    folders = [Path(a) for a in arguments] or [HERE / "passages", HERE / "test"]
    placed = [found for folder in folders for found in read(folder)]
    misshapen = schema_errors(placed)
    sound = [(where, passage) for where, passage in placed if not misshapen[where]]
    found = [f"{where}: {message}" for where, messages in misshapen.items() for message in messages]
    found += text_errors(sound)
    report([passage for _, passage in sound])
    share = max((share for share, _, _ in overlaps(passage for _, passage in sound)), default=0.0)
    print(f"\n{len(placed)} passages; highest 5-gram overlap of two {share:.0%}; {len(found)} errors")
    for message in found:
        print(message, file=sys.stderr)
    return 1 if found or not placed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
