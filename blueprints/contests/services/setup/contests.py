"""The contest itself: its settings, its events (赛项), and decoding (解密)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from blueprints.contests.access import Right, contest_for, event_for
from blueprints.contests.keeping import is_sealed
from blueprints.contests.life import Step
from blueprints.contests.models import Contest, ContestEvent
from blueprints.contests.services.setup.common import (
    TITLE_LENGTH,
    changed,
    fresh_ref,
    has_begun,
    marked_title,
    note,
    required,
)
from blueprints.people.models import Organisation
from store import NotFound, UserError, db, write
from store.actors import Actor


@dataclass(frozen=True)
class ContestInput:
    """What the contest form holds."""

    title: str
    venue: str = ""
    starts_on: str = ""
    blind: bool = False
    public: bool = True
    rehearsal: bool = False


def create_contest(actor: Actor, organisation_id: int, given: ContestInput, now: datetime) -> int:
    """A new contest of an organisation that the actor may set contests up for; its id."""
    with write():
        organisation = db.session.get(Organisation, organisation_id)
        if organisation is None or not actor.may(
            *Right.SET_UP.value, organisation_path=organisation.path
        ):
            raise NotFound
        contest = Contest(
            organisation_id=organisation.id,
            ref=fresh_ref("c"),
            document={},
            created_at=now,
            **_columns(given),
        )
        db.session.add(contest)
        db.session.flush()
        subject = f"contest:{contest.id}"
        note(actor, "contest.created", subject, contest, now, title=contest.title)
        return contest.id


def update_contest(actor: Actor, contest_id: int, given: ContestInput, now: datetime) -> None:
    """Change the contest's own settings. Blind coding and rehearsal are fixed once it has begun:

    names then come out by decoding alone, and a rehearsal never turns into the real thing.
    """
    with write():
        contest = contest_for(actor, contest_id, Right.SET_UP)
        columns = _columns(given)
        fixed = ("blind", "rehearsal")
        if has_begun(contest) and any(columns[key] != getattr(contest, key) for key in fixed):
            raise UserError(
                _("A round has begun: blind coding and rehearsal can't be switched any more."),
                status=409,
            )
        for name, value in columns.items():
            setattr(contest, name, value)
        changed(actor, "contest.changed", contest, now)


def decode(actor: Actor, contest_id: int, now: datetime) -> None:
    """Decoding (解密): names take the place of codes in every outlet."""
    with write():
        contest = contest_for(actor, contest_id, Right.CONFIRM)
        if contest.names_hidden and (Step.DECODING in contest.steps or is_sealed(contest.id)):
            raise UserError(_("This contest is decoded by two people."), status=409)
        if contest.names_hidden:
            contest.decoded_at = now
            changed(actor, "contest.decoded", contest, now)


def add_event(actor: Actor, contest_id: int, title: str, now: datetime) -> int:
    """A further 赛项 of the contest; its id."""
    with write():
        contest = contest_for(actor, contest_id, Right.SET_UP)
        event = ContestEvent(
            contest_id=contest.id,
            ref=fresh_ref("e"),
            title=_event_title(title),
            position=max((one.position for one in contest.events), default=-1) + 1,
        )
        db.session.add(event)
        db.session.flush()
        changed(actor, "contest.event_added", contest, now, title=event.title)
        return event.id


def rename_event(actor: Actor, event_id: int, title: str, now: datetime) -> None:
    """Another title for a 赛项."""
    with write():
        event = event_for(actor, event_id, Right.SET_UP)
        event.title = _event_title(title)
        changed(actor, "contest.event_renamed", event.contest, now, title=event.title)


def remove_event(actor: Actor, event_id: int, now: datetime) -> None:
    """Take away a 赛项 that has no rounds."""
    with write():
        event = event_for(actor, event_id, Right.SET_UP)
        if event.rounds:
            raise UserError(_("This event has rounds. Remove them first."), status=409)
        contest = event.contest
        changed(actor, "contest.event_removed", contest, now, title=event.title)
        db.session.delete(event)


def _event_title(title: str) -> str:
    return required(title, TITLE_LENGTH, _("Give the event a title."))


def _columns(given: ContestInput) -> dict[str, Any]:
    if given.starts_on:
        try:
            date.fromisoformat(given.starts_on)
        except ValueError:
            raise UserError(_("The date is not one of the calendar.")) from None
    title = required(given.title, TITLE_LENGTH, _("Give the contest a title."))
    return {
        "title": marked_title(title, rehearsal=given.rehearsal),
        "venue": given.venue.strip()[:TITLE_LENGTH],
        "starts_on": given.starts_on,
        "blind": given.blind,
        "public": given.public,
        "rehearsal": given.rehearsal,
    }
