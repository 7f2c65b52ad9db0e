"""Who pressed first: clocks, what of a claim counts, and the race. Pure; times in microseconds.

What is promised, and why it holds, is told in docs/buzzers.md.
"""

from blueprints.quizzes.rules.buzzers.clocks import Exchange, Reading, read_clock
from blueprints.quizzes.rules.buzzers.race import Finger, Result, Verdict, decide
from blueprints.quizzes.rules.buzzers.settings import BuzzerRules
from blueprints.quizzes.rules.buzzers.stamps import Stamp, stamp

__all__ = [
    "BuzzerRules",
    "Exchange",
    "Finger",
    "Reading",
    "Result",
    "Stamp",
    "Verdict",
    "decide",
    "read_clock",
    "stamp",
]
