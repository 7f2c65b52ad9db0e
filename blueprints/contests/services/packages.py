"""Making result packages: what everybody may know of the published rounds, signed by the body."""

import hashlib
from datetime import datetime

import sqlalchemy as sa
from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from blueprints.contests.access import Right, contest_for
from blueprints.contests.models import Contest, ResultPackage
from blueprints.contests.queries.package_readme import readme
from blueprints.contests.queries.packages import PublishedParts, manifest, published_parts
from scoring.package import LIST, Contents, canonical, packed
from store import UserError, audit, db, write
from store.actors import SYSTEM, Actor
from store.files import files
from store.signatures import Signed, keeper


def make_package(
    contest_id: int, now: datetime, *, address: str, actor: Actor = SYSTEM
) -> int | None:
    """Pack the contest as it is published now; the package's id, None while there is nothing.

    What was packed already is not packed again. `address` is where a package can be checked.
    """
    contest = db.session.get(Contest, contest_id, populate_existing=True)
    parts = _parts(contest) if contest else None
    if contest is None or parts is None:
        return None
    state = _state_of(parts)
    known = _known(contest_id, state)
    if known is not None:
        return known.id
    version = _next_version(contest_id)
    told = manifest(contest, parts, version, now)
    contents = Contents(
        told, parts.contest, parts.results, parts.chains, parts.amendments, readme(told, address)
    )
    made = contents.files()
    signed = keeper().sign(contest.organisation_id, made[LIST], now)
    content = packed(made, signed.signature if signed else None)
    package = _package(contest_id, state, version, parts, signed, now)
    package.file, package.size = files().put(content), len(content)
    return _keep(actor, package, now)


def make_by_hand(actor: Actor, contest_id: int, now: datetime, *, address: str) -> int:
    """The same, asked for at the desk. Refused while nothing of the contest is published."""
    contest_for(actor, contest_id, Right.PUBLISH)
    made = make_package(contest_id, now, address=address, actor=actor)
    if made is None:
        raise UserError(
            _("There is nothing to pack: no round is published yet."), status=409, code="nothing"
        )
    return made


def _parts(contest: Contest) -> PublishedParts | None:
    """In one language, whoever asks: another wording would be another package."""
    with force_locale(current_app.config["BABEL_DEFAULT_LOCALE"]):
        return published_parts(contest)


def _state_of(parts: PublishedParts) -> str:
    whole = [parts.contest, parts.results, parts.chains, parts.amendments, parts.codes_only]
    return hashlib.sha256(canonical(whole).encode()).hexdigest()


def _known(contest_id: int, state: str) -> ResultPackage | None:
    return db.session.scalar(
        sa.select(ResultPackage).where(
            ResultPackage.contest_id == contest_id, ResultPackage.state == state
        )
    )


def _next_version(contest_id: int) -> int:
    newest = sa.select(sa.func.max(ResultPackage.version))
    return (db.session.scalar(newest.where(ResultPackage.contest_id == contest_id)) or 0) + 1


def _package(
    contest_id: int,
    state: str,
    version: int,
    parts: PublishedParts,
    signed: Signed | None,
    now: datetime,
) -> ResultPackage:
    return ResultPackage(
        contest_id=contest_id,
        version=version,
        state=state,
        rounds=list(parts.refs),
        amendments=len(parts.amendments["amendments"]),
        codes_only=parts.codes_only,
        signed_by=signed.subject if signed else "",
        signed_fingerprint=signed.fingerprint if signed else "",
        made_at=now,
    )


def _keep(actor: Actor, package: ResultPackage, now: datetime) -> int:
    """Another process may have packed meanwhile: then its package holds, and this one goes.

    Whoever finds the version taken by another state tries again with the next job.
    """
    with write():
        contest = db.session.get(
            Contest, package.contest_id, with_for_update=True, populate_existing=True
        )
        known = _known(package.contest_id, package.state)
        if known is not None:
            return known.id
        if contest is None or package.version != _next_version(package.contest_id):
            raise UserError(_("The package was made twice at once. Ask for it again."), status=409)
        db.session.add(package)
        db.session.flush()
        audit(
            actor,
            "contest.packed",
            f"contest:{package.contest_id}",
            now,
            organisation_id=contest.organisation_id,
            version=package.version,
            sha256=package.file,
            signed_by=package.signed_by,
        )
        return package.id
