"""Who was acted on, and people without a name who acted."""

from __future__ import annotations

import pytest

from tests.extract.reading import names, read

pytestmark = pytest.mark.full_gazetteer


@pytest.mark.parametrize(
    ("text", "language", "recipient"),
    [
        ("French aircraft struck an Islamic State hideout near Gao on Monday.", "en", "Islamic State"),
        (
            "The army shelled positions of the Rapid Support Forces in Kutum on Monday.",
            "en",
            "Rapid Support Forces",
        ),
        (
            "L'armée a bombardé mardi des positions du groupe État islamique près de Gao.",
            "fr",
            "Islamic State",
        ),
        ("قصف الجيش السوداني يوم الاثنين مواقع قوات الدعم السريع في كتم.", "ar", "Rapid Support Forces"),
        (
            "El ejército recuperó el lunes el control de Wad Madani, en manos de las Fuerzas de Apoyo Rápido.",
            "es",
            "Rapid Support Forces",
        ),
    ],
)
def test_who_owns_or_loses_what_was_hit_is_acted_on(text: str, language: str, recipient: str) -> None:
    reading = read(text, language=language)
    assert recipient in names(reading, "recipient")
    assert recipient not in names(reading, "actor")


def test_who_takes_a_town_is_no_loser() -> None:
    reading = read("Goma est tombée mardi aux mains du M23, selon des habitants.", language="fr")
    assert names(reading, "actor") == {"March 23 Movement"}
    assert names(reading, "recipient") == set()


def test_a_nationality_alone_is_not_acted_on() -> None:
    assert names(read("An air strike killed 12 Palestinians in Rafah on Monday."), "recipient") == set()


@pytest.mark.parametrize(
    ("text", "language", "who"),
    [
        (
            "Gunmen on motorcycles attacked a village near Zurmi on Monday, killing nine people.",
            "en",
            "Gunmen on",
        ),
        ("Hombres armados secuestraron el lunes a doce alumnos en Kaduna.", "es", "Hombres armados"),
        ("اختطف مسلحون يوم الاثنين أربعة موظفين في كادونا.", "ar", "مسلحون"),
        ("Невідомі викрали у понеділок двох волонтерів у Хартумі.", "uk", "Невідомі"),
    ],
)
def test_people_without_a_name_act_where_no_party_is_named(text: str, language: str, who: str) -> None:
    [found] = names(read(text, language=language), "actor")
    assert found.startswith(who)


def test_people_without_a_name_give_way_to_a_party() -> None:
    reading = read(
        "Gunmen killed nine people near Zurmi on Monday. The army blamed Boko Haram for the attack."
    )
    assert names(reading, "actor") == {"Boko Haram"}


def test_people_without_a_name_who_were_hit_did_not_act() -> None:
    assert names(read("Soldiers killed 14 gunmen in a raid near Zurmi on Monday."), "actor") != {"gunmen"}


def test_both_parties_of_a_clash_act() -> None:
    reading = read(
        "Fighting between the Sudanese army and the Rapid Support Forces in Kutum on Monday left 40 dead."
    )
    assert names(reading, "actor") == {"Sudanese Armed Forces", "Rapid Support Forces"}


def test_who_takes_part_in_a_deed_acts() -> None:
    reading = read(
        "Royal Air Force Typhoon jets joined French aircraft in a raid on an Islamic State camp near Palmyra on Monday."
    )
    assert {"Royal Air Force", "France air force"} <= names(reading, "actor")


def test_arms_that_were_only_stored_were_not_used() -> None:
    reading = read(
        "French jets bombed a site near Palmyra on Monday where the Islamic State group had stored explosives."
    )
    assert "explosives" not in names(reading, "weapon")
    assert names(reading, "recipient") == {"Islamic State"}


def test_who_took_a_town_holds_it_and_what_was_hit_is_an_outcome() -> None:
    taken = read("M23 rebels took control of the town of Sake near Goma on Monday, residents said.")
    hit = read("French jets bombed a cave near Palmyra on Monday. The target was hit, the army said.")
    assert names(taken, "territory_control") == {"March 23 Movement"}
    assert [r.value for r in hit.readings if r.statement.property == "outcome"] == ["target was hit"]


@pytest.mark.parametrize(
    ("text", "language", "used", "unused"),
    [
        (
            "Gunmen on motorcycles attacked a convoy of pickup trucks near Djibo on Monday, killing nine people.",
            "en",
            "motorcycle",
            "pickup truck",
        ),
        (
            "The rebels shelled the camp near Sinbo with mortars on Monday and captured two howitzers.",
            "en",
            "mortar",
            "artillery piece",
        ),
        (
            "Una motocicleta cargada con explosivos mató el lunes a los dos soldados de un camión militar en Jamundí.",
            "es",
            "motorcycle",
            "military truck",
        ),
    ],
)
def test_arms_are_what_those_who_acted_used(text: str, language: str, used: str, unused: str) -> None:
    found = names(read(text, language=language), "weapon", "platform")
    assert used in found
    assert unused not in found


def test_an_expert_on_explosives_and_a_ceasefire_are_no_arms() -> None:
    text = "Warplanes bombed Nyala on Monday, killing nine. An explosives expert saw two craters before the ceasefire."
    assert not names(read(text), "weapon")
