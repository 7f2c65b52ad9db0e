"""Marking schemes of the organiser's own: written, kept in versions, brought in, removed.

A version that a round has begun with is never changed: saving makes the next one, which rounds
that have not begun then follow.
"""

import json
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

import scoring
from blueprints.contests.access import Right, contest_for
from blueprints.contests.models import (
    Contest,
    LedgerKind,
    LedgerRow,
    Round,
    RoundJudge,
    RoundState,
    Scheme,
)
from blueprints.contests.rules import in_words
from blueprints.contests.services.setup.common import TITLE_LENGTH, changed, fresh_ref, required
from store import NotFound, UserError, db, write
from store.actors import Actor
from store.base import canonical_json

MOST_SCHEMES = 100  # versions of all schemes of a contest
LARGEST = 200_000  # characters of a scheme's JSON
_DEEPEST = 60


def save_scheme(
    actor: Actor, contest_id: int, scheme_id: int | None, document: dict[str, Any], now: datetime
) -> int:
    """Keep a sound scheme: a new one, a changed one, or the next version; its id."""
    with write():
        contest = contest_for(actor, contest_id, Right.SET_UP)
        old = own_scheme(contest, scheme_id, lock=True) if scheme_id is not None else None
        title = required(
            str(document.get("title", "")), TITLE_LENGTH, _("Give the scheme a title.")
        )
        sound = checked(contest, {**document, "title": title})
        scheme = old if old is not None and not _has_scored(old) else _version(contest, old, now)
        scheme.title, scheme.document = title, sound
        db.session.flush()
        rounds = _follow(old, scheme) if old is not None else 0
        detail = {"title": title, "version": scheme.version, "rounds": rounds}
        changed(actor, "contest.scheme_saved", contest, now, **detail)
        return scheme.id


def remove_scheme(actor: Actor, contest_id: int, scheme_id: int, now: datetime) -> None:
    """Take away a version that no round uses."""
    with write():
        contest = contest_for(actor, contest_id, Right.SET_UP)
        scheme = own_scheme(contest, scheme_id, lock=True)
        if _rounds(scheme):
            raise UserError(_("A round is marked by this scheme; it stays."), status=409)
        changed(actor, "contest.scheme_removed", contest, now, title=scheme.title)
        db.session.delete(scheme)


def scheme_of_json(text: str) -> dict[str, Any]:
    """A scheme document from an exported file; everything in it is checked when it is saved."""
    if len(text) > LARGEST or text.count("[") + text.count("{") > LARGEST // 10:
        raise UserError(_("The file is too large for a marking scheme."), code="file")
    try:
        document = json.loads(text)
        canonical_json(document)
    except (ValueError, RecursionError):
        raise UserError(_("The file is no marking scheme."), code="file") from None
    if not isinstance(document, dict) or not {"items", "parts"} <= document.keys():
        raise UserError(_("The file is no marking scheme."), code="file")
    return {key: value for key, value in document.items() if key != "id"}


def own_scheme(contest: Contest, scheme_id: int, *, lock: bool = False) -> Scheme:
    """One of the organiser's own schemes."""
    found = db.session.get(Scheme, scheme_id, with_for_update=lock or None)
    if found is None or found.contest_id != contest.id or not found.family:
        raise NotFound
    return found


def checked(contest: Contest, document: dict[str, Any]) -> dict[str, Any]:
    """The document as the engine reads it; refused with everything that is wrong."""
    sound = {key: value for key, value in document.items() if key != "id"}
    try:
        scheme = scoring.read_scheme(scoring.loads(canonical_json({**sound, "id": "scheme"})))
    except scoring.ScoringInputError as error:
        words = "; ".join(f"{one.path}: {in_words(one.message)}" for one in error.faults[:5])
        raise UserError(_("The scheme is not sound yet: %(faults)s", faults=words)) from None
    refs = {round_.ref for event in contest.events for round_ in event.rounds}
    missing = [one for one in _rounds_named(sound) if one not in refs]
    if missing or scheme is None:
        raise UserError(_("Choose the round whose totals are taken."), code="earlier")
    return sound


def _rounds_named(document: dict[str, Any]) -> list[str]:
    return [part["round"] for part in document["parts"] if "round" in part]


def _version(contest: Contest, old: Scheme | None, now: datetime) -> Scheme:
    """A row for the first or the next version; each has an id of its own in contest files."""
    there = db.session.scalar(
        sa.select(sa.func.count()).select_from(Scheme).where(Scheme.contest_id == contest.id)
    )
    if (there or 0) >= MOST_SCHEMES:
        raise UserError(_("A contest has at most %(n)d schemes and versions.", n=MOST_SCHEMES))
    ref = fresh_ref("s")
    family, version = (old.family, _newest(old) + 1) if old else (ref, 1)
    scheme = Scheme(
        contest_id=contest.id,
        ref=ref,
        family=family,
        version=version,
        title="",
        document={},
        created_at=now,
    )
    db.session.add(scheme)
    return scheme


def _newest(scheme: Scheme) -> int:
    newest = sa.select(sa.func.max(Scheme.version)).where(
        Scheme.contest_id == scheme.contest_id, Scheme.family == scheme.family
    )
    return db.session.scalar(newest) or scheme.version


def _has_scored(scheme: Scheme) -> bool:
    """Whether a round with it has begun, or any ledger holds a mark by it."""
    begun = sa.select(Round.id).where(Round.scheme_id == scheme.id, Round.state != RoundState.DRAFT)
    marked = (
        sa.select(LedgerRow.id)
        .join(Round, Round.id == LedgerRow.round_id)
        .where(Round.scheme_id == scheme.id, LedgerRow.kind == LedgerKind.MARK)
    )
    return any(db.session.scalar(one.limit(1)) is not None for one in (begun, marked))


def _follow(old: Scheme, new: Scheme) -> int:
    """Rounds with the old version that have not begun take the new one; how many."""
    drafts = [
        round_
        for round_ in _rounds(old)
        if round_.state == RoundState.DRAFT and not _is_marked(round_)
    ]
    judged = {one["id"] for one in new.document["items"] if one["kind"] == "judged"}
    for round_ in drafts:
        round_.scheme = new
        for seat in db.session.scalars(
            sa.select(RoundJudge).where(RoundJudge.round_id == round_.id)
        ):
            if seat.items is not None:  # items that are gone are nobody's
                seat.items = [one for one in seat.items if one in judged] or None
    return len(drafts)


def _is_marked(round_: Round) -> bool:
    marks = sa.select(LedgerRow.id).where(
        LedgerRow.round_id == round_.id, LedgerRow.kind == LedgerKind.MARK
    )
    return db.session.scalar(marks.limit(1)) is not None


def _rounds(scheme: Scheme) -> list[Round]:
    return list(db.session.scalars(sa.select(Round).where(Round.scheme_id == scheme.id)))
