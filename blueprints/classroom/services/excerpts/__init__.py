"""Excerpts: added, made into pages, taken away again."""

from blueprints.classroom.services.excerpts.adding import add_file, add_text, remove
from blueprints.classroom.services.excerpts.preparing import left_behind, prepare

__all__ = ["add_file", "add_text", "left_behind", "prepare", "remove"]
