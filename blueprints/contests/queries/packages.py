"""What a result package holds: everything of the published rounds that anybody may know.

Unpublished rounds, private notes, superseded marks, and names behind codes are in none.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from blueprints.contests.access import Right, may
from blueprints.contests.models import (
    Contest,
    Entry,
    Judge,
    LedgerKind,
    LedgerRow,
    ResultPackage,
    Round,
    RoundState,
)
from blueprints.contests.queries.amendments import Amendment, amendments_of, approved
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.files import contest_file
from blueprints.contests.queries.standings import LiveRound, reading, refs_looked_back_at
from blueprints.people.queries import organisation_names
from scoring.package import FORMAT
from store import NotFound, db
from store.actors import Actor
from store.version import VERSION

# Kinds of rows that say nothing which the contest file doesn't say anyhow, unless they carry a
# note or who entered them.
_TOLD = (LedgerKind.MARK, LedgerKind.SUBMIT, LedgerKind.STATE, LedgerKind.PRIZES)


@dataclass(frozen=True)
class PackageLine:
    """A version that can be downloaded. `sha256` is of the zip."""

    id: int
    version: int
    sha256: str
    size: int
    rounds: tuple[str, ...]
    amendments: int
    codes_only: bool
    signed_by: str
    signed_fingerprint: str
    made_at: datetime


@dataclass(frozen=True)
class PublishedParts:
    """The variable parts of a package; two with the same parts are the same package."""

    refs: tuple[str, ...]
    contest: dict[str, Any]
    results: dict[str, Any]
    chains: dict[str, Any]
    amendments: dict[str, Any]
    codes_only: bool


def packable_rounds(contest: Contest) -> list[Round]:
    """Published rounds that can be worked out from published ones; none of a rehearsal."""
    if contest.rehearsal:
        return []
    rounds = [round_ for event in contest.events for round_ in event.rounds]
    known = {round_.ref for round_ in rounds}
    packable = {r.ref: r for r in rounds if r.state == RoundState.PUBLISHED}
    waiting = True
    while waiting:
        waiting = [
            ref
            for ref, round_ in packable.items()
            if any(one in known and one not in packable for one in refs_looked_back_at(round_))
        ]
        for ref in waiting:
            del packable[ref]
    return list(packable.values())


def published_parts(contest: Contest) -> PublishedParts | None:
    """What a package made now would hold; None while nothing of the contest can be packed."""
    rounds = packable_rounds(contest)
    if not rounds:
        return None
    return PublishedParts(
        refs=tuple(round_.ref for round_ in rounds),
        contest=contest_file(contest, Audience.PUBLIC, {round_.id for round_ in rounds}),
        results={"rounds": [_result(round_) for round_ in rounds]},
        chains={"rounds": [_chain(round_) for round_ in rounds]},
        amendments={"amendments": [one for round_ in rounds for one in _amended(round_)]},
        codes_only=contest.names_hidden,
    )


def manifest(
    contest: Contest, parts: PublishedParts, version: int, now: datetime
) -> dict[str, Any]:
    """What the package is, of whom, and when it was made."""
    names = organisation_names({contest.organisation_id})
    return {
        "format": FORMAT,
        "contest": {"id": contest.id, "ref": contest.ref, "title": contest.title},
        "organisation": names.get(contest.organisation_id, ""),
        "venue": contest.venue,
        "starts_on": contest.starts_on,
        "version": version,
        "made_at": now.isoformat(),
        "engine": f"guildhall {VERSION}",
        "codes_only": parts.codes_only,
        "rounds": [
            {
                "id": round_.ref,
                "title": round_.title,
                "event": round_.event.title,
                "rows": round_.seq,
                "head": round_.head_hash,
                "published_at": round_.published_at.isoformat() if round_.published_at else None,
            }
            for round_ in packable_rounds(contest)
        ],
    }


def package_lines(contest_id: int) -> list[PackageLine]:
    """Every version, the newest first."""
    found = db.session.scalars(
        sa.select(ResultPackage)
        .where(ResultPackage.contest_id == contest_id)
        .order_by(ResultPackage.version.desc())
    )
    return [line_of(one) for one in found]


def package_of_round(round_: Round) -> PackageLine | None:
    """The newest package that holds this round's result."""
    lines = package_lines(round_.contest_id)
    return next((line for line in lines if round_.ref in line.rounds), None)


