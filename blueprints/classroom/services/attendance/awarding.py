"""Attendance certificates: who fulfilled a session's rule, handed to certificates as a list."""

from datetime import datetime

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from blueprints.certificates.award_rows import AwardRow
from blueprints.certificates.models import Source
from blueprints.certificates.services.lists import create_from_rows
from blueprints.classroom.access import Right, session_for
from blueprints.classroom.queries.attendance import Facts, Standing, facts_of, standings
from store import UserError
from store.actors import Actor
from web.formats import local

TITLE_LENGTH = 180


def award_list(actor: Actor, session_id: int, now: datetime) -> int:
    """The award list of those with an account who fulfilled the rule; its id.

    There is one list per session: asked again, later changes are taken over into it.
    """
    session = session_for(actor, session_id, Right.RUN)
    facts = facts_of(session_id, now)
    if not facts.counts or facts.state != "ended":
        raise UserError(_("There are certificates once the session is over."), status=409)
    with force_locale(current_app.config["BABEL_DEFAULT_LOCALE"]):  # of what is printed
        rows = [_row(one, facts) for one in standings(facts) if one.is_fulfilled and one.account_id]
        title = _("%(session)s: attendance", session=facts.title[:TITLE_LENGTH])
    if not rows:
        raise UserError(
            _("Nobody with an account has fulfilled the rule of this session."), status=409
        )
    return create_from_rows(
        actor, facts.organisation_id, Source.ATTENDANCE, session_id, str(len(rows)), title,
        session.season.title[:TITLE_LENGTH] if session.season else "", rows, now,
    )  # fmt: skip


def _row(one: Standing, facts: Facts) -> AwardRow:
    """By account, so that the same person is found again; `values` are fields of templates."""
    assert facts.course.since is not None
    day = local(facts.course.since).date().isoformat()
    return AwardRow(
        key=f"account-{one.account_id}",
        name=one.name,
        unit=one.unit,
        award=_("Completion"),
        reason=_("Took part in the whole session"),
        values={
            "course": facts.title[:80],
            "hours": f"{facts.credit_hours.normalize():f}",
            "date_from": day,
            "date_to": day,
            "result": _("passed"),
            "minutes": str(one.minutes),
        },
        account_id=one.account_id,
    )
