"""The public notice (公示): a stated number of days in which anybody may object.

Prizes wait until it is over and every objection is answered. Objectors give their name and how
to reach them; both, and their words, stay sealed. The answer is public.
"""

import hashlib
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.access import Right, locked_round, require_unarchived, round_for
from blueprints.contests.life import Step
from blueprints.contests.models import LedgerKind, Objection, Round, RoundState, Verdict
from blueprints.contests.queries.blockers import require_clear
from blueprints.contests.sealing import seal, words_hash
from blueprints.contests.services.appeals import NAME_LENGTH, Letter, checked_letter
from blueprints.contests.services.keys import desk_key, done_before
from blueprints.contests.services.ledger import append
from store import NotFound, UserError, audit, db, write
from store.actors import Actor

ANSWER_LENGTH = 500


def begin_notice(actor: Actor, round_id: int, now: datetime, *, key: str | None = None) -> None:
    """Begin the public notice of a published result for the number of days set beforehand.

    Begun again it runs its whole length anew: what an amendment changed is shown as long.
    """
    with write():
        round_ = round_for(actor, round_id, Right.PUBLISH, lock=True)
        if done_before(round_, key) is not None:
            return
        if round_.prizes_confirmed_at is not None:
            raise UserError(_("The prizes are confirmed already."), status=409, code="round_state")
        require_clear(round_, Step.NOTICE, now)
        round_.notice_from = now
        round_.notice_until = now + timedelta(days=round_.notice_days)
        append(
            round_,
            LedgerKind.NOTICE,
            actor,
            now,
            value="begun",
            data={"until": round_.notice_until.isoformat(), "days": round_.notice_days},
            key=desk_key(key),
        )
        _audit(actor, "round.notice_begun", round_, now, days=round_.notice_days)


def end_notice(actor: Actor, round_: Round, now: datetime) -> None:
    """Note that it is over, where there was one: with the confirmation of the prizes."""
    if round_.notice_until is not None:
        append(round_, LedgerKind.NOTICE, actor, now, value="ended")


def object_to(actor: Actor, round_id: int, letter: Letter, now: datetime) -> Objection:
    """Somebody objects during the notice. The same form again finds the first objection."""
    given = checked_letter(letter)
    with write():
        round_ = locked_round(round_id)
        if not round_.is_public:
            raise NotFound
        known = objection_by_key(given.key)
        if known is not None:
            return _same(known, round_)
        _require_running(round_, now)
        objection = _kept(actor, round_, given, now)
        append(
            round_,
            LedgerKind.OBJECTION,
            actor,
            now,
            data={"objection": objection.number, "words": objection.words_hash},
        )
        _audit(actor, "round.objection", round_, now, objection=objection.number)
        return objection


def answer_objection(
    actor: Actor,
    round_id: int,
    number: int,
    outcome: str,
    answer: str,
    now: datetime,
    *,
    key: str | None = None,
) -> None:
    """Answer an objection, once and in public."""
    if outcome not in set(Verdict):
        raise UserError(_("Say whether the objection is upheld or refused."), code="outcome")
    if not answer.strip():
        raise UserError(_("An objection needs an answer: it is published."), code="answer")
    with write():
        round_ = round_for(actor, round_id, Right.CONFIRM, lock=True)
        objection = _objection(round_, number)
        if done_before(round_, key, value=outcome) is not None:
            return
        if not objection.is_open:
            raise UserError(
                _("Somebody else has answered this objection meanwhile. Nothing was changed."),
                status=409,
                code="answered",
            )
        said = answer.strip()[:ANSWER_LENGTH]
        append(
            round_,
            LedgerKind.OBJECTION_ANSWERED,
            actor,
            now,
            value=outcome,
            note=said,
            data={"objection": number},
            key=desk_key(key),
        )
        objection.outcome, objection.answer, objection.answered_at = outcome, said, now
        objection.answered_by_name = actor.name[:NAME_LENGTH]
        _audit(actor, "round.objection_answered", round_, now, objection=number, outcome=outcome)


def objection_by_key(key: str) -> Objection | None:
    """The objection that a form with this key led to."""
    return db.session.scalar(sa.select(Objection).where(Objection.key_hash == key_hash(key)))


def key_hash(key: str) -> str:
    """How the sender's key is kept."""
    return hashlib.sha256(key.encode()).hexdigest()


def _same(known: Objection, round_: Round) -> Objection:
    if known.round_id != round_.id:
        raise NotFound
    return known


def _require_running(round_: Round, now: datetime) -> None:
    require_unarchived(round_.contest)
    if round_.state != RoundState.PUBLISHED or round_.notice_until is None:
        raise UserError(
            _("There is no public notice of this result now. Nothing was sent."),
            status=409,
            code="not_open",
        )
    if now > round_.notice_until or round_.prizes_confirmed_at is not None:
        raise UserError(
            _("The public notice of this result is over. Nothing was sent."),
            status=409,
            code="window_over",
        )


def _kept(actor: Actor, round_: Round, given: Letter, now: datetime) -> Objection:
    count = sa.select(sa.func.count()).select_from(Objection)
    objection = Objection(
        round_id=round_.id,
        number=(db.session.scalar(count.where(Objection.round_id == round_.id)) or 0) + 1,
        key_hash=key_hash(given.key),
        words=seal(given.words),
        name=seal(given.name),
        contact=seal(given.contact),
        words_hash=words_hash(given.words),
        lodged_at=now,
        lodged_by=actor.ref,
    )
    db.session.add(objection)
    db.session.flush()
    return objection


def _objection(round_: Round, number: int) -> Objection:
    found = db.session.scalar(
        sa.select(Objection).where(Objection.round_id == round_.id, Objection.number == number)
    )
    if found is None:
        raise NotFound
    return found


def _audit(actor: Actor, action: str, round_: Round, now: datetime, **detail: str | int) -> None:
    audit(
        actor,
        action,
        f"round:{round_.id}",
        now,
        organisation_id=round_.contest.organisation_id,
        **detail,
    )
