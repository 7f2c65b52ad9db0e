"""Plays a show through the services, as its desk does."""

from datetime import datetime

import pytest

from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.standings import reading
from blueprints.quizzes.models import Contestant, Segment, Turn
from blueprints.quizzes.rules.buzzers import Exchange
from blueprints.quizzes.rules.kinds import SegmentKind
from blueprints.quizzes.rules.segments import PRESETS
from blueprints.quizzes.services import buzzing
from blueprints.quizzes.services.play import rulings, turns
from store import UserError, db, write
from store.actors import SYSTEM
from tests.support.quizzes import Show

REQUIRED, BUZZER, TIE = range(3)


def refused(code: str) -> pytest.RaisesExc[UserError]:
    return pytest.raises(UserError, check=lambda error: error.code == code)


def _exchanges(at: int) -> tuple[Exchange, ...]:
    """A phone near by: its clock has just been compared, each way takes a millisecond."""
    asked = [at - seconds * 1_000_000 for seconds in (1, 2, 3)]
    return tuple(Exchange(one, one + 1000, one + 1100, one + 2100, 2000) for one in asked)


class Desk:
    """Drives a show as its desk does; every request has a key of its own."""

    def __init__(self, show: Show, now: datetime) -> None:
        self.show, self.now, self.number, self.turn_id = show, now, 0, 0

    @property
    def turn(self) -> Turn:
        return db.session.get(Turn, self.turn_id, populate_existing=True)

    def key(self) -> str:
        self.number += 1
        return f"key-{self.number:06d}"

    def begin(self, segment: int) -> None:
        turns.begin_segment(SYSTEM, self.show.quiz_id, self.show.segment_ids[segment], self.now)

    def next(self, **named: object) -> Turn:
        self.turn_id = turns.next_turn(SYSTEM, self.show.quiz_id, self.now, key=self.key(), **named)
        return self.turn

    def ask(self, **named: object) -> Turn:
        self.next(**named)
        turns.show(SYSTEM, self.turn_id, self.now)
        turns.open_turn(SYSTEM, self.turn_id, self.now)
        return self.turn

    def word(self, team: int, seat: int = 1) -> None:
        entry_id = self.show.entry_ids[team]
        turns.give_word(SYSTEM, self.turn_id, entry_id, seat, self.now)

    def rule(self, kind: str, team: int | None = None, key: str = "") -> None:
        entry_id = None if team is None else self.show.entry_ids[team]
        rulings.rule(SYSTEM, self.turn_id, kind, self.now, key=key or self.key(), entry_id=entry_id)

    def undo(self) -> None:
        rulings.undo(SYSTEM, self.show.quiz_id, self.now, key=self.key())

    def change_rules(self, segment: int, **changed: object) -> None:
        with write():
            found = db.session.get(Segment, self.show.segment_ids[segment])
            found.rules = {**found.rules, **changed}

    def change_kind(self, segment: int, kind: SegmentKind, **changed: object) -> None:
        with write():
            found = db.session.get(Segment, self.show.segment_ids[segment])
            found.kind, found.rules = kind, {**PRESETS[kind].to_json(), **changed}

    def press(self, team: int, after_ms: int = 0, heat: int | None = None) -> str:
        """A press from the team's first seat, so long after the buzzers were opened."""
        seat = db.session.get(Contestant, self.show.contestant_ids[team][0])
        turn = self.turn
        opened = turn.opened_us or int(self.now.timestamp() * 1_000_000)
        at = opened + after_ms * 1000
        seen = turn.heat if heat is None else heat
        given = buzzing.PressInput(turn.id, seen, self.key(), at - 1000, _exchanges(at))
        return buzzing.press(seat.id, seat.device, given, now=self.now, now_us=at).verdict

    def settle(self) -> None:
        """When everybody has had the time to press."""
        later = self.turn.opened_us + 60_000_000
        buzzing.settle(self.turn_id, now=self.now, now_us=later)

    def board(self) -> list[int]:
        """Totals as the contest's engine has them, in the order of the teams."""
        with reading(self.show.hall.round_id, Audience.DESK) as live:
            by_ref = {row.entry: row.total for row in live.standings(Audience.DESK).rows}
            return [
                int(by_ref[live.members.entries[one].ref] or 100) for one in self.show.entry_ids
            ]
