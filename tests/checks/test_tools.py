"""The tools that read the code: style, types, import contracts, vendored files, browser code."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.processes import ROOT

BIN = Path(sys.executable).parent
TOOLS = {
    "ruff": [BIN / "ruff", "check", "."],
    "format": [BIN / "ruff", "format", "--check", "."],
    "types": [BIN / "mypy"],
    "imports": [BIN / "lint-imports", "--no-logo"],
    "vendored": [sys.executable, "script/vendor", "--check"],
}


@pytest.mark.parametrize("tool", TOOLS)
def test_finds_nothing(tool: str) -> None:
    _run(TOOLS[tool])


def test_browser_code() -> None:
    node = shutil.which("node")
    assert node, "Node.js is not installed: run script/test, or apt install nodejs"
    files = sorted((ROOT / "tests" / "js").rglob("*.test.*"))
    assert files
    assert all(file.suffix == ".mjs" for file in files), "one ending, so that none is left out"
    _run([node, "--test", *files])


def _run(command: list[str | Path]) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
