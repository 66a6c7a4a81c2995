"""A document laid out for reading: its sentences with the phrases and mentions that stand in them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from khaldun.core.document import Document, SegmentKind
from khaldun.core.mention import Mention, MentionKind
from khaldun.core.phrases import Hit
from khaldun.core.span import Span
from khaldun.core.values import Ref
from khaldun.core.words import ARABIC_AND, Words, fold, is_arabic
from khaldun.extract.lexicon import Entry, Lexicon
from khaldun.extract.sentences import clause_starts, sentences
from khaldun.extract.sight import Sight

EntryHit = Hit[Entry]
_LONGEST = 150
"""Words of the longest sentence that is read as one; the longest of the corpus has 62."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A mention with the tokens [first, last) it covers."""

    mention: Mention
    first: int
    last: int

    @property
    def ref(self) -> Ref | None:
        """Return the catalogue entry that is named, None for counts, dates and places."""
        return self.mention.value if isinstance(self.mention.value, Ref) else None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its tokens, clause starts, hits by family and mentions by kind, all sorted by tokens."""

    index: int
    span: Span
    tokens: range
    kind: SegmentKind
    clauses: tuple[int, ...]
    hits: Mapping[str, list[EntryHit]]
    mentions: Mapping[MentionKind, list[Placed]]
    is_parted: bool = False
    """Whether the sentence is the later part of one that tells two events side by side."""

    def of(self, family: str, *labels: str) -> list[EntryHit]:
        """Return the hits of a family, of the given labels if any are named; not to be changed."""
        found = self.hits.get(family)
        if found is None:
            return []
        return [h for h in found if h.payload.label in labels] if labels else found

    def placed(self, *kinds: MentionKind) -> list[Placed]:
        """Return the mentions of the given kinds, sorted by first token; not to be changed."""
        if len(kinds) == 1:
            return self.mentions.get(kinds[0]) or []
        return sorted((p for k in kinds for p in self.mentions.get(k, ())), key=_by_tokens)

    def clause(self, token: int) -> range:
        """Return the tokens of the clause that holds `token`."""
        at = bisect_right(self.clauses, token)
        start = self.clauses[at - 1] if at else self.tokens.start
        stop = self.clauses[at] if at < len(self.clauses) else self.tokens.stop
        return range(start, stop)

    @property
    def is_title(self) -> bool:
        """Tell whether the sentence stands in the title."""
        return self.kind is SegmentKind.TITLE


@dataclass(frozen=True, slots=True)
class Scene:
    """A document, its words, the lexicon it is read by, and its sentences in the order of the text."""

    document: Document
    words: Words
    lexicon: Lexicon
    sentences: tuple[Sentence, ...]
    sight: Sight | None = None
    """What the model saw; None where none has looked."""

    @property
    def leads(self) -> frozenset[int]:
        """Return the indices of the title and of the first sentence below it."""
        body = next((s.index for s in self.sentences if not s.is_title), 0)
        return frozenset({body, *(s.index for s in self.sentences if s.is_title)})

    def span(self, first: int, last: int) -> Span:
        """Return the characters of tokens [first, last)."""
        return self.words.span(first, last)


def is_joined(scene: Scene, hit: EntryHit) -> bool:
    """Tell whether an Arabic hit is written with an "and" that its phrase lacks: it begins a new clause."""
    folded = scene.words.folded[hit.first]
    return is_arabic(folded) and folded[0] in ARABIC_AND and fold(hit.phrase)[0] != folded[0]


def lay_out(document: Document, words: Words, lexicon: Lexicon, hits: Sequence[EntryHit]) -> Scene:
    """Return the scene of a document without its mentions; hits are sorted by place."""
    at = [h.first for h in hits]
    told = ((piece, kind) for span, kind in sentences(document) for piece in _pieces(words, span))
    parts = [_sentence(i, span, kind, words, hits, at) for i, (span, kind) in enumerate(told)]
    return Scene(document, words, lexicon, tuple(s for s in parts if len(s.tokens)))


def _pieces(words: Words, span: Span) -> Iterator[Span]:
    """Yield a sentence, or what it is cut into where it is longer than any that is read: text without a full stop.

    What is said of one word is looked for in its whole sentence, so that its length must have a bound.
    """
    tokens = words.within(span)
    if len(tokens) <= _LONGEST:
        yield span
        return
    for first in range(tokens.start, tokens.stop, _LONGEST):
        last = min(first + _LONGEST, tokens.stop)
        yield Span(words.starts[first], words.starts[last] if last < tokens.stop else span.end)


def harmed(scene: Scene) -> list[range]:
    """Return the token ranges of the sentences that tell of harm or a toll: a figure needs such a word beside it."""
    return [s.tokens for s in scene.sentences if any(s.of(f) for f in ("harm", "both_harms", "tolls"))]


def with_mentions(scene: Scene, mentions: Sequence[Mention]) -> Scene:
    """Return the scene with the mentions of its document, sorted by place, in their sentences."""
    placed = sorted((_place(scene.words, m) for m in mentions), key=_by_tokens)
    at = [p.first for p in placed]
    return replace(scene, sentences=tuple(_with_placed(s, placed, at) for s in scene.sentences))


def _by_tokens(placed: Placed) -> tuple[int, int]:
    return (placed.first, placed.last)


def _place(words: Words, mention: Mention) -> Placed:
    first = bisect_left(words.starts, mention.span.start)
    last = bisect_left(words.starts, mention.span.end, first)
    if first == last:
        first = max(0, words.at(mention.span.start))
    return Placed(mention, first, max(first + 1, last))


def _sentence(
    index: int, span: Span, kind: SegmentKind, words: Words, hits: Sequence[EntryHit], hits_at: Sequence[int]
) -> Sentence:
    tokens = words.within(span)
    by_family: dict[str, list[EntryHit]] = defaultdict(list)
    for hit in hits[bisect_left(hits_at, tokens.start) : bisect_left(hits_at, tokens.stop)]:
        if hit.last <= tokens.stop:
            by_family[hit.payload.family].append(hit)
    openers = frozenset(h.first for h in by_family.get("clause", ()))
    return Sentence(index, span, tokens, kind, tuple(clause_starts(words, tokens, openers)), by_family, {})


def _with_placed(sentence: Sentence, placed: Sequence[Placed], placed_at: Sequence[int]) -> Sentence:
    start, stop = sentence.tokens.start, sentence.tokens.stop
    by_kind: dict[MentionKind, list[Placed]] = defaultdict(list)
    for p in placed[bisect_left(placed_at, start) : bisect_left(placed_at, stop)]:
        by_kind[p.mention.kind].append(p)
    return replace(sentence, mentions=by_kind)
