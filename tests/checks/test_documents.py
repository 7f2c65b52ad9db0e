"""The documents tell the truth: every setting and command is in them, every link leads on."""

import dataclasses
import re
import tomllib
from pathlib import Path

import click
import pytest
from flask import Flask

from config import Settings
from store.version import VERSION
from tests.support.processes import ROOT

DOCUMENTS = sorted({*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")})
BARE = {"database_url": "DATABASE_URL", "redis_url": "REDIS_URL"}
NOT_A_SETTING = {"testing"}
FRAMEWORK = {"run", "shell", "routes"}  # Flask's own, told in Flask's documents


def variable(field: str) -> str:
    return BARE.get(field, f"GUILDHALL_{field.upper()}")


@pytest.mark.parametrize(
    "field", [f.name for f in dataclasses.fields(Settings) if f.name not in NOT_A_SETTING]
)
def test_every_setting_is_documented(field: str) -> None:
    assert f"`{variable(field)}`" in (ROOT / "docs" / "settings.md").read_text()


def test_no_setting_is_documented_that_does_not_exist() -> None:
    text = (ROOT / "docs" / "settings.md").read_text()
    named = set(re.findall(r"^\| `([A-Z_]+)`", text, re.MULTILINE))
    assert named == {
        variable(f.name) for f in dataclasses.fields(Settings) if f.name not in NOT_A_SETTING
    }


def test_every_command_is_documented(_app: Flask) -> None:
    text = (ROOT / "docs" / "operations.md").read_text()
    commands = [
        path for name, command in _app.cli.commands.items() for path in _paths(name, command)
    ]
    missing = [path for path in commands if f"flask --app app {path}" not in text]
    assert missing == []


def _paths(name: str, command: click.Command) -> list[str]:
    if name in FRAMEWORK:
        return []
    if name == "db":
        return ["db upgrade"]
    if isinstance(command, click.Group):
        return [f"{name} {child}" for child in command.commands]
    return [name]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", document.read_text())
    files = [target for target in targets if not re.match(r"[a-z]+:", target)]
    assert [target for target in files if not (document.parent / target).exists()] == []


def test_the_version_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    newest = re.search(r"^## (\d\S*)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert newest is not None
    assert project == VERSION == newest[1]
