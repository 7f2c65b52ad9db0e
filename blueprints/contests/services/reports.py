"""Reports of units: planned by the organiser, handed in by the entrant's own link, verified.

What a unit reports never becomes a mark by itself: the desk's verification does that, and what
was reported stays beside what was verified.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import gettext as _

import scoring
from blueprints.contests.access import Right, require_unarchived, round_for
from blueprints.contests.models import (
    AppealLink,
    Entry,
    Report,
    ReportPlan,
    ReportStage,
    ReportState,
    Round,
    RoundEntry,
    RoundState,
)
from blueprints.contests.rules import in_words
from blueprints.contests.services.appeals import token_hash
from blueprints.contests.services.desk.common import AMENDABLE, note_of
from blueprints.contests.services.reported_marks import FIGURES, bring_marks, items_of
from blueprints.contests.services.setup.common import note as note_deed
from blueprints.contests.services.setup.common import round_changed
from blueprints.contests.services.states import wrong_state
from store import NotFound, UserError, db, write
from store.actors import Actor

MOST_STAGES, MOST_THEMES = 12, 12
STORY_LENGTH = 5000
TAKES_REPORTS = (RoundState.DRAFT, RoundState.OPEN, RoundState.PAUSED)


@dataclass(frozen=True)
class StageInput:
    """A stage as typed; `id` of one that exists."""

    id: int | None
    title: str
    due_on: str = ""


@dataclass(frozen=True)
class ReportInput:
    """A report as typed. `seen` is the newest version the unit had before it; 0 for none."""

    project: str
    theme: str = ""
    baseline: str = ""
    target: str = ""
    actual: str = ""
    benefit: str = ""
    story: str = ""
    seen: int = 0


def set_plan(
    actor: Actor,
    round_id: int,
    measure: str,
    themes: Sequence[str],
    stages: Sequence[StageInput],
    now: datetime,
) -> None:
    """What is reported, and in which stages. A stage with reports can't be left out."""
    kept_themes = list(dict.fromkeys(one.strip()[:60] for one in themes if one.strip()))
    given = [one for one in stages if one.title.strip()]
    if not given:
        raise UserError(_("Name at least one stage; a benchmark has a single one."), code="stages")
    if len(given) > MOST_STAGES or len(kept_themes) > MOST_THEMES:
        raise UserError(_("At most %(count)d stages and as many themes.", count=MOST_STAGES))
    with write():
        round_ = round_for(actor, round_id, Right.SET_UP, lock=True)
        require_unarchived(round_.contest)
        plan = db.session.get(ReportPlan, round_.id) or ReportPlan(round_id=round_.id)
        plan.measure, plan.themes = measure.strip()[:40], kept_themes
        known = {stage.id: stage for stage in plan.stages}
        for stage_id in known.keys() - {one.id for one in given}:
            _require_empty(known[stage_id])
        plan.stages = [_stage(known.get(one.id or 0), one, n) for n, one in enumerate(given)]
        db.session.add(plan)
        round_changed(actor, "round.reports_planned", round_, now, stages=len(given))


def hand_in(token: str, stage_id: int, given: ReportInput, now: datetime) -> Report:
    """The entrant reports by the link. Refused when somebody else was faster (two windows)."""
    with write():
        stage, round_, entry = _by_link(token, stage_id)
        plan = db.session.get_one(ReportPlan, round_.id)
        newest = newest_report(stage.id, entry.id)
        _require_open(round_, newest, given.seen)
        report = Report(
            stage_id=stage.id,
            entry_id=entry.id,
            version=(newest.version if newest else 0) + 1,
            project=_required(given.project, 120, _("Name the project.")),
            theme=_theme(plan, given.theme),
            benefit=_money(given.benefit),
            story=given.story.strip()[:STORY_LENGTH],
            handed_in_at=now,
        )
        if plan.measure:
            for name in FIGURES:
                setattr(report, name, _figure(getattr(given, name), name))
            if report.baseline == report.target:
                raise UserError(_("Baseline and target are the same."), code="target")
        db.session.add(report)
        db.session.flush()
        return report


def decide(
    actor: Actor,
    report_id: int,
    *,
    verified: bool,
    benefit: str,
    note: str,
    now: datetime,
) -> None:
    """Verify the newest version, or give it back with the reason.

    Verified figures become marks; of several stages those of the last one count. What is given
    back takes its marks out again.
    """
    with write():
        report, round_ = _to_decide(actor, report_id)
        if report.state == ReportState.VERIFIED and verified:
            return
        if not verified and not note.strip():
            raise UserError(_("Say what has to be corrected."), code="note")
        report.state = ReportState.VERIFIED if verified else ReportState.RETURNED
        report.note, report.decided_at = note_of(note) or "", now
        report.decided_by = actor.name[:120]
        report.verified_benefit = _money(benefit) if verified else None
        db.session.flush()
        bring_marks(actor, round_, report, now)
        detail = {"benefit": report.verified_benefit, "reason": report.note}
        action = "round.report_verified" if verified else "round.report_returned"
        note_deed(actor, action, f"report:{report.id}", round_.contest, now, **detail)


