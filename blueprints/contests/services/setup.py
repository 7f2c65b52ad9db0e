"""Setting a contest up: contest → events → rounds → entries and judges."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.access import Right, contest_for, event_for, round_for
from blueprints.contests.events import SetupChanged
from blueprints.contests.models import (
    Contest,
    ContestEvent,
    Entry,
    Judge,
    LedgerRow,
    Round,
    RoundEntry,
    RoundJudge,
    RoundState,
    Scheme,
)
from blueprints.contests.models.contest import Release
from blueprints.contests.rules import preset_scheme
from blueprints.people.models import Organisation
from store import NotFound, UserError, audit, db, record, write
from store.actors import Actor

TITLE_LENGTH = 200
NAME_LENGTH = 120
KEY_BYTES = 7


@dataclass(frozen=True)
class ContestInput:
    """What the contest form holds."""

    title: str
    venue: str = ""
    starts_on: str = ""
    blind: bool = False
    public: bool = True
    rehearsal: bool = False


@dataclass(frozen=True)
class EntryInput:
    """An entrant as typed or read from a file. `station` belongs to the round."""

    name: str
    unit: str = ""
    code: str = ""
    zone: str = ""
    station: str = ""


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
            **_contest_columns(given),
        )
        db.session.add(contest)
        db.session.flush()
        _audit(actor, "contest.created", contest, now, title=contest.title)
        return contest.id


def update_contest(actor: Actor, contest_id: int, given: ContestInput, now: datetime) -> None:
    """Change the contest's own settings. Blind coding can't be switched on once it was decoded."""
    with write():
        contest = contest_for(actor, contest_id, Right.SET_UP)
        for name, value in _contest_columns(given).items():
            setattr(contest, name, value)
        _changed(actor, "contest.changed", contest, now)


def decode(actor: Actor, contest_id: int, now: datetime) -> None:
    """Decoding (解密): names take the place of codes in every outlet."""
    with write():
        contest = contest_for(actor, contest_id, Right.CONFIRM)
        if contest.names_hidden:
            contest.decoded_at = now
            _changed(actor, "contest.decoded", contest, now)


def add_event(actor: Actor, contest_id: int, title: str, now: datetime) -> int:
    """A further 赛项 of the contest; its id."""
    with write():
        contest = contest_for(actor, contest_id, Right.SET_UP)
        event = ContestEvent(
            contest_id=contest.id,
            ref=fresh_ref("e"),
            title=required(title, TITLE_LENGTH, _("Give the event a title.")),
            position=len(contest.events),
        )
        db.session.add(event)
        db.session.flush()
        _changed(actor, "contest.event_added", contest, now, title=event.title)
        return event.id


def add_round(
    actor: Actor, event_id: int, title: str, preset: str, release: str, now: datetime
) -> int:
    """A round scored by a ready-made scheme; every judge of the contest sits in it. Its id."""
    with write():
        event = event_for(actor, event_id, Right.SET_UP)
        scheme = _scheme(event.contest_id, preset_scheme(preset), now)
        round_ = Round(
            contest_id=event.contest_id,
            event_id=event.id,
            scheme_id=scheme.id,
            ref=fresh_ref("r"),
            title=required(title, TITLE_LENGTH, _("Give the round a title.")),
            position=len(event.rounds),
            release=_release(release),
            document={},
        )
        db.session.add(round_)
        db.session.flush()
        judges = db.session.scalars(sa.select(Judge).where(Judge.contest_id == event.contest_id))
        for position, judge in enumerate(sorted(judges, key=lambda j: j.number)):
            seat_judge(round_, judge, position)
        _changed(actor, "contest.round_added", event.contest, now, title=round_.title)
        return round_.id


def update_round(actor: Actor, round_id: int, title: str, release: str, now: datetime) -> None:
    """Change a round's title and when its marks are released."""
    with write():
        round_ = round_for(actor, round_id, Right.SET_UP, lock=True)
        round_.title = required(title, TITLE_LENGTH, _("Give the round a title."))
        round_.release = _release(release)
        _changed(actor, "round.changed", round_.contest, now, release=round_.release)


def add_entries(actor: Actor, round_id: int, given: list[EntryInput], now: datetime) -> int:
    """Add entrants to a round that has not begun, in the given order; how many were added."""
    with write():
        round_ = round_for(actor, round_id, Right.SET_UP, lock=True)
        _require_draft(round_)
        start = db.session.scalar(
            sa.select(sa.func.count())
            .select_from(RoundEntry)
            .where(RoundEntry.round_id == round_.id)
        )
        for offset, one in enumerate(given):
            entry = _new_entry(round_, one)
            db.session.add(
                RoundEntry(
                    round_id=round_.id,
                    entry_id=entry.id,
                    position=(start or 0) + offset,
                    station=one.station.strip()[:32],
                    document={},
                )
            )
        _changed(actor, "round.entries_added", round_.contest, now, count=len(given))
        return len(given)


