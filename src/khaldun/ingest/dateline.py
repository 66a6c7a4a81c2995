"""Finds the dateline that opens a report's body, in any language of the data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from khaldun.core.span import Span
from khaldun.data.load import read_yaml

_FILE = "ingest/datelines.yaml"
_MONTHS_FILE = "ingest/months.yaml"
_LONGEST = 120
"""Characters within which a dateline ends."""
_DIGIT = "[0-9\u0660-\u0669\u06f0-\u06f9]"
_DASH = "[-\u2010-\u2015\u2212]"
_UPPER = "A-Z\u00c0-\u00d6\u00d8-\u00deĀĂĄĆČĎĐĒĖĘĚĞĢĪİĶĹĻŁŃŅŇŌŐŘŚŞŠŢŤŪŮŰŹŻŽ\u0400-\u042fҐ"
_CASELESS = "\u0620-\u06d3\u05d0-\u05ea\u0904-\u0dff\u1200-\u137f\u4e00-\u9fff\u10a0-\u10ff"
_MARK = re.compile(rf"{_DASH}|[:/)]")
_ANY_DIGIT = re.compile(_DIGIT)
_AGENCY_MARK = re.compile(rf"[(\[/]|\s{_DASH}|[.:]\s")


def dateline_span(text: str, start: int, end: int) -> Span | None:
    """Return where the body in [start, end) of `text` has its dateline, its closing mark included.

    "KYIV -", "Damascus, January 4 –", "دمشق، 4 كانون الثاني (أ ف ب) -". White space after the closing mark
    belongs to neither the dateline nor what follows it.
    """
    stop = min(end, start + _LONGEST)
    for pattern in _fitting(text[start:stop]):
        match = pattern.match(text, start, stop)
        if match and _is_place(match["place"]) and (match.end() < stop or stop == end):
            return Span(start, start + len(match.group().rstrip()))
    return None


def _fitting(opening: str) -> Iterator[re.Pattern[str]]:
    """Yield the forms that `opening` can have, told by the marks that they need."""
    if not _MARK.search(opening):
        return
    dated, agency, capitals = _patterns()
    if _ANY_DIGIT.search(opening):
        yield dated
    if _AGENCY_MARK.search(opening):
        yield agency
    if opening[:3].isupper():
        yield capitals


def _is_place(words: str) -> bool:
    """Tell whether words that stand where a place should may be one."""
    words = words.strip(" .,،")
    return words.upper() not in _words("not_places") and words.split()[0].upper() not in _words("not_first")


@lru_cache(maxsize=4)
def _words(name: str) -> frozenset[str]:
    """Return one list of the data, in capitals."""
    return frozenset(str(word).upper() for word in read_yaml(_FILE)[name])


def _any_of(words: Iterable[object]) -> str:
    """Return an alternation of `words`, the longest first, blanks standing for any white space."""
    ordered = sorted({str(w) for w in words}, key=lambda w: (-len(w), w))
    return "(?:" + "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in ordered) + ")"


def _date(data: dict[str, Any]) -> str:
    """Return the pattern of a date of a dateline: a day and a month, in either order."""
    months = read_yaml(_MONTHS_FILE)
    month = rf"(?i:{_any_of(name for names in months.values() for name in names)})\.?(?!\w)"
    weekday = rf"(?i:{_any_of(data['weekdays'])})\.?(?!\w)"
    article = rf"(?:(?i:{_any_of(data['date_articles'])})\s+)?"
    number = rf"{_DIGIT}{{1,2}}(?:{_any_of(data['ordinals'])})?(?!\w)"
    year = rf"(?:,?\s*(?:de\s+)?{_DIGIT}{{4}}(?:\s*(?:г\.|года|року|р\.))?)?"
    months_named = rf"{month}(?:\s*[/\u2013-]\s*{month})?"
    day_month = rf"{article}{number}\.?(?:\s+de)?\s+{months_named}"
    return rf"(?:{article}{weekday},?\s+)?(?:{day_month}|{month}\s+{number}){year}"


def _agency(data: dict[str, Any]) -> str:
    """Return the pattern of one or more agencies, in brackets, in slashes or bare."""
    name = rf"(?i:{_any_of(data['agencies'])})(?!\w)"
    return rf"(?:[(\[]\s*{name}(?:\s*[/,-]\s*{name})*\s*[)\]]|/\s*{name}\s*/|{name})"


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return the three forms: with a date, with an agency, and a place in capitals alone."""
    data = read_yaml(_FILE)
    date, agency = _date(data), _agency(data)
    small = _any_of(data["connectors"])
    cap = rf"(?:[{_UPPER}{_CASELESS}][\w'’ʼ`-]*\.?)"
    place = rf"{cap}(?:\s+(?:{cap}|{small}\s+{cap})){{0,3}}"
    region = rf"(?:,\s*{cap}(?:\s+{cap}){{0,2}}(?=\s*[,(:.]|\s+{_DASH}|\s+{_DIGIT}))?"
    caps = rf"[{_UPPER}][{_UPPER}'’ʼ.-]+(?:[ /-][{_UPPER}][{_UPPER}'’ʼ.-]*){{0,4}}"
    close = rf"(?:\s*\.?\s*(?:{_DASH}{{1,2}}|:)(?:\s+|\Z)|\s*\Z)"
    after_agency = rf"(?:\s*(?:\.?\s*{_DASH}{{1,2}}|[:/.])(?:\s+|\Z)|\s*\Z)"
    between = rf"\s*[.,،(/]?\s*{_DASH}?\s*"
    forms = (
        rf"(?P<place>{place}){region}{between}(?:{date})\)?(?:{between}{agency}{after_agency}|[,.،]?{close})",
        rf"(?P<place>{place}){region}{between}{agency}{after_agency}",
        rf"(?P<place>{caps}){region}\s*(?:\.?\s*{_DASH}{{1,2}}|:)\s+",
    )
    dated, by_agency, capitals = (re.compile(form) for form in forms)
    return dated, by_agency, capitals
