"""Alarms: judges far apart mark again, or the desk says that it stands; limits of a round.

Marks asked for again never replace the first ones: both are versions in the ledger.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

import scoring
from blueprints.contests.access import Right, round_for
from blueprints.contests.models import Entry, Judge, JudgingRules, LedgerKind, LedgerRow, Round
from blueprints.contests.queries.desk.alarms import Alarm, Alarms
from blueprints.contests.queries.desk.slots import slots_of
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.standings import reading
from blueprints.contests.rules import in_words, judged_items
from blueprints.contests.services.desk.common import (
    AMENDABLE,
    RUNNING,
    entry_of,
    judge_of,
    note_of,
    round_in,
)
from blueprints.contests.services.judging import excused
from blueprints.contests.services.keys import desk_key, done_before
from blueprints.contests.services.ledger import append
from blueprints.contests.services.setup.common import round_changed
from store import UserError, db, write
from store.actors import Actor

LIMITS = ("spread", "deviation")


@dataclass(frozen=True)
class Place:
    """The item of an entrant that an alarm is about."""

    entry_key: str
    item: str
    attempt: int


def ask_to_remark(
    actor: Actor,
    round_id: int,
    place: Place,
    judge_ids: list[int],
    reason: str,
    now: datetime,
    *,
    key: str | None = None,
) -> int:
    """These judges mark the item again, with the reason; their sheets open. How many were asked."""
    if not reason.strip():
        raise UserError(_("Say in a few words why it is to be marked again."), code="reason")
    if not judge_ids:
        raise UserError(_("Choose the judges who mark again."), code="judges")
    with write():
        round_ = round_in(actor, round_id, RUNNING)
        entry = entry_of(round_, place.entry_key)
        if done_before(round_, key, entry_id=entry.id):
            return 0
        judges = [judge_of(actor, round_, judge_id) for judge_id in dict.fromkeys(judge_ids)]
        for judge in judges:
            _require_mark(round_, entry, judge, place)
        for number, judge in enumerate(judges):
            append(
                round_,
                LedgerKind.REMARK_ASKED,
                actor,
                now,
                entry=entry,
                judge=judge,
                item=place.item,
                attempt=place.attempt,
                note=note_of(reason),
                key=None if number else desk_key(key),
            )
        return len(judges)


def settle(
    actor: Actor,
    round_id: int,
    place: Place,
    fingerprint: str,
    reason: str,
    now: datetime,
    *,
    key: str | None = None,
) -> None:
    """The alarm was looked at, and the marks stand. Other marks raise it again."""
    if not reason.strip():
        raise UserError(_("Say in a few words why the marks stand."), code="reason")
    with write():
        round_ = round_in(actor, round_id, AMENDABLE)
        entry = entry_of(round_, place.entry_key)
        if done_before(round_, key, entry_id=entry.id):
            return
        alarm = _alarm(round_, entry, place, fingerprint)
        if alarm.settled:
            return
        data = {
            "alarm": alarm.kind,
            "fingerprint": alarm.fingerprint,
            "marks": {judge.ref: mark for judge, mark in alarm.marks},
        }
        append(
            round_,
            LedgerKind.ALARM_SETTLED,
            actor,
            now,
            entry=entry,
            item=alarm.item,
            attempt=alarm.attempt,
            data=data,
            note=note_of(reason),
            key=desk_key(key),
        )


def set_limits(
    actor: Actor, round_id: int, given: Mapping[str, Mapping[str, str]], now: datetime
) -> None:
    """What alarms let pass, by item; an empty field is no limit of the round's own."""
    with write():
        round_ = round_for(actor, round_id, Right.RUN, lock=True)
        limits = {
            item.id: found
            for item in judged_items(round_)
            if (found := _checked(given.get(item.id, {}), item.title or item.id))
        }
        rules = rules_of(round_)
        if rules.limits == limits:
            return
        rules.limits = limits
        round_changed(actor, "round.limits_set", round_, now, limits=limits)


def rules_of(round_: Round) -> JudgingRules:
    """The round's rules, made on first use; the caller holds the round's lock."""
    found = db.session.get(JudgingRules, round_.id)
    if found is None:
        found = JudgingRules(round_id=round_.id, limits={}, announcer_sees_all=False)
        db.session.add(found)
    return found


def _checked(given: Mapping[str, str], title: str) -> dict[str, Any]:
    found = {}
    for name in LIMITS:
        text = given.get(name, "").strip()
        if not text:
            continue
        try:
            value = scoring.parse_decimal(text)
        except scoring.MarkError as error:
            raise UserError(
                _("%(item)s: the limit %(reason)s.", item=title, reason=in_words(error))
            ) from None
        if value <= 0:
            raise UserError(_("%(item)s: a limit must be more than nought.", item=title))
        found[name] = format(Decimal(value), "f")
    return found


def _alarm(round_: Round, entry: Entry, place: Place, fingerprint: str) -> Alarm:
    with reading(round_.id, Audience.DESK) as live:
        alarms = Alarms(live, slots_of(round_)).of(live.members.entries[entry.id])
    for alarm in alarms:
        at = (alarm.fingerprint, alarm.item, alarm.attempt)
        if at == (fingerprint, place.item, place.attempt):
            return alarm
    raise UserError(
        _("The marks have changed meanwhile. Look at them again."), status=409, code="stale"
    )


def _require_mark(round_: Round, entry: Entry, judge: Judge, place: Place) -> None:
    newest = db.session.scalar(
        sa.select(LedgerRow.value)
        .where(
            LedgerRow.round_id == round_.id,
            LedgerRow.entry_id == entry.id,
            LedgerRow.judge_id == judge.id,
            LedgerRow.kind == LedgerKind.MARK,
            LedgerRow.item == place.item,
            LedgerRow.attempt == place.attempt,
        )
        .order_by(LedgerRow.seq.desc())
        .limit(1)
    )
    if newest is None or excused(round_.id, entry.id, judge.id):
        raise UserError(
            _("Judge %(number)d has no mark here that could be given again.", number=judge.number),
            status=409,
            code="no_mark",
        )
