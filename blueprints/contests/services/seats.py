"""Judges' seats: how a judge gets in without a password, and which device sits there.

A judge joins with a 6-digit PIN or a one-time QR code given out by the desk. One device is
active per seat; another one may take over, and the replaced one is told so.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.access import Right, contest_for, judge_for_desk, require_unarchived
from blueprints.contests.events import SeatTaken, SeatWithdrawn
from blueprints.contests.models import Contest, Judge, JudgeDevice, Round, RoundJudge, RoundState
from store import UserError, audit, db, record, write
from store.actors import Actor

PIN_DIGITS = 6
TOKEN_BYTES = 24
PIN_TRIES = 200  # a collision among the few thousand seats of an installation is rare


@dataclass(frozen=True)
class Seat:
    """A device that has just sat down: `token` goes into its cookie and is shown once."""

    judge_id: int
    contest_id: int
    device_id: int
    token: str


def issue_pin(actor: Actor, judge_id: int, now: datetime) -> str:
    """Give the judge a fresh PIN; the one before stops working."""
    with write():
        judge = judge_for_desk(actor, judge_id, Right.RUN)
        judge.pin = _free_pin()
        _note(actor, "judge.pin_issued", judge, now)
        return judge.pin


def issue_missing_pins(actor: Actor, contest_id: int, now: datetime) -> int:
    """Give every judge of the contest who has no PIN one; how many were given."""
    with write():
        contest = contest_for(actor, contest_id, Right.RUN)
        without = db.session.scalars(
            sa.select(Judge).where(Judge.contest_id == contest.id, Judge.pin.is_(None))
        ).all()
        for judge in without:
            issue_pin(actor, judge.id, now)
        return len(without)


def issue_join_code(actor: Actor, judge_id: int, now: datetime) -> str:
    """Give the judge a fresh one-time code for a QR; the one before stops working."""
    with write():
        judge = judge_for_desk(actor, judge_id, Right.RUN)
        code = secrets.token_urlsafe(TOKEN_BYTES)
        judge.join_hash = token_hash(code)
        _note(actor, "judge.join_code_issued", judge, now)
        return code


def issue_join_codes(actor: Actor, contest_id: int, now: datetime) -> dict[int, str]:
    """A fresh one-time code for every judge of the contest, by judge id: for printed slips."""
    with write():
        contest = contest_for(actor, contest_id, Right.RUN)
        judges = db.session.scalars(
            sa.select(Judge.id).where(Judge.contest_id == contest.id).order_by(Judge.number)
        ).all()
        return {judge_id: issue_join_code(actor, judge_id, now) for judge_id in judges}


def withdraw_seat(actor: Actor, judge_id: int, now: datetime) -> None:
    """Nobody gets in at this seat any more: PIN and code end, and the device there is put out.

    Marks stay. The device can't take the seat back; a new PIN or code opens it again.
    """
    with write():
        judge = judge_for_desk(actor, judge_id, Right.RUN)
        judge.pin = judge.join_hash = None
        devices = db.session.scalars(
            sa.select(JudgeDevice).where(JudgeDevice.judge_id == judge.id)
        ).all()
        ended = tuple(device.id for device in devices if device.replaced_at is None)
        for device in devices:
            device.replaced_at = device.replaced_at or now
            device.token_hash = f"withdrawn:{device.id}"  # no token has this hash
        _note(actor, "judge.withdrawn", judge, now, devices=len(ended))
        record(SeatWithdrawn(judge.id, judge.contest_id, ended, now))


def note_contact(device_id: int, now: datetime) -> None:
    """Remember when a device was last heard of; the desk shows it."""
    with write():
        device = db.session.get(JudgeDevice, device_id)
        if device is not None and device.seen_at < now:
            device.seen_at = now


def judge_by_pin(pin: str) -> Judge:
    """The judge whose PIN this is; refused in words when there is none.

    PINs end with the work: the fewer there are, the less guessing is worth.
    """
    judge = db.session.scalar(sa.select(Judge).where(Judge.pin == pin)) if pin else None
    if judge is None or _has_finished(judge):
        raise UserError(_("This PIN isn't known. Ask the desk for a new one."), code="unknown_pin")
    return judge


def _has_finished(judge: Judge) -> bool:
    """Whether every round the judge sits in has been confirmed."""
    states = set(
        db.session.scalars(
            sa.select(Round.state)
            .join(RoundJudge, RoundJudge.round_id == Round.id)
            .where(RoundJudge.judge_id == judge.id)
        )
    )
    return bool(states) and states <= {RoundState.CONFIRMED, RoundState.PUBLISHED}


def judge_by_code(code: str) -> Judge:
    """The judge whose unused one-time code this is; refused in words when there is none."""
    judge = db.session.scalar(sa.select(Judge).where(Judge.join_hash == token_hash(code)))
    if judge is None:
        raise UserError(
            _(
                "This code has been used or replaced. "
                "Enter your PIN, or ask the desk for a new code."
            ),
            code="unknown_code",
        )
    return judge


def active_device(judge_id: int) -> JudgeDevice | None:
    """The device that sits at the seat now."""
    return db.session.scalar(
        sa.select(JudgeDevice)
        .where(JudgeDevice.judge_id == judge_id, JudgeDevice.replaced_at.is_(None))
        .order_by(JudgeDevice.id.desc())
    )


def sit_down_by_pin(pin: str, label: str, now: datetime, *, take_over: bool) -> Seat:
    """Sit down with a PIN. A seat that is taken is refused unless `take_over` (code `taken`)."""
    with write():
        return _sit_down(judge_by_pin(pin), label, now, take_over=take_over)


def sit_down_by_code(code: str, label: str, now: datetime, *, take_over: bool) -> Seat:
    """Sit down with a one-time code, which is used up by it."""
    with write():
        judge = judge_by_code(code)
        seat = _sit_down(judge, label, now, take_over=take_over)
        judge.join_hash = None
        return seat


def take_seat_back(judge_id: int, token: str, now: datetime) -> Seat:
    """A replaced device takes its seat again: it proves itself by the token it still holds."""
    with write():
        device = db.session.scalar(
            sa.select(JudgeDevice).where(
                JudgeDevice.judge_id == judge_id, JudgeDevice.token_hash == token_hash(token)
            )
        )
        if device is None:
            raise UserError(_("This device is not known at this seat."), status=403)
        return _sit_down(device.judge, device.label, now, take_over=True)


def _sit_down(judge: Judge, label: str, now: datetime, *, take_over: bool) -> Seat:
    db.session.refresh(judge, with_for_update=True)
    require_unarchived(db.session.get_one(Contest, judge.contest_id))
    sitting = db.session.scalars(
        sa.select(JudgeDevice).where(
            JudgeDevice.judge_id == judge.id, JudgeDevice.replaced_at.is_(None)
        )
    ).all()
    if sitting and not take_over:
        raise UserError(
            _("Another device is already judging at this seat."), status=409, code="taken"
        )
    for device in sitting:
        device.replaced_at = now
    token = secrets.token_urlsafe(TOKEN_BYTES)
    fresh = JudgeDevice(
        judge_id=judge.id,
        token_hash=token_hash(token),
        label=label[:120],
        joined_at=now,
        seen_at=now,
    )
    db.session.add(fresh)
    db.session.flush()
    actor = Actor(kind="judge", id=judge.id, name=judge.name, contest_id=judge.contest_id)
    _note(actor, "judge.joined", judge, now, replaced=len(sitting))
    record(SeatTaken(judge.id, judge.contest_id, fresh.id, tuple(d.id for d in sitting), now))
    return Seat(judge.id, judge.contest_id, fresh.id, token)


def _note(actor: Actor, action: str, judge: Judge, now: datetime, **detail: int) -> None:
    contest = db.session.get(Contest, judge.contest_id)
    audit(
        actor,
        action,
        f"judge:{judge.id}",
        now,
        organisation_id=contest.organisation_id if contest else None,
        contest=judge.contest_id,
        **detail,
    )


def _free_pin() -> str:
    for _try in range(PIN_TRIES):
        pin = f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}d}"
        if db.session.scalar(sa.select(Judge.id).where(Judge.pin == pin)) is None:
            return pin
    raise UserError(_("No free PIN could be found. Withdraw the PINs of finished contests."))


def token_hash(token: str) -> str:
    """How a token is kept: SHA-256 in hex. Tokens are random, so no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()
