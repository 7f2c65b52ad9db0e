"""The teams on the desk: place, points by segment, and how they stand in the question on air."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import gettext as _

from blueprints.contests.book import MarkKey, MarkNow
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.standings import reading
from blueprints.contests.queries.values import out_of_round
from blueprints.contests.queries.wording import status_label
from blueprints.quizzes.models import DONE, Quiz, Ruling, RulingKind, Turn
from blueprints.quizzes.queries.answers import proposals
from blueprints.quizzes.queries.desk.people import People
from blueprints.quizzes.queries.desk.views import DeskTeam
from blueprints.quizzes.queries.desk.words import signed
from blueprints.quizzes.queries.points import team_scores
from blueprints.quizzes.queries.turns import early_teams, locked_out, standing_in
from blueprints.quizzes.queries.wording import kind_words
from blueprints.quizzes.rules.scores import TeamScore


@dataclass(frozen=True)
class _OnBoard:
    """A team as the contest's engine has it, amendments and everything else included."""

    place: str = ""
    total: str = ""
    marks: Mapping[MarkKey, MarkNow] = field(default_factory=dict)

    def points(self, entry_id: int, item: str) -> str:
        """What stands in the column of a segment; empty before the first decision."""
        mark = self.marks.get(MarkKey(entry_id, None, item, 1))
        return "" if mark is None else signed(int(mark.value))


@dataclass(frozen=True)
class _InTurn:
    """What the question on air says about teams."""

    out: dict[int, str]
    proposals: dict[int, RulingKind | None]
    rulings: dict[int, str]


def teams_of(
    quiz: Quiz, turn: Turn | None, rulings: list[Ruling], people: People
) -> list[DeskTeam]:
    """In running order."""
    board = _board(quiz)
    scores, counted = team_scores(quiz, rulings), [one for one in quiz.segments if one.item]
    now, left = _in_turn(turn), out_of_round(quiz.round_id)
    found = []
    for number, (entry_id, name) in enumerate(people.teams.items(), 1):
        score = scores.get(entry_id, TeamScore())
        here = board.get(entry_id, _OnBoard(total=str(quiz.base)))
        found.append(
            DeskTeam(
                entry_id=entry_id,
                number=number,
                name=name,
                place=here.place,
                total=here.total or "–",
                by_segment=tuple(here.points(entry_id, one.item) for one in counted),
                fouls=sum(score.fouls.values()),
                has_word=turn is not None and turn.entry_id == entry_id and turn.phase not in DONE,
                plays=turn is None or not turn.teams or entry_id in turn.teams,
                out=status_label(left[entry_id]) if entry_id in left else now.out.get(entry_id, ""),
                proposal=str(now.proposals.get(entry_id) or ""),
                proposal_words=_proposal(now, entry_id),
                ruling=now.rulings.get(entry_id, ""),
            )
        )
    return found


def _proposal(now: _InTurn, entry_id: int) -> str:
    if entry_id not in now.proposals:
        return ""
    kind = now.proposals[entry_id]
    return kind_words(kind) if kind else _("answered, to be judged")


def _board(quiz: Quiz) -> dict[int, _OnBoard]:
    """By entry id. Read as the desk may: also while the public's board is frozen."""
    with reading(quiz.round_id, Audience.DESK) as live:
        by_ref = {one.ref: one.id for one in live.members.entries.values()}
        return {
            (entry_id := by_ref[row.entry]): _OnBoard(
                str(row.place or ""), row.total or "", dict(live.book.marks_of(entry_id))
            )
            for row in live.standings(Audience.DESK).rows
        }


def _in_turn(turn: Turn | None) -> _InTurn:
    if turn is None:
        return _InTurn({}, {}, {})
    early = early_teams(turn)
    return _InTurn(
        {one: _("pressed early") if one in early else _("out") for one in locked_out(turn)},
        proposals(turn),
        {
            one.entry_id: f"{kind_words(one.kind)} {signed(one.points)}"
            for one in standing_in(turn)
            if one.entry_id
        },
    )
