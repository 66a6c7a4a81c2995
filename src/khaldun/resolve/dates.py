"""Date expressions in documents and single phrases, resolved against the day a text was written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache

from khaldun.core.digest import digest
from khaldun.core.document import Document, SegmentKind
from khaldun.core.mention import Mention, MentionKind
from khaldun.core.span import Span
from khaldun.core.values import DateMention, DatePrecision, DateRole
from khaldun.core.words import Words
from khaldun.resolve.date_calendar import between_years, in_month, parse_day
from khaldun.resolve.date_context import Context, Resolved
from khaldun.resolve.date_days import completed, parts_of
from khaldun.resolve.date_grammar import DateGrammar, date_data_digest, date_grammars
from khaldun.resolve.date_values import resolve_expression
from khaldun.resolve.language_runs import known_language, language_runs

_VERSION = "dates/1"
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_PREFIX = re.compile(r"(\d{4})(?:-(\d\d))?$")
_DATELINE_DAYS = 60
"""A dateline farther than this from the day of publication is not believed."""


class DateSpotter:
    """Finds dates and resolves them; relative ones count from the dateline, else from publication."""

    def __init__(self, grammars: Mapping[str, DateGrammar] | None = None) -> None:
        self._grammars = grammars if grammars is not None else date_grammars()

    @property
    def id(self) -> str:
        """Return the digest of the rules and their data."""
        return digest(_VERSION, date_data_digest())

    def spot(self, document: Document, words: Words) -> Iterator[Mention]:
        """Yield the dates of a document in the order of the text."""
        anchor = self.anchor(document, words)
        context = Context(anchor, None, None if anchor else _only_year(document))
        for within, language in language_runs(document, words, self._grammars):
            for found in self.read(words, within, language, context):
                context = _after(context, found.value)
                span = words.span(found.first, found.last)
                yield Mention(MentionKind.DATE, span, span.of(words.text), found.value)

    def anchor(self, document: Document, words: Words) -> date | None:
        """Return the day that relative expressions count from, or None."""
        published = parse_day(document.source.published)
        for segment in document.segments:
            if segment.kind is SegmentKind.DATELINE:
                found = self._dateline(document, words, segment.span, published)
                if found is not None:
                    return found
        return published

    def _dateline(self, document: Document, words: Words, span: Span, published: date | None) -> date | None:
        language = known_language(document.language, document.text, self._grammars)
        context = Context(published, None, None if published else _only_year(document))
        for found in self.read(words, words.within(span), language, context):
            if found.value.range is None or found.value.range.precision is not DatePrecision.DAY:
                continue
            day = date.fromisoformat(found.value.range.start)
            if published is None or abs((published - day).days) <= _DATELINE_DAYS:
                return day
        return None

    def read(self, words: Words, within: range, language: str, context: Context) -> Iterator[Resolved]:
        """Yield the dates of a token range, read in one language."""
        grammar = self._grammars[language]
        context = Context(context.anchor, context.previous, context.year, grammar.numeric)
        for expression in grammar.find(words, within):
            for found in resolve_expression(expression, context):
                context = _after(context, found.value)
                yield found


def resolve(words: str, anchor: str | None, language: str | None) -> DateMention | None:
    """Return what a single date expression means, or None where it is none.

    `anchor` is an ISO date or date-time; without it only full dates resolve. An ISO prefix ("2025-11")
    is read as such.
    """
    prefix = _PREFIX.match(words.strip())
    if prefix is not None:
        return _of_prefix(prefix.group(1), prefix.group(2))
    grammars = date_grammars()
    spotter = DateSpotter(grammars)
    cut = Words.of(words)
    first = known_language(language, words, grammars)
    for name in dict.fromkeys((first, *(("en",) if language not in grammars else ()))):
        context = Context(parse_day(anchor))
        found = max(
            spotter.read(cut, range(len(cut)), name, context), key=lambda r: r.last - r.first, default=None
        )
        if found is not None:
            return found.value
    return None


@lru_cache(maxsize=10_000)
def month_and_day(words: str, language: str | None) -> tuple[int, int] | None:
    """Return month and day of an expression that names both and no year: "12 February"; None for any other."""
    grammars = date_grammars()
    cut = Words.of(words)
    grammar = grammars[known_language(language, words, grammars)]
    for expression in grammar.find(cut, range(len(cut))):
        if expression.kind == "date":
            part = completed(parts_of(expression.core, Context()))[0]
            if part.month and part.day and part.year is None:
                return part.month, part.day
    return None


def _of_prefix(year: str, month: str | None) -> DateMention | None:
    found = in_month(int(year), int(month)) if month else between_years(int(year), int(year))
    return DateMention(found) if found is not None else None


def _after(context: Context, value: DateMention) -> Context:
    """Return the context with the day just told as the previous one."""
    found = value.range
    if found is None or value.role not in (DateRole.ON, DateRole.SPAN) or len(found.end) != 10:
        return context
    if found.precision not in (DatePrecision.DAY, DatePrecision.FEW_DAYS):
        return context
    return Context(context.anchor, date.fromisoformat(found.end), context.year, context.numeric)


def _only_year(document: Document) -> int | None:
    """Return the one year that the text and title name, if there is exactly one."""
    published = _PREFIX.match(document.source.published or "")
    if published is not None:
        return int(published.group(1))
    years = set(_YEAR.findall(f"{document.source.title or ''}\n{document.text}"))
    return int(years.pop()) if len(years) == 1 else None
