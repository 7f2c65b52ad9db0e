"""Reports of units at the desk: the plan, the board, one report to verify, and for everybody."""

from dataclasses import dataclass
from decimal import Decimal

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from blueprints.contests.access import Right, may, round_for
from blueprints.contests.blueprint import bp
from blueprints.contests.models import ReportPlan, Round, RoundState
from blueprints.contests.queries import reports as query
from blueprints.contests.queries.eyes import staff_audience
from blueprints.contests.queries.projects import projects_of
from blueprints.contests.queries.results import result_round
from blueprints.contests.routes.desk_answers import carried_out, seen_round
from blueprints.contests.routes.setup_answers import ID, carry_out
from blueprints.contests.services import appeals, reports
from blueprints.contests.services.reports import StageInput
from store import NotFound, UserError
from store.files import files
from web.access import current_actor, require_account
from web.clock import now
from web.formats import local

NO_STAGE = ("", "", "")
REPORTS = f"/contests/rounds/<{ID}:round_id>/reports"


@dataclass(frozen=True)
class TypedPlan:
    """A plan as text. `stages` are (id, title, day), the id empty for a new one."""

    measure: str
    themes: str
    stages: tuple[tuple[str, ...], ...]


@bp.app_template_filter()
def grouped(amount: Decimal | str) -> str:
    """1234567.50 → 1,234,567.50; 24000000.00 → 24,000,000, however it was added up."""
    exact = Decimal(amount)
    return f"{exact.to_integral_value() if exact == exact.to_integral_value() else exact:,f}"


@bp.get(REPORTS, endpoint="reports_page")
@require_account
def page(round_id: int) -> str:
    """The plan and who has reported what; reported and verified benefit side by side."""
    return _page(round_id)


def _page(round_id: int, error: str = "") -> str:
    """That page; with an error what was typed stands in the plan's form."""
    actor = current_actor()
    round_ = round_for(actor, round_id)
    plan = query.plan_of(round_id)
    today = local(now()).date()
    return render_template(
        "contests/reports/board.html",
        round=round_,
        plan=plan,
        error=error,
        typed=_typed_plan(request.form) if error else _plan_as_it_is(plan),
        board=query.board_of(round_, plan, today, staff_audience(actor, round_)) if plan else None,
        sets_up=may(actor, round_.contest, Right.SET_UP),
        runs=may(actor, round_.contest, Right.RUN),
    )


@bp.post(REPORTS, endpoint="reports_plan")
@require_account
def set_plan(round_id: int) -> ResponseReturnValue:
    """What is reported, by which stages and themes."""
    typed = _typed_plan(request.form)
    stages = [
        StageInput(int(number) if number.isdigit() and len(number) < 10 else None, title, day)
        for number, title, day in typed.stages
    ]
    return carried_out(
        lambda: reports.set_plan(
            current_actor(), round_id, typed.measure, typed.themes.splitlines(), stages, now()
        ),
        _("Saved. Entrants report by their own links."),
        url_for("contests.reports_page", round_id=round_id),
        lambda error: _page(round_id, error),
    )


def _typed_plan(form: MultiDict[str, str]) -> TypedPlan:
    columns = (form.getlist(name) for name in ("id", "title", "due_on"))
    return TypedPlan(
        form.get("measure", ""), form.get("themes", ""), tuple(zip(*columns, strict=False))
    )


def _plan_as_it_is(plan: ReportPlan | None) -> TypedPlan:
    """What the form shows before anything is typed: with rows for further stages."""
    if plan is None:
        return TypedPlan("", "", (NO_STAGE,) * 3)
    stages = [(str(one.id), one.title, one.due_on) for one in plan.stages]
    return TypedPlan(plan.measure, "\n".join(plan.themes), (*stages, NO_STAGE, NO_STAGE))


@bp.post(f"{REPORTS}/links", endpoint="reports_links")
@require_account
def make_links(round_id: int) -> ResponseReturnValue:
    """A link for every entrant, to be handed out."""
    return carry_out(
        lambda: appeals.make_links(current_actor(), round_id, now()),
        _("Every entrant has a link now."),
        url_for("contests.reports_slips", round_id=round_id),
    )


@bp.get(f"{REPORTS}/links", endpoint="reports_slips")
@require_account
def slips(round_id: int) -> str:
    """The links with their entrants, to print or to send."""
    round_ = round_for(current_actor(), round_id, Right.RUN)
    return render_template(
        "contests/reports/slips.html", round=round_, slips=query.slips_of(round_)
    )


@bp.get(f"{REPORTS}/<{ID}:report_id>", endpoint="reports_one")
@require_account
def one(round_id: int, report_id: int) -> str:
    """One report with its versions, to verify or to give back."""
    actor = current_actor()
    round_ = seen_round(round_id)
    report, versions = query.report_of(round_, report_id)
    return render_template(
        "contests/reports/one.html",
        round=round_,
        report=report,
        versions=versions,
        is_newest=versions[0].id == report.id,
        decides=may(actor, round_.contest, Right.CONFIRM) and reports.may_be_decided(round_),
        form={},
    )


@bp.post(f"{REPORTS}/<{ID}:report_id>", endpoint="reports_decide")
@require_account
def decide(round_id: int, report_id: int) -> ResponseReturnValue:
    """Verified, or given back with the reason."""
    form, actor = request.form, current_actor()
    round_ = round_for(actor, round_id)
    report, versions = query.report_of(round_, report_id)
    try:
        reports.decide(
            actor,
            report.id,
            verified=form.get("outcome") == "verified",
            benefit=form.get("benefit", ""),
            note=form.get("note", ""),
            now=now(),
        )
    except UserError as error:
        if error.status not in (409, 422):
            raise
        flash(error.message, "error")
        html = render_template(
            "contests/reports/one.html",
            round=round_,
            report=report,
            versions=versions,
            is_newest=True,
            decides=True,
            form=form,
        )
        return html, error.status
    flash(_("Saved."), "success")
    return redirect(url_for("contests.reports_page", round_id=round_id), 303)


@bp.get(f"/results/<{ID}:round_id>/reports", endpoint="reports_public")
def public(round_id: int) -> ResponseReturnValue:
    """Verified reports of a published round: place, project, figures, benefit, story."""
    round_, plan = _published(round_id)
    board, projects = projects_of(round_, plan, local(now()).date())
    return render_template(
        "contests/reports/public.html", round=round_, board=board, projects=projects
    )


@bp.get(f"/results/<{ID}:round_id>/reports/<key>.jpg", endpoint="reports_photo")
def photograph(round_id: int, key: str) -> Response:
    """Who stands behind a project: the photograph that was given for the ceremony."""
    round_, _plan = _published(round_id)
    file = query.portrait_of(round_, key)
    response = Response(files().read(file), mimetype="image/jpeg")
    response.set_etag(file)
    return response.make_conditional(request)


def _published(round_id: int) -> tuple[Round, ReportPlan]:
    round_ = result_round(current_actor(), round_id)
    plan = query.plan_of(round_id)
    if plan is None or round_.state != RoundState.PUBLISHED:
        raise NotFound
    return round_, plan
