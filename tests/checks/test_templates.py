"""Every template compiles, every page has a title, nothing is inline, and none is forgotten."""

import re
from pathlib import Path

import pytest
from flask import Flask

from tests.support.processes import ROOT
from tests.support.sources import sources

TEMPLATES = ROOT / "templates"
NAMES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
PAGES = [
    name
    for name in NAMES
    if not Path(name).name.startswith("_") and not name.startswith(("layouts/", "components/"))
]
INLINE = re.compile(
    r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\b(?:src=|application/json))", re.IGNORECASE
)


@pytest.mark.parametrize("name", NAMES)
def test_it_compiles(_app: Flask, name: str) -> None:
    _app.jinja_env.get_template(name)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_a_title(name: str) -> None:
    assert re.search(r"{%-? block title\b", (TEMPLATES / name).read_text())


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_inline(name: str) -> None:
    """The content policy would refuse it."""
    source = re.sub(r"{#.*?#}", "", (TEMPLATES / name).read_text(), flags=re.DOTALL)
    assert INLINE.findall(source) == []


def test_every_named_template_is_there() -> None:
    named = {name for text in _texts() for name in re.findall(r"[\"']([\w/-]+\.html)[\"']", text)}
    assert named - set(NAMES) == set()


def test_no_template_is_forgotten() -> None:
    """Named in full, or by its last part where the folder is computed."""
    everything = "\n".join(_texts())
    words = {name: (Path(name).name, f'"{Path(name).stem}"') for name in NAMES}
    assert [name for name, by in words.items() if not any(w in everything for w in by)] == []


def _texts() -> list[str]:
    return [path.read_text() for path in (*sources(), *TEMPLATES.rglob("*.html"))]
