"""Small reports for archives that are read end to end, and what an archive gives back of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from khaldun.pipeline.reader import Reader
from khaldun.pipeline.run import ReadReport, read_into
from khaldun.publish.exports import as_bytes, export_lines
from khaldun.publish.formats import Format
from khaldun.store.archive import ArchiveStore

Row = Mapping[str, object]

KADUGLI = (
    "A drone strike killed at least 12 people and wounded 30 in Kadugli in Sudan's South Kordofan state on "
    "Saturday, a network of Sudanese doctors said. The doctors blamed the Rapid Support Forces."
)
KADUGLI_CORRECTED = KADUGLI.replace("at least 12 people", "at least 14 people")
MAIDUGURI = (
    "A suicide bomber killed five worshippers in a mosque in Maiduguri in Nigeria on Wednesday, police said."
)
KHARKIV = (
    "Двоє людей загинули внаслідок ракетного удару по Харкову у вівторок, повідомила обласна прокуратура."
)
GAO = "Des hommes armés ont tué sept civils lundi près de Gao, au Mali, a indiqué le maire."
COUNCIL = "The city council of Leeds voted on Tuesday to repair three bridges over the river next year."
FINNISH = "Kaupunginvaltuusto päätti tiistaina korjata kolme siltaa, ja työt alkavat ensi vuonna joen yli."
JAPANESE = "市議会は火曜日に三つの橋を修理することを決めた。"

POST = """<!DOCTYPE html><html lang="en"><head><title>Air strike in Idlib</title>
<meta property="og:site_name" content="Test Courier">
<meta property="article:published_time" content="2026-01-04T12:00:00Z">
<link rel="canonical" href="https://courier.example/idlib"></head><body><main><article>
<h1>Air strike in Idlib</h1>
<p>An air strike hit a house in Idlib in north-western Syria on Saturday and killed three people, rescue
workers said. The army put the following message on its account a day later, and gave no more details.</p>
<blockquote class="twitter-tweet"><p lang="en" dir="ltr">Our aircraft struck a weapons depot of the group in
Idlib on 3 January. Four fighters were killed.</p>&mdash; Test Army Command (@testarmycommand)
<a href="https://twitter.com/testarmycommand/status/1111111111111111111">January 4, 2026</a></blockquote>
<p>The claims could not be checked, because journalists had no access to the place that day.</p>
</article></main></body></html>
"""


def row(name: str, text: str, **more: object) -> Row:
    """Return a report in the input format, published on Sunday, 14 December 2025 unless told otherwise."""
    given = {"id": name, "outlet": f"Outlet of {name}", "published": "2025-12-14", "text": text}
    return {**given, **more}


def write_rows(path: Path, rows: Iterable[Row]) -> Path:
    """Write reports as JSONL and return the path."""
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
    return path


def read(reader: Reader, archive: Path, *inputs: Path, batch: int = 200) -> ReadReport:
    """Read inputs into the archive in a folder, which is made where there is none."""
    with ArchiveStore.open(archive, create=True, actor="tester") as store:
        return read_into(store, inputs, batch=batch, reader=reader)


def exports(archive: Path) -> dict[str, bytes]:
    """Return the bytes of every export of an archive that is sound from end to end."""
    with ArchiveStore.open(archive) as store:
        assert store.verify().problems == ()
        return {name: b"".join(map(as_bytes, export_lines(store, name))) for name in Format}


def events(archive: Path) -> list[dict[str, Any]]:
    """Return the events of an archive as exported."""
    return [json.loads(line) for line in exports(archive)["jsonl"].splitlines()]


def documents(archive: Path) -> list[dict[str, Any]]:
    """Return the documents of an archive as exported."""
    return [json.loads(line) for line in exports(archive)["documents"].splitlines()]
