"""Where a contest stands in its life: each step done, on now, to come, or left out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from blueprints.contests.life import OPTIONAL, Step
from blueprints.contests.models import Contest, Round, RoundState
from blueprints.contests.queries.blockers import Blocker, blockers, blockers_of_step

ORDER = (
    RoundState.DRAFT,
    RoundState.OPEN,
    RoundState.PAUSED,
    RoundState.REVIEW,
    RoundState.CONFIRMED,
    RoundState.PUBLISHED,
)


@dataclass(frozen=True)
class Obstacle:
    """What stands in the way, of which round, and the page where it is mended."""

    text: str
    endpoint: str
    round_id: int
    of_contest: bool


@dataclass(frozen=True)
class LifeStep:
    """A step of the strip. `state`: done, now, to_come, off."""

    step: Step
    label: str
    state: str
    obstacles: tuple[Obstacle, ...] = ()


def life_of_contest(contest: Contest, now: datetime) -> tuple[LifeStep, ...]:
    """The strip of a whole contest: a step is done when every round has done it."""
    rounds = [round_ for event in contest.events for round_ in event.rounds]
    return _strip(contest, rounds, now)


def life_of_round(round_: Round, now: datetime) -> tuple[LifeStep, ...]:
    """The strip of one round, as its desk shows it."""
    return _strip(round_.contest, [round_], now)


def archive_blockers(contest: Contest, now: datetime) -> list[Obstacle]:
    """What keeps the contest from being archived, of all its rounds."""
    rounds = [round_ for event in contest.events for round_ in event.rounds]
    return [
        Obstacle(
            f"{round_.event.title} · {round_.title}: {one.text}",
            one.endpoint,
            round_.id,
            one.of_contest,
        )
        for round_ in rounds
        for one in blockers(round_, Step.ARCHIVED, now)
    ]


def step_label(step: Step) -> str:
    """A step in words."""
    return {
        Step.DRAFT: _("Set-up"),
        Step.REGISTRATION: _("Registration"),
        Step.ELIGIBILITY: _("Eligibility"),
        Step.DRAW: _("Draw and codes"),
        Step.CHECK_IN: _("Check-in of entrants"),
        Step.SCORING: _("Scoring"),
        Step.SIGNING: _("Signatures"),
        Step.REVIEW: _("Review"),
        Step.SPOT_CHECK: _("Spot-check"),
        Step.DECODING: _("Decoding"),
        Step.RESULTS: _("Results announced"),
        Step.APPEALS: _("Appeals"),
        Step.NOTICE: _("Public notice"),
        Step.PRIZES: _("Prizes decided"),
        Step.CERTIFICATES: _("Certificates made"),
        Step.ARCHIVED: _("Archive"),
    }[step]


def _strip(contest: Contest, rounds: list[Round], now: datetime) -> tuple[LifeStep, ...]:
    found: list[LifeStep] = []
    reached = False  # the first step that isn't done: what comes after it is to come
    for step in Step:
        if not _has(contest, rounds, step):
            found.append(LifeStep(step, step_label(step), "off"))
            continue
        waiting = [one for one in rounds if not _is_done(one, step, now)]
        if rounds and not waiting:
            found.append(LifeStep(step, step_label(step), "done"))
            continue
        state = "to_come" if reached else "now"
        what = () if reached else tuple(_obstacles(waiting, rounds, step, now))
        found.append(LifeStep(step, step_label(step), state, what))
        reached = reached or step != Step.CERTIFICATES  # while they are made, one may archive
    return tuple(found)


def _has(contest: Contest, rounds: list[Round], step: Step) -> bool:
    """Whether the contest has the step; one without codes has nothing to decode."""
    if step in OPTIONAL and step not in contest.steps:
        return False
    if step is Step.DECODING:
        return contest.blind
    if step in (Step.PRIZES, Step.CERTIFICATES):
        return not rounds or any(round_.document.get("prizes") for round_ in rounds)
    return True


def _is_done(round_: Round, step: Step, now: datetime) -> bool:
    if round_.contest.archived_at is not None:
        return True
    if step in _ENFORCED and ORDER.index(RoundState(round_.state)) >= ORDER.index(_ENFORCED[step]):
        return True
    if step in (Step.APPEALS, Step.NOTICE) and round_.prizes_confirmed_at is not None:
        return True
    least, look = _DONE[step]
    return ORDER.index(RoundState(round_.state)) >= ORDER.index(least) and look(round_, now)


def _obstacles(
    waiting: list[Round], rounds: list[Round], step: Step, now: datetime
) -> Iterable[Obstacle]:
    for round_ in waiting:
        named = f"{round_.event.title} · {round_.title}: " if len(rounds) > 1 else ""
        for one in _in_the_way(round_, step, now):
            yield Obstacle(named + one.text, one.endpoint, round_.id, one.of_contest)


def _in_the_way(round_: Round, step: Step, now: datetime) -> list[Blocker]:
    """Of a step that is a state of affairs (appeals) what it waits for, else what forbids it."""
    return blockers_of_step(round_, step, now) or blockers(round_, step, now)


def _always(_round: Round, _now: datetime) -> bool:
    return True


def _clear(step: Step) -> Callable[[Round, datetime], bool]:
    return lambda round_, now: not blockers_of_step(round_, step, now)


# From these states on the step was passed, or the round would not be there.
_ENFORCED = {
    Step.SIGNING: RoundState.CONFIRMED,
    Step.SPOT_CHECK: RoundState.PUBLISHED,
    Step.DECODING: RoundState.PUBLISHED,
}

_DONE: dict[Step, tuple[RoundState, Callable[[Round, datetime], bool]]] = {
    Step.DRAFT: (RoundState.OPEN, _always),
    Step.REGISTRATION: (RoundState.OPEN, _always),
    Step.ELIGIBILITY: (RoundState.OPEN, _always),
    Step.DRAW: (RoundState.OPEN, _always),
    Step.CHECK_IN: (RoundState.OPEN, _always),
    Step.SCORING: (RoundState.REVIEW, _always),
    Step.SIGNING: (RoundState.REVIEW, _clear(Step.SIGNING)),
    Step.REVIEW: (RoundState.CONFIRMED, _always),
    Step.SPOT_CHECK: (RoundState.CONFIRMED, _clear(Step.SPOT_CHECK)),
    Step.DECODING: (RoundState.CONFIRMED, _clear(Step.DECODING)),
    Step.RESULTS: (RoundState.PUBLISHED, _always),
    Step.APPEALS: (RoundState.PUBLISHED, _clear(Step.APPEALS)),
    Step.NOTICE: (RoundState.PUBLISHED, _clear(Step.NOTICE)),
    Step.PRIZES: (
        RoundState.PUBLISHED,
        lambda round_, _now: (
            round_.prizes_confirmed_at is not None or not round_.document.get("prizes")
        ),
    ),
    Step.CERTIFICATES: (RoundState.PUBLISHED, lambda _round, _now: False),
    Step.ARCHIVED: (RoundState.PUBLISHED, lambda _round, _now: False),
}
