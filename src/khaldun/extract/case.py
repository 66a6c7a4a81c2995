"""One actor mention in its sentence: what the rules of roles look at, and what they answer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from khaldun.core.values import Ref
from khaldun.extract.attribution import Voices
from khaldun.extract.scene import EntryHit, Placed, Scene, Sentence
from khaldun.extract.trigger import Trigger


class Role(StrEnum):
    """What an actor mention is in an event."""

    CLAIMED = "claimed"
    ACCUSED = "accused"
    AGENT = "agent"
    RECIPIENT = "recipient"


@dataclass(frozen=True, slots=True)
class Part:
    """An actor mention with its role and how sure the rule is."""

    placed: Placed
    role: Role
    confidence: float


@dataclass(frozen=True, slots=True)
class Case:
    """An actor mention, the voices of its sentence and the triggers there."""

    scene: Scene
    spoken: Voices
    placed: Placed
    triggers: tuple[Trigger, ...]

    @property
    def sentence(self) -> Sentence:
        """Return the sentence the actor stands in."""
        return self.spoken.sentence

    @property
    def kind(self) -> str:
        """Return the catalogue's kind of the actor."""
        return kind_of(self.placed)

    @property
    def is_state(self) -> bool:
        """Tell whether the actor is a state by name, adjective or capital."""
        return self.kind.startswith("state")

    @property
    def verb_first(self) -> bool:
        """Tell whether verbs stand before their subjects in the language."""
        return "verb_first" in self.scene.lexicon.grammar

    def agents(self, label: str) -> list[EntryHit]:
        """Return the sentence's words of a kind of agency."""
        return self.sentence.of("agents", label)

    def unbroken(self, first: int, last: int) -> bool:
        """Tell whether no punctuation stands between two tokens."""
        return not any(self.scene.words.breaks_before(i) for i in range(first, last + 1))

    def follows(self, first: int, last: int) -> bool:
        """Tell whether a token at `last` goes on from `first`, with no more than a closing bracket between."""
        words = self.scene.words
        gap = words.text[words.ends[first - 1] : words.starts[last]]
        return self.unbroken(first, last) or gap.strip() in (")", "»", "”")

    def undergoing(self, first: int, last: int) -> bool:
        """Tell whether a passive stands among tokens [first, last)."""
        return any(first <= h.first < last for h in self.sentence.of("passive"))


def kind_of(placed: Placed) -> str:
    """Return the catalogue's kind of an actor mention."""
    value = placed.mention.value
    return value.kind if isinstance(value, Ref) else ""
