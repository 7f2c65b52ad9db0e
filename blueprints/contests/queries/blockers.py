"""What keeps a round from its next step, in plain words, and where it is mended.

The same list stops the step in the services and is shown on the strip of the contest's life, so
that nobody is refused for a reason that was nowhere to be read.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import ngettext

from blueprints.contests.life import Step
from blueprints.contests.models import Appeal, AppealState, Objection, Round, RoundState, Verdict
from blueprints.contests.queries import spot_checks
from blueprints.contests.queries.amendments import amended_appeals, undecided
from blueprints.contests.queries.eligible import not_eligible
from blueprints.contests.queries.reveal import running_ceremony
from blueprints.contests.queries.signing import unsigned_judges
from blueprints.contests.queries.ties import waiting_prizes
from store import UserError, db
from web.formats import moment


@dataclass(frozen=True)
class Blocker:
    """Why a step can't be taken yet; `endpoint` is the page of the round (or of the contest)
    where it is mended.
    """

    text: str
    endpoint: str = "contests.desk_page"
    of_contest: bool = False


def blockers(round_: Round, step: Step, now: datetime) -> list[Blocker]:
    """Everything that stands in the way of a step; empty when it may be taken."""
    has = set(round_.contest.steps)
    found: list[Blocker] = []
    for needed, look in _LOOKS.get(step, ()):
        if needed is None or needed in has:
            found += look(round_, now)
    return found


def blockers_of_step(round_: Round, step: Step, now: datetime) -> list[Blocker]:
    """What a step that lasts (signing, appeals…) still waits for, whatever else there is."""
    look = _LASTING.get(step)
    return look(round_, now) if look else []


def require_clear(round_: Round, step: Step, now: datetime) -> None:
    """Refuse the step with everything that stands in its way."""
    found = blockers(round_, step, now)
    if found:
        told = " ".join(one.text for one in found)
        raise UserError(
            _("This step can't be taken yet. %(reasons)s", reasons=told),
            status=409,
            code="step_blocked",
        )


def appeals_until(round_: Round) -> datetime | None:
    """When the window for appeals closes; None where one can't appeal (yet)."""
    if Step.APPEALS not in round_.contest.steps or round_.published_at is None:
        return None
    return round_.published_at + timedelta(minutes=round_.appeal_minutes)


def open_appeals(round_id: int) -> int:
    """Appeals that wait for a ruling."""
    return _count(Appeal, Appeal.round_id == round_id, Appeal.state != AppealState.RULED)


def open_objections(round_id: int) -> int:
    """Objections that wait for an answer."""
    return _count(Objection, Objection.round_id == round_id, Objection.answered_at.is_(None))


def reveal_under_way(round_: Round) -> list[Blocker]:
    """A ceremony tells step by step what publishing, or opening the board, would tell at once."""
    if running_ceremony(round_.id) is None:
        return []
    return [
        Blocker(_("A reveal of this round is under way. End it first."), "contests.reveal_plan")
    ]


def _eligibility(round_: Round, _now: datetime) -> list[Blocker]:
    count = not_eligible(round_)
    if not count:
        return []
    text = ngettext(
        "%(num)d entrant has not been found eligible.",
        "%(num)d entrants have not been found eligible.",
        count,
    )
    return [Blocker(text, "contests.setup_round")]


def _signatures(round_: Round, _now: datetime) -> list[Blocker]:
    missing = [str(judge.number) for judge in unsigned_judges(round_)]
    if not missing:
        return []
    numbers = _(", ").join(missing)
    text = ngettext(
        "Judge %(numbers)s has not signed.",
        "Judges %(numbers)s have not signed.",
        len(missing),
        numbers=numbers,
    )
    return [Blocker(text, "contests.signing_desk")]


def _proposals(round_: Round, _now: datetime) -> list[Blocker]:
    count = undecided(round_.id)
    if not count:
        return []
    text = ngettext(
        "%(num)d amendment waits for another person's decision.",
        "%(num)d amendments wait for another person's decision.",
        count,
    )
    return [Blocker(text, "contests.amendments_page")]


def _spot_check(round_: Round, _now: datetime) -> list[Blocker]:
    found = spot_checks.blocker(round_)
    return [Blocker(found, "contests.spot_check_page")] if found else []


def _decoded(round_: Round, _now: datetime) -> list[Blocker]:
    if not round_.contest.names_hidden:
        return []
    return [
        Blocker(_("The codes are not resolved yet."), "contests.setup_contest", of_contest=True)
    ]


