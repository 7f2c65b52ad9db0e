"""The order of presses, with times, and early ones that the referee has to look at."""

import sqlalchemy as sa

from blueprints.quizzes.models import Phase, Press, Turn
from blueprints.quizzes.queries.desk.people import People
from blueprints.quizzes.queries.desk.views import DeskPress, Foul
from blueprints.quizzes.queries.desk.words import verdict_words
from blueprints.quizzes.queries.turns import early_teams, press_order, rules_of, standing_in
from blueprints.quizzes.rules.buzzers import Verdict
from blueprints.quizzes.rules.segments import EarlyPress
from store import db

SHOWN = 9  # as many as there are digits to choose one by
FOULS = (EarlyPress.FOUL, EarlyPress.FIRST_FREE)
CHOOSING = (Phase.OPEN, Phase.TOO_CLOSE, Phase.ANSWERING)


def presses_of(turn: Turn | None, people: People) -> list[DeskPress]:
    """Who pressed in the heat that is shown, in the order that counts."""
    if turn is None or not turn.shown_heat:
        return []
    order = press_order(turn)[:SHOWN]
    first = order[0].at_us if order else 0
    return [_press(one, turn, people, first, place) for place, one in enumerate(order, 1)]


def _press(one: Press, turn: Turn, people: People, first: int, place: int) -> DeskPress:
    seat = people.contestants.get(one.contestant_id, 0)
    return DeskPress(
        entry_id=one.entry_id,
        seat=seat,
        team=people.teams.get(one.entry_id, ""),
        name=people.seat(one.entry_id, seat),
        verdict=one.verdict,
        words=verdict_words(one.verdict),
        after_ms=(one.at_us - one.opened_us) / 1000 if one.opened_us else None,
        behind_ms=(one.at_us - first) / 1000 if place > 1 else None,
        uncertainty_ms=one.uncertainty_us / 1000,
        key=str(place) if turn.phase in CHOOSING else "",
    )


def fouls_of(turn: Turn | None, people: People) -> list[Foul]:
    """Early presses that the rules call fouls, and nobody has decided on."""
    if turn is None or turn.thrown_out or rules_of(turn).early not in FOULS:
        return []
    decided = {one.entry_id for one in standing_in(turn) if one.kind == "foul"}
    open_ones = early_teams(turn) - decided
    rows = db.session.scalars(
        sa.select(Press)
        .where(Press.turn_id == turn.id, Press.verdict == Verdict.EARLY)
        .order_by(Press.at_us)
    )
    by_team = {one.entry_id: one for one in rows if one.entry_id in open_ones}
    return [
        Foul(one.entry_id, people.teams.get(one.entry_id, ""),
             people.contestants.get(one.contestant_id, 0))
        for one in by_team.values()
    ]  # fmt: skip
