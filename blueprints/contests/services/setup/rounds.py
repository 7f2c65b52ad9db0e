"""Rounds: the scheme by which they are scored, when marks are released, the prizes."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.access import Right, event_for, round_for
from blueprints.contests.models import (
    Contest,
    Judge,
    LedgerRow,
    Round,
    RoundEntry,
    RoundJudge,
    Scheme,
)
from blueprints.contests.models.contest import Release
from blueprints.contests.rules import preset_scheme, rounds_needed
from blueprints.contests.services.setup.common import (
    TITLE_LENGTH,
    changed,
    fresh_ref,
    is_in_a_ledger,
    require_draft,
    required,
    round_changed,
)
from blueprints.contests.services.setup.entries import forget_orphans
from blueprints.contests.services.setup.judges import seat_judge
from blueprints.contests.services.setup.schemes import checked
from store import UserError, db, write
from store.actors import Actor

OWN = "own:"


def add_round(
    actor: Actor,
    event_id: int,
    title: str,
    preset: str,
    release: str,
    now: datetime,
    *,
    earlier_id: int | None = None,
) -> int:
    """A round scored by a scheme; every judge of the contest sits in it. Its id.

    `preset` is a ready-made scheme, or `own:<id>` for one of the organiser's own. `earlier_id` is
    the round that the scheme looks back at (teams of an individual round).
    """
    with write():
        event = event_for(actor, event_id, Right.SET_UP)
        scheme = _scheme(event.contest, preset, earlier_id, now)
        round_ = Round(
            contest_id=event.contest_id,
            event_id=event.id,
            scheme_id=scheme.id,
            ref=fresh_ref("r"),
            title=_title(title),
            position=max((one.position for one in event.rounds), default=-1) + 1,
            release=_release(release),
            document={},
        )
        db.session.add(round_)
        db.session.flush()
        judges = db.session.scalars(sa.select(Judge).where(Judge.contest_id == event.contest_id))
        for judge in judges:
            seat_judge(round_, judge, judge.number)
        changed(actor, "contest.round_added", event.contest, now, title=round_.title)
        return round_.id


def update_round(actor: Actor, round_id: int, title: str, release: str, now: datetime) -> None:
    """Change a round's title and when its marks are released."""
    with write():
        round_ = round_for(actor, round_id, Right.SET_UP, lock=True)
        round_.title = _title(title)
        round_.release = _release(release)
        round_changed(actor, "round.changed", round_, now, release=round_.release)


def change_scheme(
    actor: Actor, round_id: int, preset: str, now: datetime, *, earlier_id: int | None = None
) -> None:
    """Score a round that has not begun by another ready-made scheme."""
    with write():
        round_ = round_for(actor, round_id, Right.SET_UP, lock=True)
        require_draft(round_)
        old = round_.scheme
        round_.scheme = _scheme(round_.contest, preset, earlier_id, now, before=round_)
        db.session.execute(
            sa.update(RoundJudge).where(RoundJudge.round_id == round_.id).values(items=None)
        )
        db.session.flush()
        _forget_scheme(old)
        round_changed(actor, "round.scheme_changed", round_, now, preset=preset)


def score_by(actor: Actor, round_id: int, document: dict[str, Any], now: datetime) -> None:
    """Score a round that has not begun by a scheme that another part of the program keeps."""
    with write():
        round_ = round_for(actor, round_id, Right.SET_UP, lock=True)
        require_draft(round_)
        old = round_.scheme
        round_.scheme = _kept(round_.contest, checked(round_.contest, document), now)
        db.session.flush()
        _forget_scheme(old)
        round_changed(actor, "round.scheme_changed", round_, now)


def remove_round(actor: Actor, round_id: int, now: datetime) -> None:
    """Take away a round that has not begun and that no other round looks back at."""
    with write():
        round_ = round_for(actor, round_id, Right.SET_UP, lock=True)
        require_draft(round_)
        if is_in_a_ledger(LedgerRow.round_id, round_.id):
            raise UserError(_("This round has a history and can't be removed."), status=409)
        if any(_looks_back(other, round_.ref) for other in _others(round_)):
            raise UserError(
                _("Another round builds on this one. Remove that one first."), status=409
            )
        scheme, contest = round_.scheme, round_.contest
        changed(actor, "contest.round_removed", contest, now, title=round_.title)
        db.session.execute(sa.delete(RoundEntry).where(RoundEntry.round_id == round_.id))
        db.session.delete(round_)
        db.session.flush()
        _forget_scheme(scheme)
        forget_orphans(contest.id)


def _title(title: str) -> str:
    return required(title, TITLE_LENGTH, _("Give the round a title."))


def _release(value: str) -> str:
    if value not in set(Release):
        raise UserError(_("Choose when marks are released."), code="release")
    return value


def _scheme(
    contest: Contest,
    preset: str,
    earlier_id: int | None,
    now: datetime,
    before: Round | None = None,
) -> Scheme:
    if preset.startswith(OWN):
        return _own_scheme(contest, preset.removeprefix(OWN))
    document = preset_scheme(preset)
    for name in rounds_needed(preset):
        earlier = db.session.get(Round, earlier_id) if earlier_id is not None else None
        if earlier is None or earlier.contest_id != contest.id or earlier is before:
            raise UserError(_("Choose the round whose totals are added."), code="earlier")
        if before is not None and earlier.id > before.id:
            raise UserError(_("A round can only build on an earlier one."), code="earlier")
        document["parts"] = [_pointed(part, name, earlier.ref) for part in document["parts"]]
    return _kept(contest, document, now)


def _kept(contest: Contest, document: dict[str, Any], now: datetime) -> Scheme:
    scheme = Scheme(
        contest_id=contest.id,
        ref=fresh_ref("s"),
        title=str(document.get("title", ""))[:TITLE_LENGTH],
        document=document,
        created_at=now,
    )
    db.session.add(scheme)
    db.session.flush()
    return scheme


def _own_scheme(contest: Contest, text: str) -> Scheme:
    known = text.isascii() and text.isdigit() and len(text) < 10
    scheme = db.session.get(Scheme, int(text)) if known else None
    if scheme is None or scheme.contest_id != contest.id or not scheme.family:
        raise UserError(_("Choose one of the marking schemes."), code="preset")
    return scheme


def _pointed(part: dict[str, Any], name: str, ref: str) -> dict[str, Any]:
    return {**part, "round": ref} if part.get("round") == name else part


def _forget_scheme(scheme: Scheme) -> None:
    if scheme.family:
        return  # the organiser's own stay until they are removed
    if db.session.scalar(sa.select(Round.id).where(Round.scheme_id == scheme.id).limit(1)) is None:
        db.session.delete(scheme)


def _others(round_: Round) -> list[Round]:
    return list(
        db.session.scalars(
            sa.select(Round).where(Round.contest_id == round_.contest_id, Round.id != round_.id)
        )
    )


def _looks_back(round_: Round, ref: str) -> bool:
    parts = round_.scheme.document.get("parts", ())
    return round_.document.get("advanced_from") == ref or any(
        part.get("round") == ref for part in parts
    )
