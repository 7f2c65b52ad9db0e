"""Who sits where: the round's entrants are the teams, their members the contestants."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.access import Right
from blueprints.contests.models import Entry, RoundEntry
from blueprints.quizzes.access import quiz_for
from blueprints.quizzes.models import Contestant, Quiz
from blueprints.quizzes.services.setup.common import changed, is_draft, quiz_to_set_up
from store import NotFound, UserError, db, write
from store.actors import Actor

NAME_LENGTH = 120


def seat_teams(actor: Actor, quiz_id: int, now: datetime) -> int:
    """Give every team its seats, named by its members in their order; how many seats there are.

    Again after entrants came, went or were renamed: phones that sit already keep their seats, and
    substitutes theirs. Once the round has begun every name that stands stays.
    """
    with write():
        quiz = quiz_to_set_up(actor, quiz_id)
        teams, there = teams_of(quiz), _seats_of(quiz)
        for entry in teams:
            for seat in range(1, quiz.seats + 1):
                _seat(quiz, entry, seat, there.pop((entry.id, seat), None))
        if is_draft(quiz):  # later they may have played
            for gone in there.values():
                db.session.delete(gone)
        db.session.flush()
        changed(actor, "quiz.teams_seated", quiz, now, teams=len(teams))
        return len(teams) * quiz.seats


def rename_seats(
    actor: Actor, quiz_id: int, entry_id: int, names: Mapping[int, str], now: datetime
) -> None:
    """Who sits at a team's seats: a substitute, another order. Whoever runs the quiz may.

    An empty name, or the member's own, gives the seat back to the member.
    """
    with write():
        quiz = quiz_for(actor, quiz_id, Right.RUN, lock=True)
        there = {seat: one for (entry, seat), one in _seats_of(quiz).items() if entry == entry_id}
        if not there:
            raise NotFound
        for seat, name in names.items():
            if seat not in there:
                raise UserError(_("This team has no such seat."), code="seat")
            _rename(there[seat], name.strip()[:NAME_LENGTH])
        changed(actor, "quiz.seats_renamed", quiz, now, entry=entry_id)


def teams_of(quiz: Quiz) -> list[Entry]:
    """The teams in running order."""
    return list(
        db.session.scalars(
            sa.select(Entry)
            .join(RoundEntry, RoundEntry.entry_id == Entry.id)
            .where(RoundEntry.round_id == quiz.round_id)
            .order_by(RoundEntry.position, RoundEntry.id)
        )
    )


def _seats_of(quiz: Quiz) -> dict[tuple[int, int], Contestant]:
    rows = db.session.scalars(sa.select(Contestant).where(Contestant.quiz_id == quiz.id))
    return {(one.entry_id, one.seat): one for one in rows}


def _seat(quiz: Quiz, entry: Entry, seat: int, known: Contestant | None) -> None:
    name = _member(entry, seat)
    if known is None:
        db.session.add(Contestant(quiz_id=quiz.id, entry_id=entry.id, seat=seat, name=name))
    elif name and (not known.name or (is_draft(quiz) and not known.substitute)):
        known.name = name


def _rename(contestant: Contestant, name: str) -> None:
    if name != contestant.name:  # the form sends every name of the team
        contestant.name = name
        contestant.substitute = name not in ("", _member(contestant.entry, contestant.seat))


def _member(entry: Entry, seat: int) -> str:
    """The entrant's member whose seat it is."""
    members = entry.document.get("members", ())
    return members[seat - 1]["name"][:NAME_LENGTH] if len(members) >= seat else ""
