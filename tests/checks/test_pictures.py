"""Pictures of the documents: every one is used, there, taken by the script, and small."""

import re
from pathlib import Path

import pytest

from tests.support.processes import ROOT

IMAGES = ROOT / "docs" / "images"
PICTURES = sorted(IMAGES.iterdir())
DOCUMENTS = sorted({*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")})
LARGEST = 300_000
LARGEST_OF_ALL = 2_000_000
_PICTURE = re.compile(r"""!\[[^\]]*\]\(([^)]+)\)|<img src="([^"]+)\"""")


def shown_in(document: Path) -> set[Path]:
    named = [a or b for a, b in _PICTURE.findall(document.read_text())]
    return {(document.parent / name).resolve() for name in named}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_picture_of_a_document_is_there(document: Path) -> None:
    assert [path for path in shown_in(document) if not path.exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_picture_is_told_in_words(document: Path) -> None:
    text = document.read_text()
    silent = re.findall(r"!\[\]|<img (?![^>]*alt=\"[^\"]+\")[^>]*>", text)
    assert silent == []


def test_no_picture_is_forgotten() -> None:
    shown = {path for document in DOCUMENTS for path in shown_in(document)}
    assert [path.name for path in PICTURES if path.resolve() not in shown] == []


def test_the_script_takes_every_picture() -> None:
    text = "".join(path.read_text() for path in (ROOT / "docs" / "screenshots").glob("*.py"))
    taken = set(re.findall(r"""\bshoot\([\w.()]+, "([a-z-]+)"\)""", text))
    assert {path.stem for path in PICTURES} == taken


def test_pictures_are_small() -> None:
    sizes = {path.name: path.stat().st_size for path in PICTURES}
    assert {name: size for name, size in sizes.items() if size > LARGEST} == {}
    assert sum(sizes.values()) <= LARGEST_OF_ALL
