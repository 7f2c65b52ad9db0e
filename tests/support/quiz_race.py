"""A buzzer question on which phones press at stated moments."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from blueprints.quizzes.models import Press, Segment, Turn
from blueprints.quizzes.rules.buzzers import Exchange
from blueprints.quizzes.services import buzzing
from blueprints.quizzes.services.buzzing import Pressed, PressInput
from blueprints.quizzes.services.play import turns
from blueprints.quizzes.services.play.common import micros
from store import db, write
from store.actors import SYSTEM
from tests.support.quizzes import Show

BUZZER = 1
MS = 1_000


def settings(show: Show, **changed: object) -> None:
    """Change the rules of the buzzer segment."""
    with write():
        segment = db.session.get_one(Segment, show.segment_ids[BUZZER])
        segment.rules = {**segment.rules, **changed}


class Race:
    """A buzzer question on air; phones press at milliseconds after it was opened."""

    def __init__(self, show: Show, now: datetime) -> None:
        self.show, self.now, self.count = show, now, 0
        turns.begin_segment(SYSTEM, show.quiz_id, show.segment_ids[BUZZER], now)
        self.turn_id = turns.next_turn(SYSTEM, show.quiz_id, now, key="turn-0001")
        turns.show(SYSTEM, self.turn_id, now)

    def open(self) -> "Race":
        turns.open_turn(SYSTEM, self.turn_id, self.now)
        return self

    @property
    def turn(self) -> Turn:
        return db.session.get_one(Turn, self.turn_id, populate_existing=True)

    def at(self, ms: int) -> tuple[datetime, int]:
        return self.now + timedelta(milliseconds=ms), micros(self.now) + ms * MS

    def press(
        self,
        team: int,
        ms: int,
        *,
        seat: int = 1,
        way: int = 10,
        arrives: int | None = None,
        **told: object,
    ) -> Pressed:
        """The finger comes down at `ms`; the press takes `way` to arrive, as all messages do.

        `arrives`: when it does if it had to wait.
        """
        self.count += 1
        now, now_us = self.at(ms + way if arrives is None else arrives)
        pressed = self.at(ms)[1]
        clock = tuple(
            Exchange(at, at + way * MS, at + way * MS, at + 2 * way * MS, 2 * way * MS)
            for at in (pressed - 3_000_000, pressed - 2_000_000)
        )
        given = {
            "turn_id": self.turn_id,
            "heat": self.turn.heat,
            "key": f"press-{self.count:04d}",
            "client_us": pressed,
            "exchanges": clock,
        } | told
        who = self.show.contestant_ids[team][seat - 1]
        return buzzing.press(who, 0, PressInput(**given), now=now, now_us=now_us)

    def settle(self, ms: int) -> None:
        now, now_us = self.at(ms)
        buzzing.settle(self.turn_id, now=now, now_us=now_us)

    def verdicts(self) -> dict[int, str]:
        rows = db.session.scalars(sa.select(Press).where(Press.turn_id == self.turn_id))
        return {self.show.entry_ids.index(one.entry_id): one.verdict for one in rows}
