"""A round becomes a quiz: its base points, its seats, what it carries from earlier rounds."""

from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.access import Right, round_for
from blueprints.contests.models import LedgerRow, Round, RoundState
from blueprints.contests.services import setup
from blueprints.quizzes.models import Contestant, Quiz, QuizQuestion
from blueprints.quizzes.rules.buzzers import BuzzerRules
from blueprints.quizzes.services.setup.common import (
    MOST_POINTS,
    MOST_SEATS,
    changed,
    quiz_to_set_up,
    renew_scheme,
    require_draft,
)
from store import UserError, db, write
from store.actors import Actor

MOST_TRUST_MS = 200
LEAST_GATHER_MS, MOST_GATHER_MS = 100, 3000


@dataclass(frozen=True)
class Carried:
    """An earlier round whose total is added, times `factor` (a decimal like "0.3")."""

    round_id: int
    factor: str = "1"


def create_quiz(
    actor: Actor, round_id: int, now: datetime, *, base: int = 100, seats: int = 3
) -> int:
    """Play a round that has not begun as a quiz; the quiz's id.

    The round is scored by the quiz's segments from now on, whatever its scheme was.
    """
    with write():
        round_ = round_for(actor, round_id, Right.SET_UP, lock=True)
        _require_free(round_)
        quiz = Quiz(
            round_id=round_.id,
            key=setup.fresh_key(),
            base=_within(base, 0, MOST_POINTS),
            seats=_within(seats, 1, MOST_SEATS),
            settings={},
            created_at=now,
        )
        db.session.add(quiz)
        db.session.flush()
        renew_scheme(actor, quiz, now)
        changed(actor, "quiz.created", quiz, now, round=round_.title)
        return quiz.id


def change_quiz(
    actor: Actor,
    quiz_id: int,
    now: datetime,
    *,
    base: int,
    seats: int,
    carried: tuple[Carried, ...] = (),
    buzzers: BuzzerRules | None = None,
) -> None:
    """Other base points, seats, buzzers, or earlier rounds that count. Before the round begins."""
    with write():
        quiz = quiz_to_set_up(actor, quiz_id)
        require_draft(quiz)
        quiz.base, quiz.seats = _within(base, 0, MOST_POINTS), _within(seats, 1, MOST_SEATS)
        quiz.settings = {**quiz.settings, "carried": _earlier(quiz, carried)}
        if buzzers is not None:
            quiz.settings = {**quiz.settings, "buzzers": _chosen(buzzers)}
        renew_scheme(actor, quiz, now)
        changed(actor, "quiz.changed", quiz, now, base=base, seats=seats)


def score_by_segments(actor: Actor, quiz_id: int, now: datetime) -> None:
    """Score the round by the quiz again, after somebody chose another scheme for it."""
    with write():
        quiz = quiz_to_set_up(actor, quiz_id)
        require_draft(quiz)
        renew_scheme(actor, quiz, now)


def remove_quiz(actor: Actor, quiz_id: int, now: datetime) -> None:
    """The round is no quiz any more; it keeps its entrants and needs another scheme."""
    with write():
        quiz = quiz_to_set_up(actor, quiz_id)
        require_draft(quiz)
        changed(actor, "quiz.removed", quiz, now, round=quiz.round.title)
        for table in (QuizQuestion, Contestant):
            db.session.execute(sa.delete(table).where(table.quiz_id == quiz.id))
        db.session.delete(quiz)


def _require_free(round_: Round) -> None:
    if db.session.scalar(sa.select(Quiz.id).where(Quiz.round_id == round_.id)) is not None:
        raise UserError(_("This round is a quiz already."), status=409)
    marked = sa.select(LedgerRow.id).where(LedgerRow.round_id == round_.id).limit(1)
    if round_.state != RoundState.DRAFT or db.session.scalar(marked) is not None:
        raise UserError(_("The round has begun; it can't become a quiz any more."), status=409)
    if round_.contest.names_hidden:
        raise UserError(
            _("Everybody sees the teams of a quiz. Decode the contest first."), status=409
        )


def _within(value: int, least: int, most: int) -> int:
    if not least <= value <= most:
        raise UserError(
            _("Choose a number from %(least)d to %(most)d.", least=least, most=most),
            code="number",
        )
    return value


def _chosen(buzzers: BuzzerRules) -> dict[str, float]:
    """As the settings keep it: what people choose of the buzzers."""
    return {
        "trust_ms": _within(buzzers.trust_ms, 0, MOST_TRUST_MS),
        "gather_ms": _within(buzzers.gather_ms, LEAST_GATHER_MS, MOST_GATHER_MS),
        "asymmetry": _within(round(buzzers.asymmetry * 100), 0, 100) / 100,
    }


def _earlier(quiz: Quiz, carried: tuple[Carried, ...]) -> list[dict[str, str]]:
    """As the settings keep it. A round only looks back at earlier ones of its contest."""
    found = []
    for one in carried:
        earlier = db.session.get(Round, one.round_id)
        if (
            earlier is None
            or earlier.contest_id != quiz.round.contest_id
            or earlier.id >= quiz.round_id
        ):
            raise UserError(_("Choose the round whose totals are added."), code="earlier")
        found.append({"round": earlier.ref, "title": earlier.title, "factor": _factor(one)})
    if len({one["round"] for one in found}) != len(found):
        raise UserError(_("Every earlier round counts once."), code="earlier")
    return found


def _factor(given: Carried) -> str:
    text = asdict(given)["factor"].strip().removesuffix("%")
    try:
        value = Decimal(text) / (100 if given.factor.strip().endswith("%") else 1)
    except InvalidOperation:
        value = Decimal(0)
    if not value.is_finite() or not 0 < value <= 100:
        raise UserError(_("Give the share of the earlier total like 30%% or 0.3."), code="factor")
    return format(value.quantize(Decimal("0.0001")).normalize(), "f")
