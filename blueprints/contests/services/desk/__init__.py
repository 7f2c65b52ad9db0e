"""What the desk does while a round runs: call, statuses, deductions, sheets, own marks.

Verbs take the `key` of the form they came from: the same form sent twice counts once.
"""

from blueprints.contests.services.desk.calling import (
    NOT_LOOKED_AT,
    call_entry,
    call_next,
    next_entry,
)
from blueprints.contests.services.desk.common import AMENDABLE, RUNNING
from blueprints.contests.services.desk.rulings import (
    STATUSES,
    decide_tie,
    deduct,
    set_status,
    withdraw_deduction,
)
from blueprints.contests.services.desk.sheets import (
    answer_reopening,
    enter_mark,
    excuse_from_here,
    excuse_judge,
)

__all__ = [
    "AMENDABLE",
    "NOT_LOOKED_AT",
    "RUNNING",
    "STATUSES",
    "answer_reopening",
    "call_entry",
    "call_next",
    "decide_tie",
    "deduct",
    "enter_mark",
    "excuse_from_here",
    "excuse_judge",
    "next_entry",
    "set_status",
    "withdraw_deduction",
]
