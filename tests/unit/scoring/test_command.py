"""`python -m scoring FILE`: its exit codes are for scripts, and what it says for people."""

from pathlib import Path

import pytest

from scoring.__main__ import UNREADABLE, main


def test_a_file_that_is_not_there_is_told_apart_from_one_that_differs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "package.zip"
    assert main([str(missing)]) == UNREADABLE
    assert str(missing) in capsys.readouterr().err
