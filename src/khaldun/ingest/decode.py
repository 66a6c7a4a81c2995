"""Bytes to text: byte-order mark, UTF-8, the declared encoding, then a guess from a sample."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any, cast

from charset_normalizer import from_bytes

from khaldun.data.load import read_yaml
from khaldun.errors import UndecodableInput
from khaldun.ingest.language import document_language

_FILE = "ingest/encodings.yaml"
_SAMPLE = 64 * 1024
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]+)""",
    re.IGNORECASE,
)
_ESCAPES = re.compile(rb"\x1b[$(]")
_BAD = re.compile("[\udc80-\udcff]")
_GOOD = re.compile("[\u0080-\ud7ff\ue000-\U0010ffff]")
_BAD_LINE = re.compile("^[^\n]*[\udc80-\udcff][^\n]*", re.MULTILINE)
_REMEDY = "Save the input as UTF-8 and read it again."


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was read in, and what a user should know about that."""

    text: str
    encoding: str
    note: str | None = None


def bom_encoding(data: bytes) -> str | None:
    """Return the encoding that a byte-order mark names."""
    return next((name for mark, name in _BOMS if data.startswith(mark)), None)


def unmarked_utf16(sample: bytes) -> str | None:
    """Return the byte order of UTF-16 without a mark: the NUL bytes of its blanks all stand on one side."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if even + odd < 2 or min(even, odd) > 0.02 * (even + odd):
        return None
    name = "utf-16-le" if odd > even else "utf-16-be"
    try:
        text = sample[: len(sample) // 2 * 2].decode(name, "ignore")
    except UnicodeDecodeError:
        return None
    plausible = sum(c.isalnum() or c.isspace() or c.isprintable() for c in text[:2000])
    letters = sum(c.isalpha() and (c.isascii() or "\u00c0" <= c <= "\u06ff") for c in text[:2000])
    return name if plausible >= 0.98 * len(text[:2000]) and letters >= 0.3 * len(text[:2000]) else None


def decode_text(data: bytes, origin: str, encoding: str | None = None) -> Decoded:
    """Return the text of `data`; raises UndecodableInput.

    `encoding` is what the caller knows already (UTF-16 seen by its NUL bytes). UTF-8 goes before the
    declared encoding: text in another encoding is hardly ever valid UTF-8, but pages often declare wrongly.
    """
    for name in _candidates(data, encoding):
        try:
            return Decoded(data.decode(name), name)
        except (UnicodeError, LookupError):  # a page may declare "undefined", which refuses everything
            continue
    return _mixed(data) or _guessed(data, origin)


def _guessed(data: bytes, origin: str) -> Decoded:
    """Return the text in the encoding that it most looks like."""
    guess = guess_encoding(data)
    if guess is None:
        raise UndecodableInput(origin, "the bytes are not text in any encoding that fits", _REMEDY)
    try:
        return Decoded(data.decode(guess), guess, f"no encoding is declared; the text is read as {guess}")
    except UnicodeDecodeError as error:
        problem = f"most of it reads as {guess}, but the byte at position {error.start} does not"
        raise UndecodableInput(origin, problem, _REMEDY) from error


def _mixed(data: bytes) -> Decoded | None:
    """Return text that is mostly UTF-8: other lines are read in their encoding, stray bytes become U+FFFD."""
    text = data.decode("utf-8", "surrogateescape")
    bad = len(data) - len(text.encode("utf-8", "ignore"))
    good = len(text) - len(text.encode("ascii", "ignore")) - bad
    if good <= bad:
        return None
    lines = (match.group() for match in islice(_BAD_LINE.finditer(text), 1000))
    foreign = [line for line in lines if not _GOOD.search(line)]
    guess = guess_encoding("\n".join(foreign).encode("utf-8", "surrogateescape")) if foreign else None

    def repair(match: re.Match[str]) -> str:
        line = match.group()
        if guess and not _GOOD.search(line):
            return line.encode("utf-8", "surrogateescape").decode(guess, "replace")
        return _BAD.sub("\ufffd", line)

    what = f"lines in {guess}" if guess else "stray bytes, which stand as U+FFFD"
    return Decoded(_BAD_LINE.sub(repair, text), "utf-8", f"the text is UTF-8 but for {bad} bytes ({what})")


def _candidates(data: bytes, encoding: str | None) -> list[str]:
    """Return the encodings to try before guessing, in their order."""
    if known := bom_encoding(data) or encoding:
        return [known]
    declared = declared_encoding(data)
    if declared and _ESCAPES.search(data, 0, _SAMPLE):
        return [declared, "utf-8"]  # ISO 2022 is plain ASCII with escapes, and so would pass as UTF-8
    return ["utf-8", declared] if declared else ["utf-8"]


def declared_encoding(data: bytes) -> str | None:
    """Return the encoding that an HTML or XML head declares, as browsers understand its name."""
    match = _DECLARED.search(data, 0, 4096)
    if match is None:
        return None
    name = (match[1] or match[2]).decode("ascii", "ignore").lower()
    name = _names().get(name, name)
    try:
        info = codecs.lookup(name)
    except LookupError:
        return None
    return info.name if info.name not in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7") else None


def guess_encoding(data: bytes) -> str | None:
    """Return the encoding that a sample of `data` most looks like, None where nothing fits."""
    sample = data[:_SAMPLE]
    best = from_bytes(sample, steps=8, cp_isolation=_table()["candidates"]).best()
    return _fitting_language(best.encoding, sample) if best else None


def _fitting_language(guess: str, sample: bytes) -> str:
    """Return the guess, or the Latin encoding of the sample's language where the guess is of others."""
    latin = _table()["latin"]
    if guess not in latin:
        return guess
    language = document_language(sample.decode(guess, "ignore"))
    fitting = [name for name, languages in latin.items() if language in languages]
    return guess if guess in fitting or not fitting else fitting[0]


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    return cast("dict[str, Any]", read_yaml(_FILE))


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Return what browsers take declared names to mean."""
    return cast("dict[str, str]", read_yaml(_FILE)["names"])
