"""A ceremony's verbs. Each tap names the move it was meant for, so none counts twice."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from blueprints.contests.access import Right, require_unarchived, round_for
from blueprints.contests.events import CeremonyMoved
from blueprints.contests.models import (
    Ceremony,
    CeremonyStep,
    LedgerKind,
    Round,
    RoundState,
)
from blueprints.contests.models.contest import Release
from blueprints.contests.queries.reveal import (
    Source,
    ceremony_for,
    running_ceremony,
    source_of,
)
from blueprints.contests.reveal import Manner, Options, Step
from blueprints.contests.services.ledger import append
from blueprints.contests.services.reveal.scripts import made_up_steps, real_steps
from store import UserError, audit, db, record, write
from store.actors import Actor

MOST_STEPS = 6000


@dataclass(frozen=True)
class RevealOptions:
    """How it is revealed. `from_place` empty: everybody singly."""

    manner: str = Manner.SUSPENSE
    from_place: int | None = None
    rehearsal: bool = False


def begin(actor: Actor, round_id: int, options: RevealOptions, now: datetime) -> int:
    """Begin a ceremony, or a rehearsal; its id. One that is under way already is that one.

    The whole order is worked out here, and nothing of it is shown yet.
    """
    manner = _manner(options)
    round_ = round_for(actor, round_id, Right.PUBLISH)
    known = running_ceremony(round_id, rehearsal=options.rehearsal)
    if known is not None:
        return known.id
    if not options.rehearsal:
        _require_ready(round_, manner)
    source = source_of(round_)
    steps = _steps(round_, source, manner, options)  # may take a second: in no transaction
    with write():
        round_ = round_for(actor, round_id, Right.PUBLISH, lock=True)
        known = running_ceremony(round_id, rehearsal=options.rehearsal)
        if known is not None:
            return known.id
        if not options.rehearsal:
            _require_ready(round_, manner)
            _require_same(round_, source.digest)
        ceremony = _ceremony(actor, round_, source, options, len(steps), now)
        db.session.add(ceremony)
        db.session.flush()
        db.session.add_all(_rows(ceremony, steps))
        _audit(actor, "round.reveal_began", ceremony, now)
        record(CeremonyMoved(ceremony.id, round_id, now))
        return ceremony.id


def move(actor: Actor, ceremony_id: int, at: int, *, back: bool, now: datetime) -> bool:
    """One step forth or back; False when this tap, or another phone's, was counted already.

    `at` is the move that the phone had seen. Refused when the result changed meanwhile.
    """
    with write():
        ceremony = ceremony_for(actor, ceremony_id, Right.ANNOUNCE, lock=True)
        require_unarchived(ceremony.round.contest)
        if ceremony.ended_at is not None:
            raise UserError(_("This reveal has ended."), status=409, code="ended")
        target = ceremony.shown + (-1 if back else 1)
        if at != ceremony.moves or not 0 <= target <= ceremony.steps:
            return False
        if not back and not ceremony.rehearsal:
            _require_same(ceremony.round, ceremony.digest)
        ceremony.shown = target
        ceremony.moves += 1
        record(CeremonyMoved(ceremony.id, ceremony.round_id, now))
        return True


def end(actor: Actor, ceremony_id: int, now: datetime) -> None:
    """End it. Only one that showed everything is a fact of the round's ledger."""
    with write():
        ceremony = ceremony_for(actor, ceremony_id, Right.PUBLISH)
        round_ = round_for(actor, ceremony.round_id, Right.PUBLISH, lock=True)
        ceremony = ceremony_for(actor, ceremony_id, Right.PUBLISH, lock=True)
        if ceremony.ended_at is not None:
            return
        ceremony.ended_at = now
        ceremony.completed = ceremony.shown == ceremony.steps
        ceremony.moves += 1
        if ceremony.completed and not ceremony.rehearsal:
            data = {"ceremony": ceremony.id, "steps": ceremony.steps, "manner": ceremony.manner}
            append(round_, LedgerKind.REVEALED, actor, now, data=data)
        _audit(actor, "round.reveal_ended", ceremony, now)
        record(CeremonyMoved(ceremony.id, ceremony.round_id, now))


def _manner(options: RevealOptions) -> Manner:
    if options.manner not in set(Manner):
        raise UserError(_("Choose how the result is revealed."), code="manner")
    if options.from_place is not None and options.from_place < 1:
        raise UserError(_("The first place that is revealed singly is 1 or more."), code="place")
    return Manner(options.manner)


def _require_ready(round_: Round, manner: Manner) -> None:
    """A result that is final, that nobody outside knows yet, and whose names may be told."""
    if round_.contest.names_hidden:
        raise UserError(
            _("Resolve the codes first: a reveal names people."), status=409, code="names_hidden"
        )
    if round_.state != RoundState.CONFIRMED:
        raise UserError(
            _("A reveal begins when the result is confirmed and not yet published."),
            status=409,
            code="round_state",
        )
    if round_.frozen_seq is None and (
        round_.release != Release.PUBLISHED or manner is Manner.RESOLVER
    ):
        raise UserError(
            _("The board shows the result already. Freeze it before the last marks come in."),
            status=409,
            code="not_frozen",
        )


def _steps(round_: Round, source: Source, manner: Manner, options: RevealOptions) -> list[Step]:
    given = Options(options.from_place)
    steps = (
        made_up_steps(source, manner, given)
        if options.rehearsal
        else real_steps(round_, source, manner, given)
    )
    if not steps:
        raise UserError(_("Nobody has a place yet: there is nothing to reveal."), status=409)
    if len(steps) > MOST_STEPS:
        raise UserError(_("Choose a place from which on entrants are revealed singly."), status=409)
    return steps


def _require_same(round_: Round, digest: str) -> None:
    if source_of(round_).digest != digest:
        raise UserError(
            _(
                "The result has changed since the reveal began. The chief referee or the organiser "
                "breaks it off and begins a new one."
            ),
            status=409,
            code="changed",
        )


def _ceremony(
    actor: Actor,
    round_: Round,
    source: Source,
    options: RevealOptions,
    steps: int,
    now: datetime,
) -> Ceremony:
    return Ceremony(
        round_id=round_.id,
        rehearsal=options.rehearsal,
        manner=options.manner,
        from_place=options.from_place,
        steps=steps,
        shown=0,
        moves=0,
        digest=source.digest,
        began_at=now,
        began_by=actor.ref,
    )


def _rows(ceremony: Ceremony, steps: list[Step]) -> list[CeremonyStep]:
    return [
        CeremonyStep(ceremony_id=ceremony.id, number=number, document=step.to_json())
        for number, step in enumerate(steps, 1)
    ]


def _audit(actor: Actor, action: str, ceremony: Ceremony, now: datetime) -> None:
    audit(
        actor,
        action,
        f"round:{ceremony.round_id}",
        now,
        organisation_id=ceremony.round.contest.organisation_id,
        ceremony=ceremony.id,
        rehearsal=ceremony.rehearsal,
        shown=ceremony.shown,
        steps=ceremony.steps,
    )
