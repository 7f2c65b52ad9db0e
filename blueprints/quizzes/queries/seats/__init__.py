"""Contestants' seats: what a phone shows at this moment, and what the desk sees of the seats."""

from blueprints.quizzes.queries.seats.floor import Floor, floor_of
from blueprints.quizzes.queries.seats.phone import PhoneView, phone_of
from blueprints.quizzes.queries.seats.presses import PressLine, press_log
from blueprints.quizzes.queries.seats.sitting import (
    SeatRow,
    Sitting,
    seat_rows,
    sitting,
    sitting_by,
)

__all__ = [
    "Floor",
    "PhoneView",
    "PressLine",
    "SeatRow",
    "Sitting",
    "floor_of",
    "phone_of",
    "press_log",
    "seat_rows",
    "sitting",
    "sitting_by",
]
