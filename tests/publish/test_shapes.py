"""The shape of one event, as every export writes it."""

from __future__ import annotations

import pytest

from khaldun.core.document import Document, Source
from khaldun.core.event import MentionRecord
from khaldun.core.span import Span
from khaldun.core.statement import EventMention, Factuality, Scope
from khaldun.merge import merge
from khaldun.publish.shapes import event_shape

TEXT = "Shelling killed 40,000 people."


@pytest.mark.parametrize(("scope", "dated"), [(Scope.INCIDENT, True), (Scope.CUMULATIVE, False)])
def test_only_an_incident_is_given_the_days_before_its_report(scope: Scope, dated: bool) -> None:
    document = Document(TEXT, Source("a-1", None, "Gazette", published="2026-03-10"), "en")
    mention = EventMention(
        document.id, "shelling_artillery_missile", (Span(0, 8),), scope, Factuality.OCCURRED, 0.9
    )
    _, (event,) = merge([MentionRecord(mention, (), document)])
    assert ("date" in event_shape(event)) is dated
