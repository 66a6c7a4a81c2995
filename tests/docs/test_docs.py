"""Every command on the pages is run, and every option and column is on its page."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import typer.main

from khaldun.cli.app import app
from khaldun.data.load import read_yaml
from khaldun.evaluate.registry import NAMES
from khaldun.publish.columns import columns

ROOT = Path(__file__).parents[2]
PAGES = ("README.md", "docs/tutorial.md")
COMPLETION = {"--install-completion", "--show-completion", "--help", "-h"}


def blocks(page: str) -> Iterator[tuple[str, str]]:
    """Yield (language, content) of the code blocks of a page."""
    for found in re.finditer(
        r"^```(\w+)\n(.*?)^```", (ROOT / page).read_text("utf-8"), re.MULTILINE | re.DOTALL
    ):
        yield found[1], found[2]


def script(page: str) -> str:
    """Return what a page tells its reader to type, as one shell script; make needs more than a test gives."""
    lines = ["set -eu"]
    for language, content in blocks(page):
        if language == "console":
            typed = (line.removeprefix("$ ") for line in content.splitlines() if line.startswith("$ "))
            lines += [
                expecting(line) for line in typed if not line.startswith(("make ", "git ", "cd ", ". "))
            ]
        elif language == "python":
            lines += ["python - <<'PYTHON'", content, "PYTHON"]
    return "\n".join(lines)


def expecting(line: str) -> str:
    """Return a command that fails unless it ends with the exit code its comment names."""
    command, _, code = line.partition("  # exit ")
    return f"{{ {command}; }} || [ $? = {code} ]" if code else command


@pytest.mark.full_gazetteer
@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_tells_to_type_works(page: str, tmp_path: Path) -> None:
    typed = script(page)
    if typed == "set -eu":
        pytest.skip(f"{page} has no command")
    (tmp_path / "demo").symlink_to(ROOT / "demo")
    (tmp_path / "build").mkdir()
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    ran = subprocess.run(
        ["bash", "-c", typed],
        cwd=tmp_path,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, f"{ran.stdout[-2000:]}\n{ran.stderr[-4000:]}"


def commands(group: Any, name: str) -> Iterator[tuple[str, Any]]:
    """Yield every command with its full name."""
    for word, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{name} {word}")
        else:
            yield f"{name} {word}", command


def sections() -> dict[str, str]:
    """Return the sections of the page of commands by their headings."""
    parts = re.split(r"^## (khaldun .*)$", (ROOT / "docs/commands.md").read_text("utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_command_has_a_section_and_every_section_a_command() -> None:
    assert sorted(sections()) == sorted(name for name, _ in commands(typer.main.get_command(app), "khaldun"))


def test_every_option_is_documented_and_every_documented_option_exists() -> None:
    for name, command in commands(typer.main.get_command(app), "khaldun"):
        real = {
            o for p in command.params for o in (*p.opts, *p.secondary_opts) if o.startswith("-")
        } - COMPLETION
        table = [line for line in sections()[name].splitlines() if line.startswith("| `-")]
        told = {o for line in table for o in re.findall(r"`(--?[a-z-]+)", line.split("|")[1])}
        assert told == real, name


def test_every_option_and_argument_has_help() -> None:
    for name, command in commands(typer.main.get_command(app), "khaldun"):
        assert command.help, name
        assert all(p.help for p in command.params), name


def test_every_command_takes_the_archive() -> None:
    for name, command in commands(typer.main.get_command(app), "khaldun"):
        assert any("--archive" in p.opts for p in command.params), name


def test_the_page_of_columns_names_those_of_the_export() -> None:
    text = (ROOT / "docs/columns.md").read_text("utf-8")
    told = re.findall(
        r"`(\w+)`", "".join(line.split("|")[1] for line in text.splitlines() if line.startswith("| `"))
    )
    kinds = [c for c in columns() if re.fullmatch(r"[a-z]+_[a-z_]+_(low|best|high)", c)]
    assert told == [c for c in columns() if c not in kinds]
    assert "killed_civilians_low" in kinds
    assert "abducted_children_high" in kinds


def test_links_between_pages_lead_somewhere() -> None:
    for page in (*PAGES, "docs/commands.md", "docs/columns.md"):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / page).read_text("utf-8")):
            assert ((ROOT / page).parent / target).exists(), f"{page}: {target}"


def test_every_evaluation_has_a_section_that_names_its_keys() -> None:
    parts = re.split(r"^## (\w+)$", (ROOT / "docs/evaluate.md").read_text("utf-8"), flags=re.MULTILINE)
    told = dict(zip(parts[1::2], parts[2::2], strict=True))
    assert set(NAMES) <= set(told)
    for name in NAMES:
        module = import_module(f"khaldun.evaluate.tasks.{name}")
        keys = module.TASK.keys if hasattr(module, "TASK") else module.KEYS
        like = told["geneva"] if name == "wikievents" else ""
        assert not [key for key in keys.values() if f"`{key}`" not in told[name] + like], name


def test_the_page_of_evaluations_has_the_event_types_of_muc4_right() -> None:
    page = (ROOT / "docs/evaluate.md").read_text("utf-8")
    for code, kind in read_yaml("evaluate/muc4.yaml")["types"].items():
        (row,) = (line for line in page.splitlines() if line.startswith(f"| {kind} |"))
        assert code in row
