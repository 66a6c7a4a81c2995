"""Every error Khaldun raises on purpose, as one small tree.

KhaldunError
├── UsageError                 the call itself is wrong; exit code 2
├── DataError                  a file of Khaldun's own data is broken
│   └── CodebookError
├── InputError                 one input cannot be read; the others still are
│   ├── EmptyInput
│   ├── UndecodableInput
│   ├── InputTooLarge
│   ├── MalformedRow
│   └── UnsupportedInput
├── UngroundedStatement        a quote that is not in the text at its span
└── ArchiveError               the archive cannot be opened, read or written
    ├── ArchiveNotFound
    ├── ArchiveReadOnly
    ├── ArchiveFull
    ├── ArchiveBusy
    └── CustodyBroken
"""

from __future__ import annotations


class KhaldunError(Exception):
    """Base of all errors that carry a message for the user."""


class UsageError(KhaldunError):
    """The command or call is wrong as it stands."""


class DataError(KhaldunError):
    """A data file (codebook, lexicon, catalogue) breaks its schema."""

    def __init__(self, file: str, problem: str) -> None:
        self.file, self.problem = file, problem
        super().__init__(f"{file}: {problem}")


class CodebookError(DataError):
    """The codebook is incomplete or contradicts itself."""


class InputError(KhaldunError):
    """One input cannot be read; the message names it, the line, and the way out."""

    def __init__(self, origin: str, problem: str, remedy: str = "", line: int | None = None) -> None:
        self.origin, self.problem, self.remedy, self.line = origin, problem, remedy, line
        where = origin if line is None else f"{origin}, line {line}"
        super().__init__(f"{where}: {problem}" + (f". {remedy}" if remedy else ""))


class EmptyInput(InputError):
    """There is no text in the input."""


class UndecodableInput(InputError):
    """The bytes are not text in any encoding that fits."""


class InputTooLarge(InputError):
    """The input, or one line of it, passes a stated limit."""


class MalformedRow(InputError):
    """A line of JSONL or CSV is not a report."""


class UnsupportedInput(InputError):
    """The input is of a kind that Khaldun does not read."""


class UngroundedStatement(KhaldunError):
    """A quote is not the document's text at its span."""

    def __init__(self, quote: str, start: int, end: int, found: str) -> None:
        self.quote, self.start, self.end, self.found = quote, start, end, found
        super().__init__(
            f"the quote {quote[:80]!r} is not the text at [{start}, {end}), which reads {found[:80]!r}; "
            "the statement is refused"
        )


class ArchiveError(KhaldunError):
    """The archive cannot be used as asked."""


class ArchiveNotFound(ArchiveError):
    """There is no archive at the path."""


class ArchiveReadOnly(ArchiveError):
    """The archive cannot be written."""


class ArchiveFull(ArchiveError):
    """The disk has no room left; what was committed is kept."""


class ArchiveBusy(ArchiveError):
    """Another process is writing to the archive."""


class CustodyBroken(ArchiveError):
    """The custody log or a capture does not match its digest."""
