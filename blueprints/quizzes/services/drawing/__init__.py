"""Which questions of the bank a quiz asks: drawn by lot, or chosen by hand, before the show.

What is drawn is a copy with a hash: corrections of the bank don't reach a quiz unnoticed.
"""

from blueprints.quizzes.queries.contents import content_hash, content_of
from blueprints.quizzes.services.drawing.by_hand import pick, swap, take_new_wording, take_out
from blueprints.quizzes.services.drawing.by_lot import SEED_LENGTH, draw_segment
from blueprints.quizzes.services.drawing.rules import set_rule

__all__ = [
    "SEED_LENGTH",
    "content_hash",
    "content_of",
    "draw_segment",
    "pick",
    "set_rule",
    "swap",
    "take_new_wording",
    "take_out",
]
