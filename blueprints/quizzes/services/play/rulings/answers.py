"""Answers handed in on phones: the server reads them, the desk closes and so rules on all."""

from datetime import datetime

from blueprints.quizzes.models import Phase, RulingKind, Turn
from blueprints.quizzes.queries.answers import proposals
from blueprints.quizzes.queries.order import competing
from blueprints.quizzes.queries.turns import standing_in
from blueprints.quizzes.rules.kinds import SegmentKind
from blueprints.quizzes.services.moving import moved
from blueprints.quizzes.services.play.common import playing_turn, require_phase
from blueprints.quizzes.services.play.rulings import following
from blueprints.quizzes.services.play.rulings.rows import Deed, done_before
from blueprints.quizzes.services.play.rulings.ruling import KINDS, decide
from store import write
from store.actors import Actor


def close_answers(actor: Actor, turn_id: int, now: datetime, *, key: str) -> None:
    """End a question that all teams answer: each is ruled on as its phone's answer says.

    Who handed nothing in has given no answer. Teams that the desk decided on stay so; an answer
    that people must judge (an open question) waits for the desk.
    """
    with write():
        quiz, turn = playing_turn(actor, turn_id)
        if done_before(quiz, f"{key}-0", *KINDS, turn_id=turn.id) or turn.phase == Phase.RULED:
            return
        require_phase(turn, Phase.OPEN)
        teams = [one for one in competing(quiz) if not turn.teams or one in turn.teams]
        for number, (entry_id, kind) in enumerate(_decisions(turn, teams)):
            decide(quiz, turn, kind, entry_id, Deed(actor, now, key), part=f"-{number}")
        following.end(turn, now)
        moved(quiz, "ruled", now)


def _decisions(turn: Turn, teams: list[int]) -> list[tuple[int, RulingKind]]:
    if turn.segment.kind != SegmentKind.TOGETHER:
        return []
    read = proposals(turn)
    decided = {one.entry_id for one in standing_in(turn)}
    found = [(one, read.get(one, RulingKind.PASS)) for one in teams if one not in decided]
    return [(entry_id, kind) for entry_id, kind in found if kind is not None]
