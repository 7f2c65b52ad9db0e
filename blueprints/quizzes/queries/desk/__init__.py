"""The quiz desk and the announcer's card, sealed content included: for those who run the show."""

from blueprints.quizzes.queries.desk.build import desk_of, position
from blueprints.quizzes.queries.desk.card import CardView, card_of
from blueprints.quizzes.queries.desk.history import decisions_of
from blueprints.quizzes.queries.desk.ties import Tied, ties_of
from blueprints.quizzes.queries.desk.views import Decision, DeskView

__all__ = [
    "CardView",
    "Decision",
    "DeskView",
    "Tied",
    "card_of",
    "decisions_of",
    "desk_of",
    "position",
    "ties_of",
]