def _revealed(round_: Round, _now: datetime) -> list[Blocker]:
    return reveal_under_way(round_)


def _published(round_: Round, _now: datetime) -> list[Blocker]:
    if round_.state == RoundState.PUBLISHED:
        return []
    return [Blocker(_("The result is not published yet."))]


def _appeals(round_: Round, now: datetime) -> list[Blocker]:
    page, found = "contests.appeals_page", []
    until = appeals_until(round_)
    if until is not None and now <= until:
        found.append(Blocker(_("Appeals are taken until %(time)s.", time=moment(until)), page))
    if waiting := open_appeals(round_.id):
        text = ngettext(
            "%(num)d appeal waits for a ruling.", "%(num)d appeals wait for a ruling.", waiting
        )
        found.append(Blocker(text, page))
    if pending := upheld_without_amendment(round_.id):
        numbers = _(", ").join(str(number) for number in pending)
        text = _(
            "Upheld, but not carried out by an amendment: appeal %(numbers)s.", numbers=numbers
        )
        found.append(Blocker(text, "contests.amendments_page"))
    return found


def upheld_without_amendment(round_id: int) -> list[int]:
    """Numbers of upheld appeals that no approved amendment has carried out."""
    upheld = db.session.scalars(
        sa.select(Appeal.number)
        .where(Appeal.round_id == round_id, Appeal.outcome == Verdict.UPHELD)
        .order_by(Appeal.number)
    ).all()
    done = amended_appeals(round_id) if upheld else set()
    return [number for number in upheld if number not in done]


def _notice(round_: Round, now: datetime) -> list[Blocker]:
    page, found = "contests.notice_page", []
    if round_.notice_until is None:
        found.append(Blocker(_("The public notice has not begun."), page))
    elif now <= round_.notice_until:
        text = _("The public notice runs until %(time)s.", time=moment(round_.notice_until))
        found.append(Blocker(text, page))
    if waiting := open_objections(round_.id):
        text = ngettext(
            "%(num)d objection waits for an answer.",
            "%(num)d objections wait for an answer.",
            waiting,
        )
        found.append(Blocker(text, page))
    return found


def _prizes(round_: Round, _now: datetime) -> list[Blocker]:
    if round_.prizes_confirmed_at is not None or not round_.document.get("prizes"):
        return []
    return [Blocker(_("The prizes are not confirmed yet."))]


def _undecided(round_: Round, _now: datetime) -> list[Blocker]:
    return [
        Blocker(
            _(
                "%(prize)s is not decided: %(names)s are tied. Their order is decided by an "
                "amendment.",
                prize=one.title,
                names=_(", ").join(one.entries),
            ),
            "contests.amendments_page",
        )
        for one in waiting_prizes(round_)
    ]


def _count(model: type[Appeal] | type[Objection], *conditions: sa.ColumnElement[bool]) -> int:
    query = sa.select(sa.func.count()).select_from(model).where(*conditions)
    return db.session.scalar(query) or 0


Look = Callable[[Round, datetime], list[Blocker]]

# Step → what is looked at, each with the optional step that it belongs to.
_LOOKS: dict[Step, tuple[tuple[Step | None, Look], ...]] = {
    Step.SCORING: ((Step.ELIGIBILITY, _eligibility),),
    Step.REVIEW: ((Step.SIGNING, _signatures),),
    Step.RESULTS: (
        (None, _proposals),
        (Step.SPOT_CHECK, _spot_check),
        (Step.DECODING, _decoded),
        (None, _revealed),
    ),
    Step.NOTICE: ((None, _published), (None, _proposals), (Step.APPEALS, _appeals)),
    Step.PRIZES: (
        (None, _published),
        (None, _proposals),
        (Step.DECODING, _decoded),
        (Step.APPEALS, _appeals),
        (Step.NOTICE, _notice),
        (None, _undecided),
    ),
    Step.ARCHIVED: (
        (None, _published),
        (None, _proposals),
        (Step.APPEALS, _appeals),
        (Step.NOTICE, _notice),
        (None, _prizes),
    ),
}

# Steps that are over by themselves once nothing of theirs is missing.
_LASTING: dict[Step, Look] = {
    Step.SIGNING: _signatures,
    Step.SPOT_CHECK: _spot_check,
    Step.DECODING: _decoded,
    Step.APPEALS: _appeals,
    Step.NOTICE: _notice,
}
