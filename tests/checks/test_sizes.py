"""Small files, small functions: what can be read in one go can be trusted."""

import ast
import statistics
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.support.processes import ROOT
from tests.support.sources import name, sources, tree

LONGEST_FILE = 300
P90_FUNCTION = 20


def test_most_functions_fit_in_twenty_lines() -> None:
    lengths = [
        (node.end_lineno or 0) - node.lineno + 1
        for path in sources()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert statistics.quantiles(lengths, n=10)[8] <= P90_FUNCTION


@pytest.mark.parametrize("pattern", ["static/js/**/*.js", "static/css/**/*.css", "script/*"])
def test_no_other_source_is_longer_than_a_reader_can_hold(pattern: str) -> None:
    _refuse_long(path for path in ROOT.glob(pattern) if path.is_file())


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    _refuse_long(sources())


def _refuse_long(paths: Iterable[Path]) -> None:
    lengths = {name(path): _lines(path) for path in paths}
    assert {key: lines for key, lines in lengths.items() if lines > LONGEST_FILE} == {}


def _lines(path: Path) -> int:
    return len(path.read_text().splitlines())
