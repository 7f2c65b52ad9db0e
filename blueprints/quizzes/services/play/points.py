"""Points into the round's ledger: after every decision, what the segments are worth by now.

The ledger has each team's sum per segment, so that boards, results and packages need to know
nothing of quizzes. A decision moves what stands there by what it changes: an approved amendment or
a value that was entered at the contest's desk stays in force under every later ruling.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from flask_babel import gettext as _

from blueprints.contests.access import locked_round
from blueprints.contests.models import Entry, LedgerKind, Round
from blueprints.contests.queries.values import mark_now
from blueprints.contests.rules import checked_desk_mark
from blueprints.contests.services.judging import NOTE_LENGTH
from blueprints.contests.services.ledger import append
from blueprints.quizzes.models import Quiz, Ruling, Segment, Turn
from blueprints.quizzes.queries.points import rulings_of, team_scores
from blueprints.quizzes.queries.wording import kind_words
from blueprints.quizzes.rules.scores import COUNTED, TeamScore
from store import db
from store.actors import Actor


def enter_points(quiz: Quiz, actor: Actor, turn: Turn, ruling: Ruling, now: datetime) -> None:
    """Bring the ledger up to the rulings, for the teams that this one may have changed.

    `ruling` is the first row of its request: those before it are in the ledger already.
    """
    db.session.flush()
    rulings = rulings_of(quiz.id)
    after = team_scores(quiz, rulings)
    before = team_scores(quiz, [one for one in rulings if one.seq < ruling.seq])
    round_ = locked_round(quiz.round_id)
    for entry_id in _touched(turn, rulings):
        for segment in quiz.segments:
            # Others than the turn's: a foul elsewhere may have become the first, or no longer be.
            change = _points(after, entry_id, segment) - _points(before, entry_id, segment)
            if segment.item and (segment.id == turn.segment_id or change):
                stood = mark_now(round_.id, entry_id, None, segment.item, 1)
                text = str(Decimal(stood or 0) + change)
                value = checked_desk_mark(round_, segment.item, 1, text)
                if value != stood:
                    _enter(round_, actor, segment, entry_id, value, turn, ruling, now)


def _points(found: Mapping[int, TeamScore], entry_id: int, segment: Segment) -> int:
    return found.get(entry_id, TeamScore()).by_segment.get(segment.id, 0)


def _touched(turn: Turn, rulings: list[Ruling]) -> list[int]:
    """Teams with a decision in this turn, in the order in which they came up."""
    teams = [one.entry_id for one in rulings if one.turn_id == turn.id and one.kind in COUNTED]
    return [one for one in dict.fromkeys(teams) if one is not None]


def _enter(
    round_: Round,
    actor: Actor,
    segment: Segment,
    entry_id: int,
    value: str | None,
    turn: Turn,
    ruling: Ruling,
    now: datetime,
) -> None:
    append(
        round_,
        LedgerKind.MARK,
        actor,
        now,
        entry=db.session.get_one(Entry, entry_id),
        item=segment.item,
        value=value,
        note=_words(turn, ruling),
        data={
            "turn": turn.number,
            "ruling": ruling.seq,
            "question": turn.question.content_hash,
        },
    )


def _words(turn: Turn, ruling: Ruling) -> str:
    said = _("Question %(n)s: %(what)s", n=turn.number, what=kind_words(ruling.kind))
    return f"{said} ({ruling.reason})"[:NOTE_LENGTH] if ruling.reason else said
