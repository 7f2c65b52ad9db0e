"""The demonstration's quizzes: a bank, a quiz that was played, and one that waits to be played."""

from blueprints.quizzes.demo.parts import create, links

__all__ = ["create", "links"]
