"""How much one input may cost."""

from __future__ import annotations

from dataclasses import dataclass

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class IngestLimits:
    """Bounds on inputs, in bytes unless named otherwise; what passes one is refused with InputTooLarge.

    The defaults keep the process under 1 GB: Python holds a text with a single emoji at four
    bytes a character, so a document's file may hold a quarter of what memory would bear.
    """

    line_bytes: int = 64 * _MIB
    """One line of JSONL, one record of CSV, one report of a JSON array."""
    file_bytes: int = 64 * _MIB
    """One file that is one document; files of rows have no limit, they are streamed."""
    text_chars: int = 20_000_000
    """The text of one document, in characters."""
    unpacked_bytes: int = 1024 * _MIB
    """What a compressed file may unpack to, unless it holds rows."""
    unpack_ratio: int = 200
    """Unpacked size over packed size, from `unpack_free_bytes` on. News text packs 3 to 10 times."""
    unpack_free_bytes: int = 16 * _MIB
    html_depth: int = 1000
    """Open elements inside one another; deeper pages are read by stripping their tags."""
    html_tags: int = 200_000
    """Angle brackets of one page; a page with more is read by stripping its tags."""
    html_chars: int = 24_000_000
    """Characters of one page; a larger page is read by stripping its tags."""
    judged_tags: int = 40_000
    """Angle brackets of a page that trafilatura judges, which takes 4 s then; of a larger page all is kept
    that stands outside menus and footers."""
    judged_chars: int = 4_000_000
    failures_in_a_row: int = 10_000
    """Bad rows one after the other, after which the rest of a file is given up."""
    segments: int = 50_000
    """Segments of one document; neighboring paragraphs are joined beyond."""
