"""Archiving (归档): the contest is closed for good, and kept as one file."""

from datetime import datetime

from flask_babel import gettext as _

from blueprints.contests.access import Right, contest_for, locked_round
from blueprints.contests.life import Step
from blueprints.contests.models import Contest, LedgerKind
from blueprints.contests.queries.blockers import require_clear
from blueprints.contests.services.ledger import append
from blueprints.contests.services.registration.forgetting import forget_private
from blueprints.contests.services.setup.common import changed
from blueprints.people.models import Organisation
from store import UserError, db, write
from store.actors import Actor


def archive(actor: Actor, contest_id: int, now: datetime) -> None:
    """Close a contest whose rounds have gone through all their steps. Once is enough."""
    with write():
        contest = contest_for(actor, contest_id)
        locked = db.session.get(Contest, contest.id, with_for_update=True, populate_existing=True)
        if locked is None or locked.archived_at is not None:
            return
        contest_for(actor, contest_id, Right.PUBLISH)
        ids = sorted(round_.id for event in contest.events for round_ in event.rounds)
        if not ids:
            raise UserError(_("A contest without rounds has nothing to archive."), status=409)
        for round_id in ids:
            round_ = locked_round(round_id)
            require_clear(round_, Step.ARCHIVED, now)
            append(round_, LedgerKind.ARCHIVED, actor, now)
        changed(actor, "contest.archived", contest, now)
        contest.archived_at = now
        forget_private(contest_id)


def keep_archive(contest_id: int, name: str, size: int) -> None:
    """Note under which name the file of an archived contest is kept."""
    with write():
        contest = db.session.get_one(Contest, contest_id)
        contest.archive_file, contest.archive_bytes = name, size


def may_read(actor: Actor, contest: Contest) -> bool:
    """Whether the actor may have the archive, which holds the words of appeals: also when the
    contest is archived, so the right to confirm is asked for by its roles.
    """
    organisation = db.session.get(Organisation, contest.organisation_id)
    path = organisation.path if organisation else ""
    return actor.may(*Right.CONFIRM.value, organisation_path=path, contest_id=contest.id)
