"""Options of a WTForms chooser from plain pairs."""

from collections.abc import Iterable
from typing import Any

from wtforms.fields.choices import SelectChoice


def choices(pairs: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """(value, label) pairs as a SelectField takes them; labels may be lazy strings."""
    return [SelectChoice(value, label) for value, label in pairs]
