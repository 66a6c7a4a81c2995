"""A stretch of words that may name a place, with what speaks for and against it."""

from __future__ import annotations

from dataclasses import dataclass

from khaldun.resolve.places.rows import Candidate, PlaceKind

_WELL_KNOWN = 500_000


@dataclass(slots=True)
class Name:
    """Tokens [first, last) that may name a place, with the candidates and the evidence around them."""

    first: int
    last: int
    candidates: tuple[Candidate, ...]
    script: str
    key: str
    preposition: bool = False
    settlement: bool = False
    village: bool = False
    """The word for the settlement says that it is a small one."""
    admin: PlaceKind | None = None
    person: bool = False
    organization: bool = False
    neighbor: bool = False
    surname: bool = False
    """A capitalized word that is no cue stands right before: the name may be the end of a person's."""
    tail: bool = False
    """A capitalized word that is no cue stands right after: the name may be the beginning of a longer one."""
    dateline: bool = False
    office: bool = False
    """A title stands before the name of a unit, which says whose title it is: "глава Харківщини Олег ..."."""
    initial: bool = False
    title_case: bool = False
    ordinary: bool = False
    directional: bool = False
    given: bool = False
    lowered: bool = False
    listed: bool = False
    sure: bool = False
    """It is known that the words name a place."""
    container: Name | None = None
    within: bool = False
    """The words between say no less than that the name lies in the container: "in", "north of", not "to"."""
    chosen: Candidate | None = None
    ranked: list[tuple[float, Candidate]] | None = None
    """Candidates with what speaks for each whatever the text; filled once the evidence is complete."""

    @property
    def tokens(self) -> int:
        """Return the number of words."""
        return self.last - self.first

    @property
    def is_unit(self) -> bool:
        """Tell whether a country or first-level unit has this name."""
        return self.candidates[0].entry.kind in (PlaceKind.COUNTRY, PlaceKind.ADMIN1)

    @property
    def is_well_known(self) -> bool:
        """Tell whether the name is a country's, a unit's, a region's or a metropolis's."""
        first = self.candidates[0].entry
        return self.is_unit or first.kind is PlaceKind.REGION or first.population >= _WELL_KNOWN