def may_be_decided(round_: Round) -> bool:
    """Whether reports of the round are verified or given back now.

    What bears on no mark may be settled while the round is still being set up.
    """
    return round_.state in AMENDABLE or (round_.state == RoundState.DRAFT and not items_of(round_))


def newest_report(stage_id: int, entry_id: int) -> Report | None:
    """The version that stands."""
    query = sa.select(Report).where(Report.stage_id == stage_id, Report.entry_id == entry_id)
    return db.session.scalars(query.order_by(Report.version.desc()).limit(1)).first()


def _to_decide(actor: Actor, report_id: int) -> tuple[Report, Round]:
    report = db.session.get(Report, report_id)
    if report is None:
        raise NotFound
    round_ = round_for(actor, report.stage.round_id, Right.CONFIRM, lock=True)
    require_unarchived(round_.contest)
    newest = newest_report(report.stage_id, report.entry_id)
    if newest is None or newest.id != report.id:
        raise UserError(_("The unit has handed in a newer version meanwhile."), status=409)
    if not may_be_decided(round_):
        raise wrong_state(round_)
    return report, round_


def _by_link(token: str, stage_id: int) -> tuple[ReportStage, Round, Entry]:
    entry = db.session.scalar(
        sa.select(Entry)
        .join(AppealLink, AppealLink.entry_id == Entry.id)
        .where(AppealLink.token_hash == token_hash(token))
    )
    stage = db.session.get(ReportStage, stage_id)
    if entry is None or stage is None:
        raise NotFound
    round_ = db.session.get(Round, stage.round_id, with_for_update=True, populate_existing=True)
    seated = sa.select(RoundEntry.id).where(
        RoundEntry.round_id == stage.round_id, RoundEntry.entry_id == entry.id
    )
    if round_ is None or db.session.scalar(seated) is None:
        raise NotFound
    return stage, round_, entry


def _require_open(round_: Round, newest: Report | None, seen: int) -> None:
    require_unarchived(round_.contest)
    if round_.state not in TAKES_REPORTS:
        raise UserError(_("This round takes no reports any more."), status=409)
    if newest is not None and newest.state == ReportState.VERIFIED:
        raise UserError(_("This report is verified and can't be changed."), status=409)
    if (newest.version if newest else 0) != seen:
        raise UserError(
            _("A newer version was handed in meanwhile. Your text is kept below; look at both."),
            status=409,
            code="seen",
        )


def _stage(stage: ReportStage | None, given: StageInput, position: int) -> ReportStage:
    stage = stage or ReportStage()
    stage.position, stage.title = position, given.title.strip()[:60]
    try:
        stage.due_on = date.fromisoformat(given.due_on).isoformat() if given.due_on else ""
    except ValueError as error:
        raise UserError(_("Enter the day as year-month-day."), code="due_on") from error
    return stage


def _require_empty(stage: ReportStage) -> None:
    used = sa.select(Report.id).where(Report.stage_id == stage.id).limit(1)
    if db.session.scalar(used) is not None:
        raise UserError(
            _("“%(stage)s” has reports and can't be left out.", stage=stage.title), status=409
        )


def _required(text: str, length: int, message: str) -> str:
    if not text.strip():
        raise UserError(message, code="project")
    return text.strip()[:length]


def _theme(plan: ReportPlan, theme: str) -> str:
    if plan.themes and theme not in plan.themes:
        raise UserError(_("Choose one of the themes."), code="theme")
    return theme if plan.themes else ""


def _figure(text: str, name: str) -> str:
    try:
        return format(scoring.parse_decimal(text), "f")[:32]
    except scoring.MarkError as error:
        raise UserError(in_words(error), code=name) from None


def _money(text: str) -> str | None:
    """Yuan with at most two decimals, nought or more; nothing stays nothing."""
    if not text.strip():
        return None
    try:
        value = scoring.parse_decimal(text.replace(",", "").replace("，", ""))
    except scoring.MarkError as error:
        raise UserError(in_words(error), code="benefit") from None
    if value < 0 or int(value.as_tuple().exponent) < -2 or value >= 10**13:
        raise UserError(
            _("A benefit is in yuan, nought or more, with at most two decimals."), code="benefit"
        )
    return format(value, "f")
