"""Every string people see exists in Chinese too, and templates hold no Chinese of their own."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from config import ROOT

SOURCES = ("blueprints", "web", "realtime", "scoring", "store", "documents", "media")
KEYWORDS = {
    "_": None,
    "_l": None,
    "N_": None,
    "_n": (1, 2),
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "lazy_pgettext": ((1, "c"), 2),
}
METHODS = [("templates/**.html", "jinja2"), *((f"{name}/**.py", "python") for name in SOURCES)]
FOLDERS = {"templates", *SOURCES}
CHINESE = re.compile(r"[\u3400-\u9fff\uff00-\uffef\u3000-\u303f]")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]")
CATALOGUES = sorted(ROOT.glob("translations/*/zh_Hans_CN/LC_MESSAGES/messages.po"))
AREAS = sorted(
    folder.relative_to(ROOT).as_posix()
    for top in ("templates", "blueprints")
    for folder in (ROOT / top).iterdir()
    if folder.is_dir() and folder.name != "__pycache__"
) + [name for name in SOURCES if name != "blueprints" and (ROOT / name).is_dir()]
TEMPLATES = sorted(ROOT.glob("templates/**/*.html"))


def used() -> Iterator[tuple[str, tuple[str, ...], str | None]]:
    """(where, msgids, context) of each translatable string in the sources."""
    found = extract_from_dir(
        ROOT,
        method_map=METHODS,
        keywords=KEYWORDS,
        directory_filter=lambda folder: _ours(Path(folder)),
    )
    for file, line, message, _comments, context in found:
        yield f"{file}:{line}", message if isinstance(message, tuple) else (message,), context


def _ours(folder: Path) -> bool:
    inner = folder.relative_to(ROOT) if folder.is_absolute() else folder
    return not inner.parts or inner.parts[0] in FOLDERS


def translated() -> dict[tuple[str, str | None], Message]:
    """(first msgid, context) → message, over every feature's catalogue."""
    known = {}
    for file in CATALOGUES:
        with file.open("rb") as stream:
            for message in read_po(stream, locale="zh_Hans_CN"):
                first = message.id[0] if isinstance(message.id, tuple) else message.id
                complete = all(message.string) if message.pluralizable else message.string
                if first and complete and not message.fuzzy:
                    known[first, message.context] = message
    return known


@pytest.mark.parametrize("area", AREAS)
def test_every_string_has_a_chinese_translation(area: str) -> None:
    known = translated()
    missing = {
        f"{where} {ids[0]!r}"
        for where, ids, context in used()
        if where.startswith(area + "/") and (ids[0], context) not in known
    }
    assert not missing, "\n".join(sorted(missing))


def test_the_extractor_finds_strings_in_python_and_in_templates() -> None:
    found = {(where.split(":")[0], ids[0]) for where, ids, _context in used()}
    assert ("web/errors.py", "Nothing was changed.") in found
    assert ("templates/layouts/hall.html", "Skip to content") in found


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda f: f.parts[-4])
def test_translations_keep_their_placeholders(file: Path) -> None:
    with file.open("rb") as stream:
        for message in read_po(stream, locale="zh_Hans_CN"):
            sources = message.id if isinstance(message.id, tuple) else (message.id,)
            targets = message.string if isinstance(message.string, tuple) else (message.string,)
            wanted = set(PLACEHOLDER.findall(sources[-1]))
            assert all(set(PLACEHOLDER.findall(t)) == wanted for t in targets), message.id


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda f: str(f.relative_to(ROOT / "templates")))
def test_templates_hold_no_chinese_of_their_own(file: Path) -> None:
    without_comments = re.sub(r"\{#.*?#\}", "", file.read_text(), flags=re.DOTALL)
    assert not CHINESE.search(without_comments)
