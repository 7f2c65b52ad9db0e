"""Which steps a contest has, and how long its windows are: set beforehand, kept thereafter."""

from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import gettext as _

from blueprints.contests.access import Right, contest_for
from blueprints.contests.life import OPTIONAL, Step
from blueprints.contests.models import Contest, Round, RoundState
from blueprints.contests.services.setup.common import changed
from store import UserError, write
from store.actors import Actor

LONGEST_APPEAL = 60 * 24 * 30  # minutes
LONGEST_NOTICE = 60  # days

PRESETS: dict[str, tuple[Step, ...]] = {
    "skills": OPTIONAL,
    "stage": (Step.CHECK_IN, Step.SIGNING, Step.APPEALS),
    "reading": (Step.REGISTRATION,),
}


@dataclass(frozen=True)
class Windows:
    """How long one may appeal in a round, and how long its result is on public notice."""

    appeal_minutes: int
    notice_days: int


@dataclass(frozen=True)
class LifeInput:
    """What the form holds: names of optional steps, and the windows by round."""

    steps: tuple[str, ...]
    windows: dict[int, Windows] = field(default_factory=dict)


def choose_steps(actor: Actor, contest_id: int, given: LifeInput, now: datetime) -> None:
    """Set the contest's optional steps and windows.

    A step can't be added or left out once a round has passed the place where it belongs, and a
    published round keeps its windows: everybody counts on what was said beforehand.
    """
    with write():
        contest = contest_for(actor, contest_id, Right.SET_UP)
        steps = [str(step) for step in OPTIONAL if step in given.steps]
        _require_not_passed(contest, set(steps) ^ set(contest.steps))
        for round_ in _rounds(contest):
            if round_.id in given.windows:
                _set_windows(round_, given.windows[round_.id])
        contest.steps = steps
        changed(actor, "contest.steps_chosen", contest, now, steps=", ".join(steps))


def _set_windows(round_: Round, given: Windows) -> None:
    same = (round_.appeal_minutes, round_.notice_days) == (given.appeal_minutes, given.notice_days)
    if same:
        return
    if round_.state == RoundState.PUBLISHED:
        raise UserError(
            _("%(round)s is published: its windows stay as they were.", round=round_.title),
            status=409,
        )
    if not 1 <= given.appeal_minutes <= LONGEST_APPEAL:
        raise UserError(_("The time for appeals is from 1 minute to 30 days."), code="windows")
    if not 1 <= given.notice_days <= LONGEST_NOTICE:
        raise UserError(_("A public notice lasts from 1 to 60 days."), code="windows")
    round_.appeal_minutes, round_.notice_days = given.appeal_minutes, given.notice_days


def _require_not_passed(contest: Contest, changing: set[str]) -> None:
    states = {round_.state for round_ in _rounds(contest)}
    begun = states - {RoundState.DRAFT}
    for step in OPTIONAL:
        if step not in changing:
            continue
        passed = _passed(step, states, begun=bool(begun))
        if passed:
            raise UserError(
                _("A round is past one of these steps already. Nothing was changed."),
                status=409,
                code="passed",
            )


def _passed(step: Step, states: set[str], *, begun: bool) -> bool:
    """Whether some round is past the step."""
    if list(Step).index(step) < list(Step).index(Step.SCORING):
        return begun
    if step is Step.SIGNING:
        return bool(states & {RoundState.CONFIRMED, RoundState.PUBLISHED})
    return RoundState.PUBLISHED in states


def _rounds(contest: Contest) -> list[Round]:
    return [round_ for event in contest.events for round_ in event.rounds]
