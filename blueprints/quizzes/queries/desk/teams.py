"""The teams on the desk: place, points by segment, and how they stand in the question on air."""

from dataclasses import dataclass

from flask_babel import gettext as _

from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.standings import reading
from blueprints.quizzes.models import Phase, Quiz, Ruling, RulingKind, Turn
from blueprints.quizzes.queries.answers import proposals
from blueprints.quizzes.queries.desk.people import People
from blueprints.quizzes.queries.desk.views import DeskTeam
from blueprints.quizzes.queries.desk.words import signed
from blueprints.quizzes.queries.points import team_scores
from blueprints.quizzes.queries.turns import early_teams, locked_out, standing_in
from blueprints.quizzes.queries.wording import kind_words
from blueprints.quizzes.rules.scores import TeamScore

OVER = (Phase.RULED, Phase.REVEALED, Phase.VOID)


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
    places = _places(quiz)
    scores, counted = team_scores(quiz, rulings), [one for one in quiz.segments if one.item]
    now = _in_turn(turn)
    found = []
    for number, (entry_id, name) in enumerate(people.teams.items(), 1):
        score = scores.get(entry_id, TeamScore())
        place, total = places.get(entry_id, ("", ""))
        found.append(
            DeskTeam(
                entry_id=entry_id,
                number=number,
                name=name,
                place=place,
                total=total or str(quiz.base),
                by_segment=tuple(
                    signed(score.by_segment[one.id]) if one.id in score.by_segment else ""
                    for one in counted
                ),
                fouls=sum(score.fouls.values()),
                has_word=turn is not None and turn.entry_id == entry_id and turn.phase not in OVER,
                plays=turn is None or not turn.teams or entry_id in turn.teams,
                out=now.out.get(entry_id, ""),
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


def _places(quiz: Quiz) -> dict[int, tuple[str, str]]:
    """Entry id → (place, total), as the contest's engine has them."""
    with reading(quiz.round_id, Audience.DESK) as live:
        by_ref = {one.ref: one.id for one in live.members.entries.values()}
        return {
            by_ref[row.entry]: (str(row.place or ""), row.total or "")
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
