"""Entrants of a round that has not begun: adding, correcting, removing."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.access import Right, round_for
from blueprints.contests.models import (
    EligibilityDecision,
    Entry,
    LedgerRow,
    Registration,
    Round,
    RoundEntry,
    RoundState,
    SealedEntry,
)
from blueprints.contests.services.setup.common import (
    CODE_LENGTH,
    NAME_LENGTH,
    TITLE_LENGTH,
    fresh_key,
    fresh_ref,
    is_in_a_ledger,
    require_draft,
    require_unnamed,
    required,
    round_changed,
)
from blueprints.contests.services.setup.details import NO_DETAILS, DetailsInput, keep_details
from blueprints.contests.services.setup.members import by_code, by_name, possible_members, unlinked
from store import NotFound, UserError, db, write
from store.actors import Actor

MOST_ENTRIES = 2000  # of one round


@dataclass(frozen=True)
class EntryInput:
    """An entrant as typed or read from a file. `station` belongs to the round.

    `members` are codes of entrants of this contest who make up a team; `people` are members by
    name, or by such a code where it is one.
    """

    name: str
    unit: str = ""
    code: str = ""
    zone: str = ""
    station: str = ""
    members: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    details: DetailsInput = NO_DETAILS


def add_entries(actor: Actor, round_id: int, given: list[EntryInput], now: datetime) -> int:
    """Add entrants to a round that has not begun, in the given order; how many were added.

    An entrant without a code gets the next free number: judges see codes, not names.
    """
    with write():
        round_ = round_for(actor, round_id, Right.SET_UP, lock=True)
        require_draft(round_)
        enter(round_, given)
        round_changed(actor, "round.entries_added", round_, now, count=len(given))
        return len(given)


def enter(round_: Round, given: list[EntryInput]) -> list[Entry]:
    """Make entries at the end of a locked round, in the given order."""
    _require_room(round_, len(given))
    free, known = _free_codes(round_, given), possible_members(round_)
    entries = [_new_entry(round_, one, one.code.strip() or next(free), known) for one in given]
    db.session.flush()
    pairs = zip(entries, given, strict=True)
    for position, (entry, one) in enumerate(pairs, next_position(round_)):
        _place(round_, entry, position, one.station)
        keep_details(entry, one.details)
    db.session.flush()
    return entries


def take_entries(actor: Actor, round_id: int, source_id: int, now: datetime) -> int:
    """Bring the entrants of another round of the same event in, in its order; how many."""
    with write():
        round_ = round_for(actor, round_id, Right.SET_UP, lock=True)
        require_draft(round_)
        source = round_for(actor, source_id, Right.SET_UP)
        if source.event_id != round_.event_id or source.id == round_.id:
            raise NotFound
        here = {seat.entry_id for seat in seats_of(round_)}
        missing = [seat for seat in seats_of(source) if seat.entry_id not in here]
        _require_room(round_, len(missing))
        for position, seat in enumerate(missing, next_position(round_)):
            _place(round_, seat.entry, position, "")
        round_changed(actor, "round.entries_taken", round_, now, count=len(missing))
        return len(missing)


def update_entry(
    actor: Actor, round_id: int, entry_key: str, given: EntryInput, now: datetime
) -> None:
    """Correct an entrant who has not been marked in any round yet."""
    with write():
        round_, seat = _seat(actor, round_id, entry_key)
        entry = seat.entry
        if _is_in_begun_round(entry):
            raise UserError(
                _("This entrant is in a round that has begun and can't be changed."), status=409
            )
        _require_no_envelope(entry)
        _require_free_code(round_, given.code.strip(), entry)
        entry.code = given.code.strip()[:CODE_LENGTH] or entry.code
        kept = given if given.people else replace(given, people=unlinked(entry))
        _fill(entry, kept, possible_members(round_))
        seat.station = given.station.strip()[:CODE_LENGTH]
        round_changed(actor, "round.entry_changed", round_, now, entry=entry.ref)


def remove_entry(actor: Actor, round_id: int, entry_key: str, now: datetime) -> None:
    """Take an entrant out of a round that has not begun."""
    with write():
        round_, seat = _seat(actor, round_id, entry_key)
        require_unnamed(round_, LedgerRow.entry_id, seat.entry_id)
        ref = seat.entry.ref
        db.session.delete(seat)
        db.session.flush()
        forget_orphans(round_.contest_id)
        round_changed(actor, "round.entry_removed", round_, now, entry=ref)


def seats_of(round_: Round) -> list[RoundEntry]:
    """The places of a round in running order."""
    return list(
        db.session.scalars(
            sa.select(RoundEntry)
            .where(RoundEntry.round_id == round_.id)
            .order_by(RoundEntry.position, RoundEntry.id)
        )
    )


def next_position(round_: Round) -> int:
    """The position after the last entrant."""
    highest = db.session.scalar(
        sa.select(sa.func.max(RoundEntry.position)).where(RoundEntry.round_id == round_.id)
    )
    return 0 if highest is None else highest + 1


def codes_of(event_id: int) -> dict[str, int]:
    """Code → entry id of everybody in an event."""
    rows = db.session.execute(
        sa.select(Entry.code, Entry.id).where(Entry.event_id == event_id, Entry.code != "")
    )
    return dict(rows.all())


def forget_orphans(contest_id: int) -> None:
    """Remove entrants who are in no round any more and of whom no record tells."""
    alone = db.session.scalars(
        sa.select(Entry).where(
            Entry.contest_id == contest_id,
            ~sa.exists().where(RoundEntry.entry_id == Entry.id),
            ~sa.exists().where(LedgerRow.entry_id == Entry.id),
            ~sa.exists().where(EligibilityDecision.entry_id == Entry.id),
            ~sa.exists().where(Registration.entry_id == Entry.id),
        )
    )
    for entry in alone.all():
        db.session.delete(entry)


def _new_entry(round_: Round, given: EntryInput, code: str, known: dict[str, Entry]) -> Entry:
    entry = Entry(
        contest_id=round_.contest_id,
        event_id=round_.event_id,
        ref=fresh_ref("p"),
        key=fresh_key(),
        code=code[:CODE_LENGTH],
        document={},
    )
    _fill(entry, given, known)
    db.session.add(entry)
    return entry


def _fill(entry: Entry, given: EntryInput, known: dict[str, Entry]) -> None:
    entry.name = required(given.name, NAME_LENGTH, _("Every entrant needs a name."))
    entry.unit = given.unit.strip()[:TITLE_LENGTH]
    entry.zone = given.zone.strip()[:NAME_LENGTH]
    document = {key: value for key, value in entry.document.items() if key != "members"}
    if members := [*by_code(given.members, known), *by_name(given.people, known)]:
        document["members"] = members
    entry.document = document


def _place(round_: Round, entry: Entry, position: int, station: str) -> None:
    db.session.add(
        RoundEntry(
            round_id=round_.id,
            entry_id=entry.id,
            position=position,
            station=station.strip()[:CODE_LENGTH],
            document={},
        )
    )


def _seat(actor: Actor, round_id: int, entry_key: str) -> tuple[Round, RoundEntry]:
    round_ = round_for(actor, round_id, Right.SET_UP, lock=True)
    require_draft(round_)
    seat = db.session.scalar(
        sa.select(RoundEntry)
        .join(Entry, Entry.id == RoundEntry.entry_id)
        .where(RoundEntry.round_id == round_.id, Entry.key == entry_key)
    )
    if seat is None:
        raise NotFound
    return round_, seat


def _require_no_envelope(entry: Entry) -> None:
    """The name of a coded entrant lies in an envelope: what is typed here would be lost."""
    if db.session.get(SealedEntry, entry.id) is not None:
        raise UserError(
            _("This entrant is coded. Names can be corrected after decoding."), status=409
        )


def _is_in_begun_round(entry: Entry) -> bool:
    begun = db.session.scalar(
        sa.select(RoundEntry.id)
        .join(Round, Round.id == RoundEntry.round_id)
        .where(RoundEntry.entry_id == entry.id, Round.state != RoundState.DRAFT)
        .limit(1)
    )
    return begun is not None or is_in_a_ledger(LedgerRow.entry_id, entry.id)


def _free_codes(round_: Round, given: list[EntryInput]) -> Iterator[str]:
    """Numbers that nobody has yet. A code that is given must not be taken either."""
    wanted = [one.code.strip() for one in given if one.code.strip()]
    taken = codes_of(round_.event_id)
    twice = [code for n, code in enumerate(wanted) if code in taken or code in wanted[:n]]
    if twice:
        raise UserError(
            _(
                "The code %(code)s is taken. Every entrant needs a code of their own.",
                code=twice[0],
            ),
            code="code",
        )
    used = {*taken, *wanted}
    return (code for n in count(1) if (code := f"{n:02d}") not in used)


def _require_free_code(round_: Round, code: str, entry: Entry) -> None:
    if code and codes_of(round_.event_id).get(code, entry.id) != entry.id:
        raise UserError(
            _("The code %(code)s is taken. Every entrant needs a code of their own.", code=code),
            code="code",
        )


def _require_room(round_: Round, more: int) -> None:
    if len(seats_of(round_)) + more > MOST_ENTRIES:
        raise UserError(_("A round has at most %(n)d entrants.", n=MOST_ENTRIES))
