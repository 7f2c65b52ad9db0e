"""Promotion: the rule declared before judging, carried out once, corrected by its policy."""

from blueprints.contests.services.promotion.carrying import correct, promote
from blueprints.contests.services.promotion.rules import (
    BOUNDARIES,
    METHODS,
    MOST,
    RuleInput,
    remove_rule,
    set_rule,
)

__all__ = [
    "BOUNDARIES",
    "METHODS",
    "MOST",
    "RuleInput",
    "correct",
    "promote",
    "remove_rule",
    "set_rule",
]
