"""What units reported as values of the desk: entered when verified, taken out when given back."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.models import LedgerKind, Report, ReportStage, ReportState, Round
from blueprints.contests.queries.values import mark_row_now
from blueprints.contests.rules import checked_desk_mark, desk_items
from blueprints.contests.services.ledger import append
from store import db
from store.actors import Actor

FIGURES = ("baseline", "target", "actual")
MARKS = (*FIGURES, "verified")


def bring_marks(actor: Actor, round_: Round, report: Report, now: datetime) -> None:
    """The desk's values after a decision, where the scheme has items for them.

    Verified: its figures, unless a later stage is verified already. Given back: those that came
    from it give way to the last stage that is still verified, or to none. What the desk entered by
    hand since then stays.
    """
    standing = _standing(round_, report.entry_id)
    if report.state == ReportState.VERIFIED and standing is not report:
        return
    values = _values(standing)
    for name in items_of(round_):
        if report is standing:
            is_due = values[name] is not None
        else:
            row = mark_row_now(round_.id, report.entry_id, None, name, 1)
            is_due = row is not None and row.data.get("report") == report.id
        if is_due:
            _enter_mark(actor, round_, standing or report, name, values[name], now)


def items_of(round_: Round) -> list[str]:
    """The items of the scheme that reports give values to."""
    known = {item.id for item in desk_items(round_)}
    return [name for name in MARKS if name in known]


def _enter_mark(
    actor: Actor, round_: Round, report: Report, name: str, value: str | None, now: datetime
) -> None:
    is_verified = report.state == ReportState.VERIFIED
    append(
        round_,
        LedgerKind.MARK,
        actor,
        now,
        entry=report.entry,
        item=name,
        value=None if value is None else checked_desk_mark(round_, name, 1, value),
        note=_("report verified") if is_verified else _("report given back"),
        data={"report": report.id},
    )


def _standing(round_: Round, entry_id: int) -> Report | None:
    """The verified report whose figures count: that of the last stage."""
    query = (
        sa.select(Report)
        .join(ReportStage, ReportStage.id == Report.stage_id)
        .where(
            ReportStage.round_id == round_.id,
            Report.entry_id == entry_id,
            Report.state == ReportState.VERIFIED,
        )
        .order_by(ReportStage.position.desc(), Report.version.desc())
    )
    return db.session.scalars(query.limit(1)).first()


def _values(report: Report | None) -> dict[str, str | None]:
    if report is None:
        return dict.fromkeys(MARKS)
    return {name: getattr(report, name) for name in FIGURES} | {"verified": "1"}
