"""Online registration: the window, handing in, deciding, entering."""

from blueprints.contests.services.registration.deciding import (
    decide,
    decide_for_unit,
    enter_approved,
    may_decide_for_unit,
)
from blueprints.contests.services.registration.handing_in import (
    RegistrationInput,
    change,
    hand_in,
    token_hash,
    withdraw,
)
from blueprints.contests.services.registration.window import renew_link, rules_of, set_window

__all__ = [
    "RegistrationInput",
    "change",
    "decide",
    "decide_for_unit",
    "enter_approved",
    "hand_in",
    "may_decide_for_unit",
    "renew_link",
    "rules_of",
    "set_window",
    "token_hash",
    "withdraw",
]
