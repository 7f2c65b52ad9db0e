"""The project's own Python files, for tests about the code itself."""

import ast
from functools import cache
from pathlib import Path

from tests.support.processes import ROOT

FOLDERS = ("blueprints", "deploy", "documents", "media", "realtime", "scoring", "store", "web")
FILES = ("app.py", "config.py", "extensions.py")


@cache
def sources() -> tuple[Path, ...]:
    """Every file of the application; not tests, migrations or benchmarks."""
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
    return (*(ROOT / name for name in FILES), *sorted(found))


@cache
def tree(path: Path) -> ast.Module:
    """The parsed file."""
    return ast.parse(path.read_text())


def name(path: Path) -> str:
    """How a failure names the file."""
    return path.relative_to(ROOT).as_posix()
