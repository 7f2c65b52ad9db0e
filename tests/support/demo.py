"""The demonstration as tests of other features need it."""

import pytest

from blueprints.contests.demo import world
from blueprints.quizzes import demo as quizzes


def without_quizzes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make it without a whole quiz being played, which takes seconds and has its own test."""
    parts = [part for part in world._parts if part is not quizzes.create]
    monkeypatch.setattr(world, "_parts", parts)
