"""What happens in a quiz, told to live rooms (store.events)."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class QuizMoved:
    """Something that a screen shows is different; `moves` is the quiz's new number.

    `what` names it for those who act on it (a sound, a vibration): segment, ready, stake, shown,
    opened, pressed, settled, ruled, voided, audience, revealed, timer, undone, thrown_out,
    objection, standings, setup, state (of the round).
    """

    quiz_id: int
    round_id: int
    moves: int
    what: str
    at: datetime


@dataclass(frozen=True)
class SeatReplaced:
    """Another phone sits at a contestant's seat; the older one is put out."""

    contestant_id: int
    quiz_id: int
    device: int
    at: datetime
