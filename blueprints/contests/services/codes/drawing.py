"""The encryption referee draws an event's codes; from then on nobody else can tell who is who."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.access import locked_round, require_unarchived
from blueprints.contests.keeping import is_keeper
from blueprints.contests.life import Step
from blueprints.contests.models import (
    CodeDraw,
    Contest,
    ContestEvent,
    Entry,
    Report,
    Round,
    RoundEntry,
    RoundState,
    SealedEntry,
    Work,
)
from blueprints.contests.queries.codes import opened
from blueprints.contests.queries.eligible import not_eligible
from blueprints.contests.services.codes.envelopes import Sign, seal, unseal
from blueprints.contests.services.setup.common import CODE_LENGTH, changed, fresh_key, fresh_ref
from store import NotFound, UserError, db, write
from store.actors import Actor
from store.encryption import encrypt
from store.lots import drawn

SEED_LENGTH = 64
NAMES_ENTRIES = ("entry", "entries", "order")  # keys of a round's rules


def draw_sealed(actor: Actor, event_id: int, prefix: str, seed: str, now: datetime) -> int:
    """Give every entrant of the event a code by lot, and put all names into envelopes.

    The order of the rounds becomes that of the codes, and everything by which an entrant could be
    known from before is made anew. How many were coded. The audit log gets the seed's hash only.
    """
    with write():
        event = db.session.get(ContestEvent, event_id)
        if event is None or not is_keeper(actor, event.contest):
            raise NotFound
        contest = event.contest
        require_unarchived(contest)
        _require_coding(contest)
        _require_unseen(event)
        rounds = _untouched_rounds(event)
        _rename(rounds, _open_again(event))
        seed = seed.strip()[:SEED_LENGTH] or secrets.token_hex(16)
        _require_eligible(rounds)
        refs = _seal_all(event, prefix.strip()[: CODE_LENGTH - 5], seed, now)
        _rename(rounds, refs)
        for round_ in rounds:
            _order_by_code(round_)
        _keep_seed(actor, event, seed, now)
        changed(
            actor,
            "contest.codes_sealed",
            contest,
            now,
            event=event.title,
            entries=len(refs),
            seed_sha256=hashlib.sha256(seed.encode()).hexdigest(),
        )
        return len(refs)


def require_sealed(round_: Round) -> None:
    """Refuse to open a round of a contest decoded in two hands before its codes are drawn."""
    if _has_bare(round_):
        raise UserError(
            _("The encryption referee has to draw the codes of all entrants first."),
            status=409,
            code="not_sealed",
        )


def require_nothing_to_remember(round_: Round) -> None:
    """Refuse what would stand beside a name before the draw, and beside its code afterwards."""
    if round_.state == RoundState.DRAFT and _has_bare(round_):
        raise UserError(
            _(
                "The encryption referee has to draw the codes first: what stands beside a name "
                "now would stand beside its code afterwards, and tell who it is."
            ),
            status=409,
            code="not_sealed",
        )


def _has_bare(round_: Round) -> bool:
    """Whether the contest is decoded in two hands, and somebody of the round has no envelope."""
    contest = round_.contest
    if not contest.names_hidden or Step.DECODING not in contest.steps:
        return False
    bare = db.session.scalar(
        sa.select(RoundEntry.id)
        .outerjoin(SealedEntry, SealedEntry.entry_id == RoundEntry.entry_id)
        .where(RoundEntry.round_id == round_.id, SealedEntry.entry_id.is_(None))
        .limit(1)
    )
    return bare is not None


def _require_coding(contest: Contest) -> None:
    if not contest.names_hidden or Step.DECODING not in contest.steps:
        raise UserError(_("This contest has no blind coding in two hands."), status=409)


def _require_unseen(event: ContestEvent) -> None:
    """Refuse to code entrants whose works or reports were seen beside their names.

    A photograph, an essay or a project is known again by whoever saw it: no new sign hides who
    made it. What was handed in under a code of an earlier draw gives no name away.
    """
    bare = (
        sa.select(Entry.id)
        .outerjoin(SealedEntry, SealedEntry.entry_id == Entry.id)
        .where(Entry.event_id == event.id, SealedEntry.entry_id.is_(None))
    )
    for model in (Work, Report):
        seen = sa.select(model.id).where(model.entry_id.in_(bare)).limit(1)
        if db.session.scalar(seen) is not None:
            raise UserError(
                _(
                    "Works or reports of this event were handed in under names: whoever saw them "
                    "would know them again behind a code. Judge them without the step decoding, "
                    "or hold a new event whose codes are drawn first."
                ),
                status=409,
                code="seen",
            )


def _require_eligible(rounds: list[Round]) -> None:
    """A verdict that is not the same for all would tell who is behind a code."""
    if any(Step.ELIGIBILITY in one.contest.steps and not_eligible(one) for one in rounds):
        raise UserError(
            _(
                "First find every entrant of the rounds eligible, or take them out: whoever is "
                "decided on later would be known by it behind the code."
            ),
            status=409,
            code="not_eligible",
        )


def _untouched_rounds(event: ContestEvent) -> list[Round]:
    """The event's rounds, locked; refused when a ledger has begun, for it names entrants."""
    rounds = [locked_round(one.id) for one in sorted(event.rounds, key=lambda one: one.id)]
    if any(one.seq or one.state != RoundState.DRAFT for one in rounds):
        raise UserError(
            _("A round of this event has begun: its codes can't be drawn any more."), status=409
        )
    return rounds


