"""Conditions of an event, and the decisions that people take about its entries."""

from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.access import Right, entry_by_key, event_for
from blueprints.contests.days import parse_day
from blueprints.contests.eligibility import MOST_PER_UNIT, OLDEST, Conditions, Verdict
from blueprints.contests.models import (
    ContestEvent,
    EligibilityDecision,
    Entry,
    EntryDetails,
    EventConditions,
    Round,
    RoundEntry,
    RoundState,
    SealedEntry,
)
from blueprints.contests.queries.setup.eligibility import eligibility_check
from blueprints.contests.services.setup.common import NAME_LENGTH, changed
from blueprints.contests.services.setup.details import DetailsInput, keep_details
from store import NotFound, UserError, db, write
from store.actors import Actor

REASON_LENGTH = 500
MOST_OCCUPATIONS = 20


def set_conditions(actor: Actor, event_id: int, asked: Conditions, now: datetime) -> None:
    """What the event asks of its entrants from now on; decisions stand."""
    with write():
        event = event_for(actor, event_id, Right.SET_UP)
        document = _checked(asked).document()
        found = db.session.get(EventConditions, event.id)
        if found is None:
            db.session.add(EventConditions(event_id=event.id, document=document))
        else:
            found.document = document
        changed(actor, "event.conditions_set", event.contest, now, event=event.title)


def decide(
    actor: Actor, event_id: int, entry_key: str, verdict: str, reason: str, now: datetime
) -> None:
    """Decide about an entry. Against what was found, or for a refusal, the reason is needed."""
    with write():
        event = event_for(actor, event_id, Right.CONFIRM)
        entry = _entry(event, entry_key)
        if verdict not in set(Verdict):
            raise UserError(_("Choose a decision."), code="verdict")
        line = next(one for one in eligibility_check(event).entries if one.key == entry.key)
        if not reason.strip() and (verdict != Verdict.ELIGIBLE or line.findings):
            raise UserError(_("Say in a few words why."), code="reason")
        _decide(actor, entry, verdict, reason, now)
        changed(actor, "entry.eligibility", event.contest, now, entry=entry.ref, verdict=verdict)


def accept_sound(actor: Actor, event_id: int, now: datetime) -> int:
    """Accept every undecided entry about which nothing was found; how many."""
    with write():
        event = event_for(actor, event_id, Right.CONFIRM)
        sound = [
            one.key
            for one in eligibility_check(event).entries
            if not one.decisions and not one.findings
        ]
        for key in sound:
            _decide(actor, _entry(event, key), Verdict.ELIGIBLE, "", now)
        changed(actor, "event.eligibility", event.contest, now, accepted=len(sound))
        return len(sound)


def remove_refused(actor: Actor, event_id: int, now: datetime) -> int:
    """Take refused entries out of rounds that have not begun; how many places were freed."""
    with write():
        event = event_for(actor, event_id, Right.SET_UP)
        refused = {
            one.key for one in eligibility_check(event).entries if one.verdict == Verdict.REFUSED
        }
        places = db.session.scalars(
            sa.select(RoundEntry)
            .join(Entry, Entry.id == RoundEntry.entry_id)
            .join(Round, Round.id == RoundEntry.round_id)
            .where(
                Entry.event_id == event.id,
                Entry.key.in_(refused),
                Round.state == RoundState.DRAFT,
            )
        ).all()
        for place in places:
            db.session.delete(place)
        changed(actor, "event.refused_removed", event.contest, now, places=len(places))
        return len(places)


def save_details(
    actor: Actor, event_id: int, entry_key: str, given: DetailsInput, now: datetime
) -> None:
    """Correct what is known of an entrant; the photograph stays."""
    with write():
        event = event_for(actor, event_id, Right.SET_UP)
        entry = _entry(event, entry_key)
        if db.session.get(SealedEntry, entry.id) is not None:
            raise UserError(_("Codes are sealed: nothing is changed until decoding."), status=409)
        kept = db.session.get(EntryDetails, entry.id)
        if given.is_empty and kept is not None and kept.photo is None:
            db.session.delete(kept)
        else:
            keep_details(entry, replace(given, photo=kept.photo if kept else None))
        changed(actor, "entry.details_saved", event.contest, now, entry=entry.ref)


def _decide(actor: Actor, entry: Entry, verdict: str, reason: str, now: datetime) -> None:
    db.session.add(
        EligibilityDecision(
            entry_id=entry.id,
            verdict=verdict,
            reason=reason.strip()[:REASON_LENGTH],
            actor=actor.ref,
            actor_name=actor.name[:120],
            at=now,
        )
    )


def _entry(event: ContestEvent, key: str) -> Entry:
    entry = entry_by_key(event.contest_id, key)
    if entry.event_id != event.id:
        raise NotFound
    return entry


def _checked(asked: Conditions) -> Conditions:
    ages = [age for age in (asked.age_from, asked.age_to) if age is not None]
    if any(not 0 <= age <= OLDEST for age in ages) or ages != sorted(ages):
        raise UserError(_("The ages are not in order."), code="age")
    if asked.age_on and parse_day(asked.age_on) is None:
        raise UserError(_("The date is not one of the calendar."), code="age_on")
    if asked.most_per_unit is not None and not 1 <= asked.most_per_unit <= MOST_PER_UNIT:
        raise UserError(
            _("A whole number from 1 to %(n)d, or nothing.", n=MOST_PER_UNIT), code="most"
        )
    occupations = (one.strip()[:NAME_LENGTH] for one in asked.occupations)
    kept = tuple(dict.fromkeys(one for one in occupations if one))[:MOST_OCCUPATIONS]
    return replace(asked, occupations=kept)
