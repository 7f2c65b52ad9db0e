"""Words that several prints share: how a round is scored, what a criterion takes."""

from typing import Any

from flask_babel import gettext as _

from blueprints.contests.boards import sentence
from blueprints.contests.queries.paper import SheetItem
from blueprints.contests.queries.results import Rule


def rule_lines(rule: Rule) -> list[dict[str, str]]:
    """The scheme in words, a line each."""
    found = [
        {"title": part.title, "text": _("; ").join(map(sentence, part.messages))}
        for part in rule.parts
    ]
    if len(rule.ties) > 1:
        found.append({"title": _("Equal totals"), "text": " → ".join(map(sentence, rule.ties))})
    if rule.rules:
        text = _("; ").join(map(sentence, rule.rules))
        found.append({"title": _("Further rules"), "text": text})
    return found


def criterion(item: SheetItem) -> dict[str, Any]:
    """A criterion with what it takes, and what its levels mean."""
    levels = [f"{n} = {text}" for n, text in enumerate(item.levels)]
    return {"title": item.title, "range": range_words(item), "levels": levels}


def range_words(item: SheetItem) -> str:
    """0–10, steps of 0.1"""
    bounds = f"{item.minimum or '0'}–{item.maximum}" if item.maximum else ""
    step = _("steps of %(step)s", step=item.step) if item.step not in ("", "1") else ""
    return _(", ").join(text for text in (bounds, step) if text)
