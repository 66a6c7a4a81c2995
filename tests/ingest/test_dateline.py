"""Datelines in the languages of the data."""

from __future__ import annotations

import pytest

from khaldun.ingest.dateline import dateline_span

DATELINES = [
    "KYIV -|Russian troops",
    "ISLAMABAD:|The army",
    "Damascus, January 4 –|The jets",
    "KABUL, Afghanistan (AP) —|A bomb",
    "KYIV, Ukraine, Nov. 20, 2025 —|The army",
    "El-Fasher, Sudan – January 4, 2026 –|Shelling",
    "SANAA, Jan 4 (Xinhua) --|A strike",
    "BEIRUT (Reuters) -|Two people",
    "Maiduguri, Nigeria, January 4:|Gunmen",
    "Paris, le 4 janvier —|Des avions",
    "N'DJAMENA, 12 mars (AFP) -|Des soldats",
    "Ouagadougou, lundi 5 janvier 2026 -|Des hommes",
    "Madrid, 5 ene (EFE).-|El ejército",
    "Bogotá, 4 de enero de 2026 (EFE).-|Al menos",
    "BOGOTÁ -|Doce personas",
    "São Paulo, 4 jan (Lusa) —|Um ataque",
    "Roma, 4 gen. (askanews) -|Un attacco",
    "Berlin (dpa) -|Die Armee",
    "İstanbul, 4 Ocak (AA) -|Bir saldırı",
    "МОСКВА, 4 янв - РИА Новости.|Самолеты",
    "ДАМАСК, 4 января. /ТАСС/.|Авиация",
    "КИЕВ, 4 января (Рейтер) -|В городе",
    "Київ. 4 січня. ІНТЕРФАКС-УКРАЇНА -|Ворог",
    "دمشق، 4 كانون الثاني (أ ف ب) -|قالت الوزارة",
    "القاهرة - رويترز:|قال الجيش",
    "دمشق – (سانا):|قال المصدر",
    "الخرطوم ٤ يناير (رويترز) -|قال الجيش",
]


@pytest.mark.parametrize("case", DATELINES)
def test_a_dateline_is_found_with_its_closing_mark(case):
    dateline, body = case.split("|")
    text = f"Title\n\n{dateline} {body}"
    span = dateline_span(text, 7, len(text))
    assert span is not None
    assert span.of(text) == dateline


@pytest.mark.parametrize(
    "text",
    [
        "Drone strike – what we know",
        "BREAKING: Drones over Kyiv",
        "UN: 30 killed in the market",
        "Hamas: we will respond",
        "Israel: 4 killed, 7 hurt",
        "RSF: no attack took place",
        "The army said – on Monday – that it",
        "Baghuz — the last enclave — fell",
        "On January 4 – a Sunday – the town",
        "On Sunday, January 4 - the army",
        "In May – the month of the attack – the",
        "Five people were killed in Kabul on January 4: two of them",
        "President Zelensky, on 4 January - said",
        "Reuters - the agency - says",
        "March 4: Three soldiers died",
        "January 4, 2026 - Twelve people died",
        "Police in Kabul (AP) – said",
        "Le 4 janvier - des avions",
        "В субботу, 4 января - самолеты",
        "في يوم 4 يناير - قال الجيش",
        "قال الجيش السوداني: قتل اثنان",
        "",
    ],
)
def test_sentences_with_the_same_marks_are_no_datelines(text):
    assert dateline_span(text, 0, len(text)) is None
