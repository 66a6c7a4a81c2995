"""Who did it, to whom, and with what."""

from __future__ import annotations

import pytest

from tests.extract.reading import names, of, read

pytestmark = pytest.mark.full_gazetteer


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        (
            "Six people were killed in an attack on a market in El Obeid by the Rapid Support Forces.",
            "Rapid Support Forces",
        ),
        (
            "An RSF drone strike hit a hospital in El Obeid on Sunday, killing six people.",
            "Rapid Support Forces",
        ),
        ("Hezbollah fired rockets at Haifa on Monday, wounding two people.", "Hezbollah"),
        (
            "Residents say the Rapid Support Forces were behind the air strike on Kutum.",
            "Rapid Support Forces",
        ),
        (
            "The Islamic State claimed responsibility for the suicide bombing in Kabul on Friday.",
            "Islamic State",
        ),
        (
            "The attack on a church in Komanda killed 38 people; officials blamed the Allied Democratic Forces.",
            "Allied Democratic Forces",
        ),
    ],
)
def test_the_one_who_acts(text: str, actor: str) -> None:
    assert actor in names(read(text), "actor")


def test_the_one_acted_on_follows_the_verb() -> None:
    reading = read("A suicide bomber attacked the Somali army in Mogadishu on Sunday, killing six people.")
    assert len(names(reading, "recipient")) == 1
    assert names(reading, "actor") == {"A suicide bomber"}


def test_an_accusation_is_a_claim_of_the_accuser() -> None:
    reading = read(
        "The Sudanese army accused the Rapid Support Forces of an attack on a market in Kutum on Monday."
    )
    accused = of(reading, "responsibility_attributed")
    assert {(r.attribution.speaker, r.stance.value) for r in accused} == {("Sudanese Armed Forces", "claims")}


def test_a_claim_of_responsibility_is_kept_as_such() -> None:
    reading = read("The Islamic State claimed responsibility for the suicide bombing in Kabul on Friday.")
    assert names(reading, "responsibility_claimed") == {"Islamic State"}


def test_who_is_only_linked_or_reacts_did_nothing() -> None:
    linked = read(
        "Gunmen linked to Al-Shabaab attacked a village near Lamu on Saturday, killing five people."
    )
    reacts = read("A suicide bomber killed 12 people in Kabul on Friday. Turkey condemned the attack.")
    assert names(linked, "actor") == {"Gunmen"}
    assert names(reacts, "actor") == {"A suicide bomber"}


def test_a_speaker_who_owns_the_strike_acted() -> None:
    reading = read("The Sudanese army admitted that its air strike killed 11 civilians in Kutum on Tuesday.")
    assert "Sudanese Armed Forces" in names(reading, "actor")


def test_the_weapon_is_named() -> None:
    reading = read(
        "A Kh-101 cruise missile hit an apartment block in Ternopil on Wednesday, killing 25 people."
    )
    assert "Kh-101" in names(reading, "weapon")
    assert {r.statement.quote for r in of(reading, "target")} == {"apartment block"}


def test_no_harm_to_civilians_is_no_zero_of_killed() -> None:
    reading = read(
        "No civilians were harmed in the air strike on a depot near Palmyra on Saturday, the coalition said."
    )
    assert of(reading, "no_civilian_harm")
    assert not of(reading, "killed", "killed_civilians")


@pytest.mark.parametrize(
    ("text", "language", "actor", "other"),
    [
        (
            "The al-Qaeda affiliate JNIM attacked the army camp in Djibo on Sunday, killing 43 soldiers.",
            "en",
            "Jama'at Nusrat al-Islam wal-Muslimin (JNIM)",
            "Al-Qaeda",
        ),
        (
            "JNIM said on Monday that 43 soldiers killed in Djibo had fallen in its attack.",
            "en",
            "Jama'at Nusrat al-Islam wal-Muslimin (JNIM)",
            "Burkina Faso Armed Forces",
        ),
        (
            "Los insurgentes del Estado Islámico atacaron el lunes un puesto militar en Mucojo, Mozambique.",
            "es",
            "Islamic State",
            "Mozambique Defence Armed Forces",
        ),
    ],
)
def test_who_is_only_named_beside_the_deed_did_not_do_it(
    text: str, language: str, actor: str, other: str
) -> None:
    found = names(read(text, language=language), "actor")
    assert actor in found
    assert other not in found


def test_a_group_named_in_full_with_its_letters_in_brackets_acts() -> None:
    text = "Des rebelles des Forces démocratiques alliées (ADF) ont attaqué lundi Lolwa, tuant neuf civils."
    assert names(read(text, language="fr"), "actor") == {"Allied Democratic Forces"}