def _open_again(event: ContestEvent) -> dict[str, str]:
    """Open the envelopes of an earlier draw: somebody was added or left since. Now → before."""
    sealed = db.session.scalars(
        sa.select(SealedEntry)
        .join(Entry, Entry.id == SealedEntry.entry_id)
        .where(Entry.event_id == event.id)
    ).all()
    before = {db.session.get_one(Entry, one.entry_id).ref: opened(one)["ref"] for one in sealed}
    for one in sealed:
        unseal(one, keep_code=False)
    db.session.flush()
    return before


def _seal_all(event: ContestEvent, prefix: str, seed: str, now: datetime) -> dict[str, str]:
    """Old → new ids in the contest file."""
    entries = list(db.session.scalars(sa.select(Entry).where(Entry.event_id == event.id)))
    if not entries:
        raise UserError(_("This event has no entrants yet."), status=409)
    entries.sort(key=lambda entry: drawn(seed, entry.ref))
    refs = {entry.ref: fresh_ref("p") for entry in entries}
    width = max(2, len(str(len(entries))))
    decided = Step.ELIGIBILITY in event.contest.steps
    for number, entry in enumerate(entries, 1):
        sign = Sign(f"{prefix}{number:0{width}d}", refs[entry.ref], fresh_key())
        seal(entry, sign, refs, now, decided=decided)
    db.session.flush()
    return refs


def _rename(rounds: list[Round], refs: Mapping[str, str]) -> None:
    """Rules of rounds that name entrants (panels, values brought along) follow."""
    for round_ in rounds:
        round_.document = _renamed(round_.document, refs, "")


def _renamed(value: Any, refs: Mapping[str, str], key: str) -> Any:
    if isinstance(value, dict):
        return {name: _renamed(one, refs, name) for name, one in value.items()}
    if isinstance(value, list):
        return [_renamed(one, refs, key) for one in value]
    return refs.get(value, value) if key in NAMES_ENTRIES and isinstance(value, str) else value


def _order_by_code(round_: Round) -> None:
    """In the order of before, the place in it would tell who is who."""
    seats = db.session.scalars(
        sa.select(RoundEntry)
        .join(Entry, Entry.id == RoundEntry.entry_id)
        .where(RoundEntry.round_id == round_.id)
        .order_by(Entry.code)
    )
    for position, seat in enumerate(seats.all()):
        seat.position = position
        seat.station = ""


def _keep_seed(actor: Actor, event: ContestEvent, seed: str, now: datetime) -> None:
    draw = db.session.get(CodeDraw, event.id)
    if draw is None:
        draw = CodeDraw(event_id=event.id)
        db.session.add(draw)
    draw.seed, draw.drawn_by, draw.drawn_at = encrypt(seed.encode()), actor.name[:120], now
