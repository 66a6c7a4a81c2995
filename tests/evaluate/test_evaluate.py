"""An evaluation from a file to figures: rows, limits, broken lines, and what a predictor sees."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from khaldun.errors import InputError, UsageError
from khaldun.evaluate.predict.protocols import Article, TypedSpan
from khaldun.evaluate.registry import NAMES, evaluation
from khaldun.evaluate.report import Request, published
from khaldun.evaluate.task import evaluate
from khaldun.evaluate.tasks import gazetteer, re3d

GUN = {"start": 0, "end": 3, "type": "Weapon"}
ROWS = [{"id": name, "title": "T", "text": "gun", "entities": [GUN]} for name in "abc"]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    lines = [
        json.dumps(ROWS[0]),
        "{broken",
        "",
        json.dumps({"id": "x", "text": "gun"}),
        *map(json.dumps, ROWS[1:]),
    ]
    tmp_path.joinpath("dev.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


def tag(article: Article) -> list[TypedSpan]:
    assert article == Article("gun", "T")
    return [TypedSpan(0, 3, "Weapon")]


TASK = replace(re3d.TASK, predictor=lambda: tag)


def test_a_perfect_reader_scores_one_and_broken_lines_are_named(data: Path) -> None:
    report = evaluate(TASK, Request(data))
    shape = report.shape()
    assert (shape["n"], shape["documents"], shape["skipped"], shape["span_f1"]) == (3, 3, 2, 1.0)
    assert [p.line for p in report.problems] == [2, 4]
    assert "the key 'entities' is missing" in str(report.problems[1])
    assert shape["measures"]["spans"]["interval"] == [1.0, 1.0]


def test_a_limit_reads_the_first_rows_only(data: Path) -> None:
    assert evaluate(TASK, Request(data, "dev", 1)).n == 1


def test_a_split_that_is_not_there_is_named_with_those_that_are(data: Path) -> None:
    with pytest.raises(InputError, match=r"test\.jsonl: there is no such split.*one of: dev"):
        evaluate(TASK, Request(data, "test"))
    with pytest.raises(InputError, match="there is no such folder"):
        evaluate(TASK, Request(data / "none"))


def test_a_split_without_a_row_has_figures_of_nought(tmp_path: Path) -> None:
    tmp_path.joinpath("dev.jsonl").write_text("", encoding="utf-8")
    assert evaluate(TASK, Request(tmp_path)).shape()["span_f1"] == 0.0


def test_an_unknown_evaluation_is_named_with_those_that_are() -> None:
    with pytest.raises(UsageError, match="re3d"):
        evaluation("re4d")


@pytest.mark.parametrize("name", NAMES)
def test_every_evaluation_has_a_function_and_published_figures_are_percentages(name: str) -> None:
    assert callable(evaluation(name))
    assert all(1 < f.figure <= 100 and f.system for figures in published(name).values() for f in figures)


def test_given_toponyms_are_scored_by_the_gazetteer_s_own_scorer(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = ModuleType("khaldun.evaluate.gazetteer")
    documents = [{"id": "a", "n": 4, "right": 3, "n_ids": 2, "right_ids": 1}]
    figures = {"acc161": 0.75, "acc161_ids": 0.5, "mean_km": 90.5, "n": 4, "documents": documents}
    monkeypatch.setattr(module, "evaluate", lambda folder, split: figures, raising=False)
    monkeypatch.setitem(sys.modules, "khaldun.evaluate.gazetteer", module)
    shape = gazetteer.run(Request(data)).shape()
    assert (shape["acc161"], shape["acc161_ids"], shape["mean_km"], shape["n"]) == (0.75, 0.5, 90.5, 4)
