"""The sample archive, made once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from khaldun.pipeline.archive import Archive
from khaldun.settings import Settings
from tests.publish.sample import make


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder: Path = make(tmp_path_factory.mktemp("sample") / "archive")
    with Archive.open(Settings(archive=str(folder), actor="tester")) as found:
        yield found
