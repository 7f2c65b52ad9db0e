"""Contests that wait for their reveal: frozen, marked to the end, confirmed."""

from datetime import datetime

from blueprints.contests.models import Ceremony
from blueprints.contests.services import freezing, progress, reveal
from blueprints.contests.services.reveal import RevealOptions
from store import db
from store.actors import SYSTEM
from tests.support.contests import Hall
from tests.support.packages import SECOND

BEFORE = ("6.00", "7.00", "8.00")  # known to everybody when the board is frozen
AFTER = ("9.90", "7.10", "5.30", "9.60")  # what comes out in the end


def confirmed(hall: Hall, *, midway: bool = False) -> Hall:
    """Four entrants; with `midway` three of them had been marked before the freeze."""
    if midway:
        for entry, value in enumerate(BEFORE):
            _mark(hall, entry, value)
    freezing.freeze(SYSTEM, hall.round_id, "决赛结果在颁奖时揭晓", hall.now)
    for entry, value in enumerate(AFTER):
        _mark(hall, entry, value)
        for judge in range(len(hall.judges)):
            hall.lock(judge, entry)
    progress.close_round(SYSTEM, hall.round_id, hall.now)
    progress.confirm_round(SECOND, hall.round_id, hall.now)
    return hall


def begun(hall: Hall, now: datetime, **options: object) -> Ceremony:
    made = reveal.begin(SYSTEM, hall.round_id, RevealOptions(**options), now)
    return ceremony(made)


def ceremony(ceremony_id: int) -> Ceremony:
    return db.session.get_one(Ceremony, ceremony_id, populate_existing=True)


def taps(ceremony_id: int, count: int, now: datetime) -> None:
    """So many steps onwards."""
    for _tap in range(count):
        assert reveal.move(SYSTEM, ceremony_id, ceremony(ceremony_id).moves, back=False, now=now)


def to_the_end(ceremony_id: int, now: datetime) -> None:
    taps(ceremony_id, ceremony(ceremony_id).steps - ceremony(ceremony_id).shown, now)


def _mark(hall: Hall, entry: int, value: str) -> None:
    for judge in range(len(hall.judges)):
        hall.mark(judge, entry, "performance", value)
