"""`khaldun verify`: the archive checked from end to end."""

from __future__ import annotations

import json
from dataclasses import asdict

import typer

from khaldun.cli import options
from khaldun.cli.session import opened
from khaldun.cli.terminal import data, say

BROKEN = 1


def verify(archive: options.Archive = options.DEFAULT_ARCHIVE, as_json: options.Json = False) -> None:
    """Check the custody log, the raw bytes, the texts and every quote; exit code 1 if anything is wrong."""
    with opened(archive) as found:
        report = found.verify()
    if as_json:
        data([json.dumps({**asdict(report), "sound": report.sound}, ensure_ascii=False)])
    else:
        checked = f"{report.entries} log entries, {report.captures} captures, {report.documents} documents"
        data(
            [
                f"checked {checked}, {report.statements} statements",
                f"head of the custody chain: {report.head}",
            ]
        )
        for problem in report.problems:
            say(f"error: {problem}")
        data(["the archive is sound" if report.sound else f"{len(report.problems)} problems found"])
    if not report.sound:
        raise typer.Exit(BROKEN)