def remove_entry(actor: Actor, round_id: int, entry_key: str, now: datetime) -> None:
    """Take an entrant out of a round that has not begun."""
    with write():
        round_ = round_for(actor, round_id, Right.SET_UP, lock=True)
        _require_draft(round_)
        found = db.session.scalar(
            sa.select(RoundEntry)
            .join(Entry, Entry.id == RoundEntry.entry_id)
            .where(RoundEntry.round_id == round_.id, Entry.key == entry_key)
        )
        if found is None:
            raise NotFound
        db.session.delete(found)
        _changed(actor, "round.entry_removed", round_.contest, now, entry=entry_key)


def add_judge(actor: Actor, contest_id: int, name: str, unit: str, now: datetime) -> int:
    """A judge's seat in the contest and in its rounds that have not begun; its id."""
    with write():
        contest = contest_for(actor, contest_id, Right.SET_UP)
        number = db.session.scalar(
            sa.select(sa.func.coalesce(sa.func.max(Judge.number), 0) + 1).where(
                Judge.contest_id == contest.id
            )
        )
        judge = Judge(
            contest_id=contest.id,
            ref=fresh_ref("j"),
            number=number,
            name=required(name, NAME_LENGTH, _("Give the judge a name.")),
            unit=unit.strip()[:TITLE_LENGTH],
            document={},
        )
        db.session.add(judge)
        db.session.flush()
        drafts = db.session.scalars(
            sa.select(Round).where(
                Round.contest_id == contest.id, Round.state == RoundState.DRAFT
            )
        )
        for round_ in drafts:
            seat_judge(round_, judge, judge.number)
        _changed(actor, "contest.judge_added", contest, now, name=judge.name)
        return judge.id


def remove_judge(actor: Actor, contest_id: int, judge_id: int, now: datetime) -> None:
    """Take away a seat that has not marked anything."""
    with write():
        contest = contest_for(actor, contest_id, Right.SET_UP)
        judge = db.session.get(Judge, judge_id)
        if judge is None or judge.contest_id != contest.id:
            raise NotFound
        if db.session.scalar(
            sa.select(LedgerRow.id).where(LedgerRow.judge_id == judge.id).limit(1)
        ):
            raise UserError(_("This judge has marked already and can't be removed."), status=409)
        db.session.delete(judge)
        _changed(actor, "contest.judge_removed", contest, now, name=judge.name)


def seat_judge(round_: Round, judge: Judge, position: int, items: list[str] | None = None) -> None:
    """Put a judge into a round, for all judged items or only for those named."""
    db.session.add(
        RoundJudge(round_id=round_.id, judge_id=judge.id, position=position, items=items)
    )


def fresh_ref(prefix: str) -> str:
    """An id for the contest file, unique enough without asking the database."""
    return f"{prefix}-{secrets.token_hex(4)}"


def fresh_key() -> str:
    """The unguessable name of an entry in addresses: tells nothing of order or identity."""
    return secrets.token_urlsafe(KEY_BYTES)


def required(text: str, length: int, message: str) -> str:
    """The text, trimmed and cut; refused with the message when nothing is left."""
    if not text.strip():
        raise UserError(message)
    return text.strip()[:length]


def _contest_columns(given: ContestInput) -> dict[str, Any]:
    if given.starts_on:
        try:
            date.fromisoformat(given.starts_on)
        except ValueError:
            raise UserError(_("The date is not one of the calendar.")) from None
    return {
        "title": required(given.title, TITLE_LENGTH, _("Give the contest a title.")),
        "venue": given.venue.strip()[:TITLE_LENGTH],
        "starts_on": given.starts_on,
        "blind": given.blind,
        "public": given.public,
        "rehearsal": given.rehearsal,
    }


def _new_entry(round_: Round, given: EntryInput) -> Entry:
    entry = Entry(
        contest_id=round_.contest_id,
        event_id=round_.event_id,
        ref=fresh_ref("p"),
        key=fresh_key(),
        code=given.code.strip()[:32],
        name=required(given.name, NAME_LENGTH, _("Every entrant needs a name.")),
        unit=given.unit.strip()[:TITLE_LENGTH],
        zone=given.zone.strip()[:NAME_LENGTH],
        document={},
    )
    db.session.add(entry)
    db.session.flush()
    return entry


def _scheme(contest_id: int, document: dict[str, Any], now: datetime) -> Scheme:
    scheme = Scheme(
        contest_id=contest_id,
        ref=fresh_ref("s"),
        title=str(document.get("title", ""))[:TITLE_LENGTH],
        document=document,
        created_at=now,
    )
    db.session.add(scheme)
    db.session.flush()
    return scheme


def _release(value: str) -> str:
    if value not in set(Release):
        raise UserError(_("Choose when marks are released."))
    return value


def _require_draft(round_: Round) -> None:
    if round_.state != RoundState.DRAFT:
        raise UserError(_("The round has begun; its entrants are fixed."), status=409)


def _changed(actor: Actor, action: str, contest: Contest, now: datetime, **detail: Any) -> None:
    contest.version += 1
    record(SetupChanged(contest.id, now))
    _audit(actor, action, contest, now, **detail)


def _audit(actor: Actor, action: str, contest: Contest, now: datetime, **detail: Any) -> None:
    audit(
        actor,
        action,
        f"contest:{contest.id}",
        now,
        organisation_id=contest.organisation_id,
        **detail,
    )
