"""Playing the demonstration quiz to its end through the services, as the desk and phones would."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import sqlalchemy as sa

from blueprints.contests.demo import world
from blueprints.contests.services import progress
from blueprints.quizzes.demo import script
from blueprints.quizzes.demo.show import segments_of
from blueprints.quizzes.models import Contestant
from blueprints.quizzes.services import buzzing
from blueprints.quizzes.services.play import rulings, turns
from blueprints.quizzes.services.play.common import micros
from store import db

STEP = timedelta(seconds=12)
WINDOW = timedelta(seconds=2)  # in which a race is settled


class Playing:
    """A show that goes on. `scorer` sits at the desk; `moment` is the time in the hall."""

    def __init__(self, round_id: int, quiz_id: int, began: datetime) -> None:
        self.round_id, self.quiz_id, self.moment = round_id, quiz_id, began
        self.scorer = world.actor("demo-scorer")
        self._keys = self._numbered()
        self._seats = self._contestants()
        self.teams = list(dict.fromkeys(entry for entry, _seat in self._seats))

    def to_the_end(self) -> None:
        """Every segment, then the tie-break and the result."""
        segments = segments_of(self.quiz_id)
        for seat, segment in enumerate(segments[:3], 1):
            turns.begin_segment(self.scorer, self.quiz_id, segment.id, self.moment)
            for team in range(len(script.TEAMS)):
                self._required(script.is_right(team, seat))
        races = list(script.races())
        for part, segment in enumerate(segments[3:5]):
            turns.begin_segment(self.scorer, self.quiz_id, segment.id, self.moment)
            for race in races[part * script.QUESTIONS :][: script.QUESTIONS]:
                self._race(race)
        self._tie_break(segments[5].id)
        self._publish()

    def _required(self, was_right: bool) -> None:
        turn_id = self._shown()
        turns.open_turn(self.scorer, turn_id, self._next())
        self._rule(turn_id, "right" if was_right else "pass")

    def _race(self, race: script.Race, teams: list[int] | None = None) -> None:
        turn_id = self._shown(teams)
        if race.early is not None:
            self._press(turn_id, 0, race.early)
            self._rule(turn_id, "foul", self.teams[race.early])
        turns.open_turn(self.scorer, turn_id, self._next())
        if race.first is None:
            turns.void(self.scorer, turn_id, self._next())
            return
        self._press(turn_id, 1, race.first)
        settled = self._next() + WINDOW
        buzzing.settle(turn_id, now=settled, now_us=micros(settled))
        self._rule(turn_id, "right" if race.right else "wrong")

    def _tie_break(self, segment_id: int) -> None:
        turns.begin_segment(self.scorer, self.quiz_id, segment_id, self._next())
        winner, loser = script.TIED
        tied = [self.teams[winner], self.teams[loser]]
        self._race(script.Race(None, winner, right=True), tied)
        rulings.decide_tie(
            self.scorer, self.quiz_id, tied, "加赛先答对", self._next(), key=next(self._keys)
        )

    def _publish(self) -> None:
        turns.set_screen(self.scorer, self.quiz_id, "standings", self._next())
        progress.close_round(self.scorer, self.round_id, self._next())
        progress.confirm_round(world.actor("demo-supervisor"), self.round_id, self._next())
        progress.publish_round(world.actor("demo-referee"), self.round_id, self._next())
        progress.confirm_prizes(world.actor("demo-referee"), self.round_id, self._next())

    def _shown(self, teams: list[int] | None = None) -> int:
        turn_id = turns.next_turn(
            self.scorer, self.quiz_id, self._next(), key=next(self._keys), teams=teams
        )
        turns.show(self.scorer, turn_id, self._next())
        return turn_id

    def _press(self, turn_id: int, heat: int, team: int) -> None:
        contestant_id = self._seats[self.teams[team], 1]
        at = self._next()
        given = buzzing.PressInput(turn_id, heat, next(self._keys), micros(at))
        buzzing.press(contestant_id, 0, given, now=at, now_us=micros(at))

    def _rule(self, turn_id: int, kind: str, entry_id: int | None = None) -> None:
        now, key = self._next(), next(self._keys)
        rulings.rule(self.scorer, turn_id, kind, now, key=key, entry_id=entry_id)

    def _next(self) -> datetime:
        self.moment += STEP
        return self.moment

    def _contestants(self) -> dict[tuple[int, int], int]:
        rows = db.session.scalars(
            sa.select(Contestant)
            .where(Contestant.quiz_id == self.quiz_id)
            .order_by(Contestant.entry_id, Contestant.seat)
        )
        return {(one.entry_id, one.seat): one.id for one in rows}

    def _numbered(self) -> Iterator[str]:
        number = 0
        while True:
            number += 1
            yield f"demo-{self.quiz_id:04d}-{number:04d}"


def finished(round_id: int, quiz_id: int, began: datetime) -> None:
    """Play a quiz that stands open to its published result."""
    Playing(round_id, quiz_id, began).to_the_end()
