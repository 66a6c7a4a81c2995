"""What kind of input some bytes are."""

from __future__ import annotations

import pytest

from khaldun.ingest.sniff import Kind, sniff


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ('{"text": "a"}\n{"text": "b"}', Kind.JSONL),
        ('{"text": "cut off', Kind.JSONL),
        ('text": "cut off"}\n{"text": "a"}\n{"text": "b"}', Kind.JSONL),
        ('[{"text": "a"}]', Kind.JSON),
        ("[\n]", Kind.JSON),
        ('{\n  "text": "a"\n}', Kind.JSON),
        ("[AFP] Two died in Homs.", Kind.TEXT),
        ("{Update} Two died in Homs.", Kind.TEXT),
        ("<!DOCTYPE html><title>x</title>", Kind.HTML),
        ("<!-- saved -->\n<html lang='ar'>", Kind.HTML),
        ("<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html>", Kind.HTML),
        ("<p>Two died.</p>", Kind.HTML),
        ("<3 people died", Kind.TEXT),
        ("id,text\n1,a", Kind.CSV),
        ("TITLE;TEXT\na;b", Kind.CSV),
        ("text\nTwo died.", Kind.CSV),
        ("a,b,c\n1,2,3\n4,5,6", Kind.CSV),
        ("In Homs, two died\n\nIn Hama, three.", Kind.TEXT),
        ("Homs, Hama, Idlib and more\nWere hit, sources said, today", Kind.TEXT),
        ("# Title\n\nWords.", Kind.MARKDOWN),
        ("Title\nOutlet: X\n\nWords.", Kind.TEXT),
        ('\ufeff{"text": "a"}', Kind.JSONL),
    ],
)
def test_the_kind_is_told_by_the_beginning(head, kind):
    assert sniff(head.encode(), "x").kind is kind


def test_a_head_that_ends_within_a_character_is_text():
    assert sniff(("я" * 100).encode()[:-1], "x").kind is Kind.TEXT
