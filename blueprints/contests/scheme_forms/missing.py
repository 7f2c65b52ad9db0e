"""What is wrong with a scheme on its way, said as somebody needs it who is still writing it."""

import re
from typing import Any

from flask_babel import gettext as _

import scoring
from blueprints.contests.rules import in_words

_STEP = re.compile(r"(\w+)|\[(\d+)\]")


def told(document: dict[str, Any], error: scoring.ScoringInputError) -> tuple[tuple[str, str], ...]:
    """(path, sentence), each once. Of a field left empty nobody wants to read a rule."""
    empty = _("Something still has to be chosen or entered here.")
    said = (
        (fault.path, empty if _at(document, fault.path) in ("", []) else in_words(fault.message))
        for fault in error.faults
    )
    return tuple(dict.fromkeys(said))


def _at(document: Any, path: str) -> Any:
    """The value at a path such as `parts[1].of`; None when there is none."""
    for name, number in _STEP.findall(path):
        try:
            document = document[int(number)] if number else document[name]
        except (KeyError, IndexError, TypeError):
            return None
    return document
