"""Reports for organisers (supervisors may look): page, workbook, PDF; disputes; certificates."""

from collections.abc import Callable
from urllib.parse import quote

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.certificates.queries.prints import Print
from blueprints.certificates.queries.prints.paper import file_name
from blueprints.certificates.services.prints import make_pdf
from blueprints.classroom import curve as curves
from blueprints.classroom.access import ORGANISERS, Right, may, path_of, season_for, session_for
from blueprints.classroom.blueprint import bp
from blueprints.classroom.models import ClassSession
from blueprints.classroom.queries import report as queries
from blueprints.classroom.queries.attendance import Standing
from blueprints.classroom.queries.public import organisation_name
from blueprints.classroom.queries.report import paper, wording, workbook
from blueprints.classroom.services import attendance as services
from blueprints.classroom.services.attendance import awarding
from extensions import limiter
from store import UserError
from web.access import current_actor, require_account
from web.clock import now
from web.paging import PER_PAGE, Page, page_number

REPORT = "/classroom/sessions/<int:session_id>/report"
SEASON = "/classroom/seasons/<int:season_id>/report"
PER_READER = "20 per minute"
SEARCH_LENGTH = 60
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get(REPORT)
@require_account
def report(session_id: int) -> ResponseReturnValue:
    """The report's page."""
    return _page(_session(session_id))


@bp.get(f"{REPORT}.xlsx")
@require_account
@limiter.limit(PER_READER)
def report_xlsx(session_id: int) -> ResponseReturnValue:
    """The report as a workbook."""
    session = _session(session_id)
    content = workbook.session_workbook(queries.session_report(session.id, now()))
    return _file(content, XLSX, file_name(_("Session report"), session.title), "xlsx")


@bp.get(f"{REPORT}.pdf")
@require_account
@limiter.limit(PER_READER)
def report_pdf(session_id: int) -> ResponseReturnValue:
    """The report on paper."""
    session = _session(session_id)
    found = queries.session_report(session.id, now())
    return _pdf(lambda: paper.session_print(found, organisation_name(session.organisation_id)))


@bp.post(f"{REPORT}/certificates")
@require_account
def report_certificates(session_id: int) -> ResponseReturnValue:
    """Those who fulfilled the rule as an award list, and on to their certificates."""
    try:
        list_id = awarding.award_list(current_actor(), session_id, now())
    except UserError as error:
        if error.status not in (409, 422):
            raise
        flash(str(error.message), "error")
        return redirect(url_for("classroom.report", session_id=session_id), 303)
    return redirect(url_for("certificates.batch_new", list=list_id), 303)


@bp.post(f"{REPORT}/disputes/<int:dispute_id>")
@require_account
def decide_dispute(session_id: int, dispute_id: int) -> ResponseReturnValue:
    """Decide a dispute: `decision` is uphold or dismiss, `minutes` what is added, and `answer`."""
    form = request.form
    try:
        services.decide(
            current_actor(),
            session_id,
            dispute_id,
            form.get("decision") == "uphold",
            _minutes(form.get("minutes", "")),
            form.get("answer", "")[:2000],
            now(),
        )
    except UserError as error:
        if error.status not in (409, 422):
            raise
        return _page(_session(session_id), str(error.message), dispute_id), error.status
    flash(_("The dispute is decided; the participant reads the answer."), "success")
    return redirect(url_for("classroom.report", session_id=session_id, _anchor="disputes"), 303)


@bp.get(SEASON)
@require_account
def season_report(season_id: int) -> ResponseReturnValue:
    """A season's sessions added up."""
    season = season_for(current_actor(), season_id)
    found = queries.season_report(season.id, now())
    return render_template(
        "classroom/report/season.html",
        season=season,
        report=found,
        figures=wording.season_lines(found),
        duration=wording.duration,
    )


@bp.get(f"{SEASON}.xlsx")
@require_account
@limiter.limit(PER_READER)
def season_report_xlsx(season_id: int) -> ResponseReturnValue:
    """The season's report as a workbook."""
    season = season_for(current_actor(), season_id)
    content = workbook.season_workbook(season.title, queries.season_report(season.id, now()))
    return _file(content, XLSX, file_name(_("Season report"), season.title), "xlsx")


@bp.get(f"{SEASON}.pdf")
@require_account
@limiter.limit(PER_READER)
def season_report_pdf(season_id: int) -> ResponseReturnValue:
    """The season's report on paper."""
    season = season_for(current_actor(), season_id)
    found = queries.season_report(season.id, now())
    holder = organisation_name(season.organisation_id)
    return _pdf(lambda: paper.season_print(season.title, found, holder))


def _session(session_id: int) -> ClassSession:
    """For who sets up, and for supervisors of the union: real names stand in reports."""
    actor = current_actor()
    session = session_for(actor, session_id)
    supervises = actor.may("supervisor", organisation_path=path_of(session.organisation_id))
    if not (supervises or may(actor, session, Right.RUN)):
        raise UserError(_("Your role in this session does not allow this."), status=403)
    return session


def _page(session: ClassSession, error: str = "", at: int | None = None) -> str:
    found = queries.session_report(session.id, now())
    search = " ".join(request.args.get("q", "")[:SEARCH_LENGTH].split())
    shown = [one for one in found.standings if _matches(one, search)]
    actor = current_actor()
    return render_template(
        "classroom/report/session.html",
        session=session,
        report=found,
        figures=wording.figure_lines(found.figures),
        rule=wording.rule(found.facts),
        result=lambda one: wording.result(one, found.facts),
        page=_paged(shown),
        standing_of={one.participant_id: one for one in found.standings},
        search=search,
        curves=curves,
        decides=may(actor, session, Right.RUN),
        awards=actor.may(*ORGANISERS, organisation_path=path_of(session.organisation_id)),
        error=error,
        error_at=at,
        form=request.form,
    )


def _matches(one: Standing, search: str) -> bool:
    wanted = search.casefold()
    return any(wanted in text.casefold() for text in (one.name, one.nickname, one.unit))


def _paged(found: list[Standing]) -> Page[Standing]:
    number = min(page_number(), max(1, -(-len(found) // PER_PAGE)))
    items = found[(number - 1) * PER_PAGE : number * PER_PAGE]
    return Page(items, number, PER_PAGE, len(found))


def _minutes(text: str) -> int:
    sign, digits = (-1, text[1:]) if text.startswith("-") else (1, text)
    sound = digits.isascii() and digits.isdigit() and len(digits) <= 5
    return sign * int(digits) if sound else 0


def _pdf(build: Callable[[], Print]) -> Response:
    print_ = build()
    return _file(make_pdf(print_, now()), "application/pdf", print_.name, "pdf")


def _file(content: bytes, kind: str, name: str, ending: str) -> Response:
    response = Response(content, mimetype=kind)
    way = "inline" if ending == "pdf" else "attachment"
    response.headers["Content-Disposition"] = (
        f"{way}; filename=report.{ending}; filename*=UTF-8''{quote(f'{name}.{ending}')}"
    )
    response.headers["Cache-Control"] = "no-store"
    return response
