"""Who is meant by "the group", "the ministry" or a bare surname: the body or person named before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from khaldun.core.mention import MentionKind
from khaldun.core.values import Ref
from khaldun.core.words import ARABIC_ARTICLES, fold, is_arabic, tokens
from khaldun.extract.name_parts import speaker_rules
from khaldun.extract.scene import Scene
from khaldun.extract.speakers import Speaker

_ONE_NAME = 5
"""Two bodies that begin at most this many tokens apart are named together, the first by way of the second."""


@dataclass(slots=True)
class Named:
    """The bodies that a text names, and who has spoken in it so far."""

    scene: Scene
    bodies: Sequence[tuple[int, Ref]]
    """First token and catalogue entry, in the order of the text; states are no bodies."""
    spoken: list[Speaker] = field(default_factory=list)

    @classmethod
    def of(cls, scene: Scene) -> Named:
        """Collect the bodies that the text names."""
        placed = (
            p for s in scene.sentences for p in s.placed(MentionKind.ACTOR, MentionKind.SPEAKER) if p.ref
        )
        bodies = [
            (p.first, p.ref) for p in placed if p.ref and p.ref.id and not p.ref.kind.startswith("state")
        ]
        return cls(scene, bodies)

    @property
    def last(self) -> Speaker | None:
        """Return who spoke last, None where nobody has."""
        return self.spoken[-1] if self.spoken else None

    def in_full(self, speaker: Speaker) -> Speaker:
        """Return the speaker under the name that it is short for, and remember that it spoke."""
        found = speaker if speaker.id is not None else self._resolved(speaker)
        self.spoken.append(found)
        return found

    def _resolved(self, speaker: Speaker) -> Speaker:
        body = self._published(speaker)
        if body is not None:
            name = f"{body.name}, {speaker.name}" if speaker.person else body.name
            return replace(speaker, name=name, id=body.id, kind=body.kind)
        if speaker.person:
            return self._person(speaker)
        alone = self._only_one(speaker)
        definite = self._is_definite(speaker)
        body = alone or (self._body(speaker) if definite else None)
        if body is not None:
            return replace(speaker, name=body.name, id=body.id, kind=body.kind)
        return self._said_before(speaker) if definite else speaker

    def _published(self, speaker: Speaker) -> Speaker | Ref | None:
        """Return whose "statement" or "its spokesman" a speaker is: who spoke, or was named, before it there."""
        if not speaker.labels or {*speaker.labels} - _publishes() or not self._is_definite(speaker):
            return None
        for earlier in reversed(self.spoken):
            if self._is_apart(earlier.first, speaker.first):
                break
            if earlier.id is not None or {*earlier.labels} - _publishes():
                return earlier
        fighting = {*speaker_rules()["armies"], *speaker_rules()["armed_groups"]}
        near = (
            r
            for at, r in reversed(self.bodies)
            if at < speaker.first and not self._is_apart(at, speaker.first)
        )
        return next((r for r in near if r.kind not in fighting), None)

    def _is_apart(self, first: int, last: int) -> bool:
        """Tell whether a paragraph ends between two tokens."""
        words = self.scene.words
        return "\n" in words.text[words.starts[first] : words.starts[last]]

    def _said_before(self, speaker: Speaker) -> Speaker:
        """Return the speaker under the fuller name by which one of the same noun spoke before."""
        for earlier in reversed(self.spoken):
            if earlier.id is None and {*earlier.labels} & {*speaker.labels} - {"spokesperson"}:
                return replace(speaker, name=max(earlier.name, speaker.name, key=len))
        return speaker

    def _only_one(self, speaker: Speaker) -> Ref | None:
        """Return the one body of the text whose name holds the speaker's noun."""
        name = speaker.name.casefold()
        fitting = {r.id: r for _, r in self.bodies if name in r.name.casefold().split()}
        return next(iter(fitting.values())) if len(fitting) == 1 else None

    def _body(self, speaker: Speaker) -> Ref | None:
        """Return who spoke last, or was named last before the speaker, of the kinds that its noun stands for."""
        kinds = {k for label in speaker.labels for k in _stands_for().get(label, ())}
        before = [(first, r) for first, r in self.bodies if first < speaker.first and r.kind in kinds]
        spoke = [s for s in self.spoken if s.id is not None and s.kind in kinds]
        if spoke:
            return Ref(spoke[-1].id, spoke[-1].name, spoke[-1].kind)
        return _head(before) if before else None

    def _person(self, speaker: Speaker) -> Speaker:
        """Return a speaker told by surname alone under the name it was introduced by."""
        if speaker.labels or speaker.last - speaker.first != 1:
            return speaker
        surname = self.scene.words.folded[speaker.first]
        for earlier in reversed(self.spoken):
            if earlier.person and surname in map(fold, tokens(earlier.name)):
                return replace(speaker, name=earlier.name, id=earlier.id, kind=earlier.kind)
        return speaker

    def _is_definite(self, speaker: Speaker) -> bool:
        """Tell whether an article points the noun at something named before."""
        folded = self.scene.words.folded
        if is_arabic(folded[speaker.first]):
            return any(folded[i].startswith(ARABIC_ARTICLES) for i in range(speaker.first, speaker.last))
        articles = _definite().get(self.scene.lexicon.language)
        near = folded[max(0, speaker.first - 1) : speaker.last]
        return articles is None or any(word in articles for word in near)


def _head(bodies: Sequence[tuple[int, Ref]]) -> Ref:
    """Return the last body, or the one that it is a part of the name of: "the front X of the dissidents of the Y"."""
    at = len(bodies) - 1
    while at and bodies[at][0] - bodies[at - 1][0] <= _ONE_NAME:
        at -= 1
    return bodies[at][1]


@lru_cache(maxsize=1)
def _publishes() -> frozenset[str]:
    """Return the labels of those who only speak for another, and of what another has published."""
    return frozenset(speaker_rules()["publishes"])


@lru_cache(maxsize=1)
def _stands_for() -> Mapping[str, Sequence[str]]:
    kinds: Mapping[str, Sequence[str]] = speaker_rules()["stands_for"]
    return kinds


@lru_cache(maxsize=1)
def _definite() -> Mapping[str, frozenset[str]]:
    return {code: frozenset(map(fold, words)) for code, words in speaker_rules()["definite"].items()}
