"""Right, wrong, foul, no answer: the decision on a team in a turn, and what follows from it."""

from datetime import datetime

from blueprints.quizzes.models import Phase, Quiz, RulingKind, Turn
from blueprints.quizzes.queries.turns import missed, rules_of, standing_in
from blueprints.quizzes.rules.kinds import SegmentKind
from blueprints.quizzes.rules.segments import BY_BUZZER
from blueprints.quizzes.services.moving import moved
from blueprints.quizzes.services.play.common import moved_on, playing_turn, team
from blueprints.quizzes.services.play.points import enter_points
from blueprints.quizzes.services.play.rulings import following
from blueprints.quizzes.services.play.rulings.rows import Deed, add, before, done_before
from store import NotFound, write
from store.actors import Actor

KINDS = (RulingKind.RIGHT, RulingKind.WRONG, RulingKind.FOUL, RulingKind.PASS)


def rule(
    actor: Actor, turn_id: int, kind: str, now: datetime, *, key: str, entry_id: int | None = None
) -> None:
    """Decide on a team: on who has the word, unless `entry_id` names another one's foul.

    `entry_id` also says whom the desk saw having the word: refused when it is another by now.
    """
    if kind not in KINDS:
        raise NotFound
    with write():
        quiz, turn = playing_turn(actor, turn_id)
        if done_before(quiz, key, *KINDS, turn_id=turn.id):
            return
        about = _about(quiz, turn, RulingKind(kind), entry_id)
        decide(quiz, turn, RulingKind(kind), about, Deed(actor, now, key))
        moved(quiz, "ruled", now)


def decide(
    quiz: Quiz, turn: Turn, kind: RulingKind, entry_id: int, deed: Deed, *, part: str = ""
) -> None:
    """Enter one decision and lead the turn on. The caller looked whether it fits."""
    second = turn.segment.kind in BY_BUZZER and bool(missed(turn) - {entry_id})
    points = rules_of(turn).points(kind, stake=turn.stake, second=second)
    row = add(
        quiz,
        turn,
        kind,
        deed,
        part=part,
        entry_id=entry_id,
        points=points,
        data={"before": before(turn, deed.now), "batch": deed.key if part else ""},
    )
    following.lead_on(turn, kind, entry_id, deed.now)
    enter_points(quiz, deed.actor, turn, row, deed.now)


def _about(quiz: Quiz, turn: Turn, kind: RulingKind, entry_id: int | None) -> int:
    """The team that is decided on, after a look whether that fits where the turn stands."""
    if turn.thrown_out:
        raise moved_on()
    if kind is RulingKind.FOUL:
        return _fouling(quiz, turn, entry_id)
    together = turn.segment.kind == SegmentKind.TOGETHER
    about = entry_id if together else turn.entry_id
    if about is None or (entry_id is not None and about != entry_id):
        raise moved_on()
    if turn.phase in (Phase.READY, Phase.SHOWN, Phase.TOO_CLOSE) or _has_ruling(turn, about):
        raise moved_on()
    return team(quiz, about).id


def _fouling(quiz: Quiz, turn: Turn, entry_id: int | None) -> int:
    """Who fouled: the named team, else who has the word. One foul a question."""
    about = entry_id or turn.entry_id
    if about is None or any(
        one.kind == "foul" and one.entry_id == about for one in standing_in(turn)
    ):
        raise moved_on()
    return team(quiz, about).id


def _has_ruling(turn: Turn, entry_id: int) -> bool:
    return any(one.entry_id == entry_id and one.kind != "foul" for one in standing_in(turn))
