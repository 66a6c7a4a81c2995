"""Events as CSV and as GeoJSON, line by line."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from khaldun.publish.columns import Cell, columns, flat
from khaldun.publish.wording import Json

_RISKY = ("=", "+", "-", "@", "\t", "\r")
"""A cell of text that begins like this would be run as a formula by a spreadsheet."""


def csv_lines(shapes: Iterable[Json]) -> Iterator[str]:
    """Yield a CSV table without line ends: the header, then one event a row (RFC 4180, UTF-8)."""
    yield _csv_line(columns())
    for shape in shapes:
        yield _csv_line([_cell(value) for value in flat(shape).values()])


def _csv_line(cells: Iterable[object]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="").writerow(cells)
    return buffer.getvalue()


def _cell(value: Cell) -> Any:
    """Return a cell as written: truth as true or false, text on one line and with a ' before a formula."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        line = " ".join(value.split())
        return f"'{line}" if line.startswith(_RISKY) else line
    return value


def geojson_lines(shapes: Iterable[Json]) -> Iterator[str]:
    """Yield a FeatureCollection (RFC 7946), one event a line; the geometry is null without a point."""
    yield '{"type": "FeatureCollection", "features": ['
    before = ""
    for shape in shapes:
        if before:
            yield f"{before},"
        before = json.dumps(feature(shape), ensure_ascii=False)
    if before:
        yield before
    yield "]}"


def feature(shape: Json) -> Json:
    """Return an event as a GeoJSON feature, its properties the known cells of its flat row."""
    row = flat(shape)
    lat, lon = row.pop("lat"), row.pop("lon")
    point = None if lat is None or lon is None else {"type": "Point", "coordinates": [lon, lat]}
    known = {name: value for name, value in row.items() if value is not None and name != "id"}
    return {"type": "Feature", "id": shape["id"], "geometry": point, "properties": known}
