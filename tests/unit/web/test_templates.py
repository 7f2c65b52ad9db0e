"""Every template compiles; every page has a title, and none breaks the content policy."""

import re
from pathlib import Path

import pytest
from flask import Flask

from config import ROOT

FOLDER = ROOT / "templates"
TEMPLATES = sorted(FOLDER.glob("**/*.html"))
FORBIDDEN = re.compile(
    r"<style\b|\sstyle=|\son[a-z]+=[\"']|<script(?![^>]*(?:\bsrc=|json))|javascript:"
)
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)


def name(file: Path) -> str:
    return file.relative_to(FOLDER).as_posix()


@pytest.mark.parametrize("file", TEMPLATES, ids=name)
def test_a_template_compiles(app: Flask, file: Path) -> None:
    app.jinja_env.get_template(name(file))


@pytest.mark.parametrize("file", TEMPLATES, ids=name)
def test_a_page_has_a_title(file: Path) -> None:
    source = file.read_text()
    if '{% extends "layouts/' in source:
        assert re.search(r"\{%-? block title -?%\}\s*\S", source)


@pytest.mark.parametrize(
    "file", [f for f in TEMPLATES if f.relative_to(FOLDER).parts[0] != "documents"], ids=name
)
def test_a_template_has_no_inline_script_or_style(file: Path) -> None:
    assert not FORBIDDEN.search(COMMENT.sub("", file.read_text()))
