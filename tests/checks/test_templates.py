"""No page names a template that isn't there, and none is forgotten."""

import re
from pathlib import Path

from tests.support.processes import ROOT
from tests.support.sources import sources

TEMPLATES = ROOT / "templates"
NAMES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))


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
