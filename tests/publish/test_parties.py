"""Who an event names as having acted."""

from __future__ import annotations

from khaldun.core.values import UNNAMED, Ref
from khaldun.publish.parties import Named, most_telling, one_unnamed


def test_gunmen_and_armed_men_are_told_once() -> None:
    found: Named = [(Ref(None, "gunmen", UNNAMED), []), (Ref(None, "armed men", UNNAMED), [])]
    assert [ref.name for ref, _ in one_unnamed(found)] == ["gunmen"]


def test_a_named_party_stays() -> None:
    found: Named = [(Ref(None, "the coalition", "coalition"), []), (Ref(None, "gunmen", UNNAMED), [])]
    assert one_unnamed(found) == found


def test_a_government_beside_its_forces_is_one_party() -> None:
    government = Ref("MMR.government", "Myanmar junta", "government", country="MMR")
    forces = Ref("MMR.armed_forces", "Myanmar military", "armed_forces", country="MMR")
    assert most_telling([(government, []), (forces, [])]) == [(forces, [])]
    assert most_telling([(government, [])]) == [(government, [])]