def package_for(actor: Actor, package_id: int) -> ResultPackage:
    """A package that the actor may have: anybody's of a public contest."""
    found = db.session.get(ResultPackage, package_id)
    if found is None or not (found.contest.public or may(actor, found.contest, Right.VIEW)):
        raise NotFound
    return found


def packaged_contest(actor: Actor, contest_id: int) -> Contest:
    """A contest whose packages the actor may ask for."""
    found = db.session.get(Contest, contest_id)
    if found is None or not (found.public or may(actor, found, Right.VIEW)):
        raise NotFound
    return found


def contests_to_pack(since: datetime) -> list[int]:
    """Contests with a round published after `since` and no package made after that."""
    newest = (
        sa.select(sa.func.max(ResultPackage.made_at))
        .where(ResultPackage.contest_id == Round.contest_id)
        .correlate(Round)
        .scalar_subquery()
    )
    late = sa.or_(newest.is_(None), newest < Round.published_at)
    query = (
        sa.select(Round.contest_id)
        .join(Contest, Contest.id == Round.contest_id)
        .where(Round.published_at >= since, sa.not_(Contest.rehearsal), late)
        .distinct()
    )
    return list(db.session.scalars(query))


def line_of(package: ResultPackage) -> PackageLine:
    """A version as lists show it."""
    return PackageLine(
        id=package.id,
        version=package.version,
        sha256=package.file,
        size=package.size,
        rounds=tuple(package.rounds),
        amendments=package.amendments,
        codes_only=package.codes_only,
        signed_by=package.signed_by,
        signed_fingerprint=package.signed_fingerprint,
        made_at=package.made_at,
    )


def _result(round_: Round) -> dict[str, Any]:
    """The engine's own JSON under the ids of the contest file; prizes once they are confirmed."""
    with reading(round_.id, Audience.PUBLIC) as live:
        document = live.standings(Audience.PUBLIC).to_json()
    if round_.prizes_confirmed_at is None:
        del document["prizes"]
    return document


def _chain(round_: Round) -> dict[str, Any]:
    with reading(round_.id, Audience.PUBLIC) as live:
        rows = list(_rows(live))
        standing = {mark.seq for marks in live.book.marks.values() for mark in marks.values()}
        head = live.head_hash
    return {
        "round": round_.ref,
        "head": head,
        "rows": [
            {"hash": row.hash, "row": row.content(entry, judge)}
            if _is_told(row, standing)
            else {"hash": row.hash}
            for row, entry, judge in rows
        ],
    }


def _rows(live: LiveRound) -> Iterable[Any]:
    return db.session.execute(
        sa.select(LedgerRow, Entry.ref, Judge.ref)
        .outerjoin(Entry, Entry.id == LedgerRow.entry_id)
        .outerjoin(Judge, Judge.id == LedgerRow.judge_id)
        .where(LedgerRow.round_id == live.facts.id, LedgerRow.seq <= live.book.seq)
        .order_by(LedgerRow.seq)
    )


def _is_told(row: LedgerRow, standing: set[int]) -> bool:
    if row.note is not None or row.data or row.kind not in _TOLD:
        return False
    return row.kind != LedgerKind.MARK or row.seq in standing


def _amended(round_: Round) -> list[dict[str, Any]]:
    """What was changed after the lock, as it stands beside the published result."""
    return [amendment_json(round_.ref, one) for one in approved(amendments_of(round_))]


def amendment_json(round_ref: str, one: Amendment) -> dict[str, Any]:
    """An approved amendment without those who asked for it and approved it."""
    return {
        "round": round_ref,
        "row": one.decided_seq,
        "at": one.decided_at.isoformat() if one.decided_at else None,
        "entry": one.entry,
        "what": one.what,
        "old": one.old,
        "new": one.new,
        "reason": one.reason,
    }
