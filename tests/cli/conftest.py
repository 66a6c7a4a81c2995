"""The sample archive, and a way to run commands on it as a shell would."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from khaldun.cli.app import app
from tests.publish.sample import make

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("cli") / "archive")


@pytest.fixture
def run(sample: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on the sample archive, unless the command names another."""
    monkeypatch.setenv("KHALDUN_ARCHIVE", str(sample))
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    runner = CliRunner()

    def khaldun(*arguments: str, input: bytes | None = None) -> Result:
        return runner.invoke(app, list(arguments), input=input)

    return khaldun
