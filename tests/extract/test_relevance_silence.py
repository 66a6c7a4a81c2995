"""Texts that use the words of conflict for something else yield nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from khaldun.evaluate.corpus import document_of, passages
from tests.extract.reading import read, reader, told

pytestmark = pytest.mark.full_gazetteer

_CORPUS = Path(__file__).parents[2] / "corpus" / "passages"
_SILENT = 0.85
"""Share of the corpus passages without an event that must stay silent; measured higher, kept with a margin."""

NEGATIVES = [
    (
        "Nurses at three hospitals in Manchester will walk out for 48 hours next week in a strike over"
        " staffing, their union said."
    ),
    "The train drivers' strike hit commuters across northern France on Monday, the rail operator said.",
    (
        "Air traffic controllers called off a strike planned for Friday after reaching a pay deal with the"
        " government."
    ),
    (
        "Kane's late strike gave the visitors a 2-1 win, and the striker attacked the near post again"
        " before the final whistle."
    ),
    (
        "The midfielder shot wide from twenty yards before Osei struck the crossbar; the home side's"
        " attack never recovered."
    ),
    (
        "Thousands of fans took to the streets of Buenos Aires on Sunday to celebrate the national team's"
        " victory in the final."
    ),
    (
        "A magnitude 6.2 earthquake struck western Nepal late on Friday, killing at least 128 people,"
        " officials said."
    ),
    (
        "Floods killed 14 people and left six missing in Derna district after two days of rain, the civil"
        " protection agency said."
    ),
    (
        "A bus carrying pilgrims collided with a truck near Multan on Thursday, killing 11 people and"
        " injuring 23."
    ),
    (
        "A tanker exploded after it overturned on a highway in Niger State, killing 40 people who had come"
        " to scoop up fuel."
    ),
    (
        "A helicopter carrying six soldiers crashed in fog in Anatolia on Wednesday because of a technical"
        " fault; all on board died."
    ),
    (
        "A fire at a garment factory in Dhaka killed nine workers on Saturday. Firefighters blamed a short"
        " circuit."
    ),
    (
        "The director's new thriller follows a sniper who hunts a terrorist cell through Beirut; the film"
        " opens on Friday."
    ),
    (
        "Her second novel, set during the siege of Sarajevo, tells how a nurse hides a wounded soldier"
        " from the militia."
    ),
    (
        "The museum opens an exhibition on the bombing of Dresden, with photographs of the raid of"
        " February 1945."
    ),
    "A sculpture in memory of the victims of the 2004 train bombings was unveiled in Madrid on Wednesday.",
    (
        "Germany signed a contract for 35 fighter jets and 200 air-to-air missiles worth 8 billion euros"
        " on Tuesday."
    ),
    "The Turkish drone maker will open a factory near Kyiv and expects to export 200 drones a year.",
    (
        "North Korea test-fired two short-range ballistic missiles into the sea on Thursday, South Korea's"
        " military said."
    ),
    "The space agency launched a rocket carrying an Earth observation satellite from Kourou on Friday.",
    (
        "Troops from Japan and the Philippines practiced a simulated beach assault during joint drills on"
        " Palawan this week."
    ),
    "The navy's annual exercise ends on Friday with live-fire artillery training in the Baltic Sea.",
    (
        "Hackers attacked the network of the ministry of finance on Sunday and demanded a ransom for the"
        " stolen data."
    ),
    (
        "A ransomware attack shut the hospital's computer systems for three days, and patients were sent"
        " elsewhere."
    ),
    (
        "A court in The Hague sentenced a former militia commander to 30 years in prison on Thursday for"
        " murder in 2003."
    ),
    "A jury acquitted the officer who shot dead a driver at a traffic stop in 2022.",
    (
        "The opposition leader launched a scathing attack on the budget and accused the prime minister of"
        " killing off the railway."
    ),
    "The minister came under fire from critics in parliament on Wednesday over the cost of the new airport.",
    "Rebels in the ruling party stormed out of the conference hall on Saturday after losing the vote on tax.",
    "The central bank fought inflation with a surprise rise in rates; shares rallied and then tumbled.",
    (
        "A shark attacked a swimmer off Recife on Saturday; the man lost a leg and is in hospital,"
        " lifeguards said."
    ),
    "Elephants raided maize fields near Tsavo and killed a farmer on Tuesday, wildlife rangers said.",
    "Doctors say the patient died of a heart attack an hour after the vaccine shot, and see no link.",
    (
        "The battle against malaria has stalled, a study found: deaths rose to 610,000 last year as"
        " funding was hit."
    ),
    (
        "Veterans laid wreaths at the beach on Thursday to mark the anniversary of the landing in which"
        " thousands of soldiers died."
    ),
    (
        "Why do insurgencies last? Analysts argue that groups that control smuggling routes can survive"
        " air strikes for decades."
    ),
    (
        "General Okafor was sworn in as chief of defense staff on Monday and promised to end the"
        " insurgency in the northeast."
    ),
    "Experts blew up an unexploded Second World War bomb found on a building site in Frankfurt on Sunday.",
    "The chess champion sacrificed a knight and launched an attack on the king's side that won in 31 moves.",
    (
        "A gas cylinder explosion in a restaurant in Lahore killed three people and wounded eight on"
        " Tuesday, police said."
    ),
    "Migrants drowned when their boat capsized off Sfax on Tuesday; the coast guard recovered 19 bodies.",
    "Lightning struck a church in Rwanda during mass, killing 16 worshippers, the mayor said.",
]


def test_at_least_nine_in_ten_invented_negatives_stay_silent() -> None:
    loud = [text for text in NEGATIVES if told(read(text))]
    assert len(loud) <= len(NEGATIVES) // 10, loud


def test_the_negatives_of_the_corpus_stay_silent() -> None:
    silent = [p for p in passages(_CORPUS) if not p["events"]]
    loud = [p["id"] for p in silent if reader().read(document_of(p)).mentions]
    assert len(loud) <= (1 - _SILENT) * len(silent), loud


def test_a_paragraph_that_looks_back_goes_on_looking_back() -> None:
    reading = read(
        "French jets bombed an Islamic State camp near Palmyra on Monday.\n\n"
        "Islamic State overran large parts of Syria in 2014. The group held Palmyra twice and blew up its temples."
    )
    assert [r for r in reading.readings if r.statement.quote in ("blew up", "temples")] == []
