"""Decisions about teams and questions: every one a row, none altered."""

from blueprints.quizzes.services.play.rulings.answers import close_answers
from blueprints.quizzes.services.play.rulings.corrections import (
    override,
    restore,
    throw_out,
    undo,
)
from blueprints.quizzes.services.play.rulings.fouls import waive_foul
from blueprints.quizzes.services.play.rulings.objections import object_, rule_objection
from blueprints.quizzes.services.play.rulings.ruling import rule
from blueprints.quizzes.services.play.rulings.ties import decide_tie

__all__ = [
    "close_answers",
    "decide_tie",
    "object_",
    "override",
    "restore",
    "rule",
    "rule_objection",
    "throw_out",
    "undo",
    "waive_foul",
]
