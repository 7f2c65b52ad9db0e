"""The life of a contest: which steps it has, its windows, the strip, and the archive."""

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.contests import jobs
from blueprints.contests.access import Right, contest_for, may
from blueprints.contests.blueprint import bp
from blueprints.contests.life import OPTIONAL, Step
from blueprints.contests.models import Contest, Round
from blueprints.contests.queries.blockers import blockers
from blueprints.contests.queries.life import (
    LifeStep,
    archive_blockers,
    life_of_contest,
    life_of_round,
    step_label,
)
from blueprints.contests.routes.desk_answers import seen_round
from blueprints.contests.routes.setup_answers import ID
from blueprints.contests.services import archiving
from blueprints.contests.services import life as choosing
from blueprints.contests.services.life import LifeInput, Windows
from store import NotFound, UserError
from store.files import files
from web.access import current_actor, require_account
from web.clock import now
from web.refusals import told


@bp.app_template_global("life_of_round")
def strip_of_round(round_: Round) -> tuple[LifeStep, ...]:
    """The strip of a round, for the templates that show it."""
    return life_of_round(round_, now())


@bp.app_template_global("is_blocked")
def is_blocked(round_: Round, step: str) -> bool:
    """Whether something is in the way of a step, so that its button doesn't beckon."""
    return bool(blockers(round_, Step(step), now()))


@bp.get("/contests/rounds/<int:round_id>/desk/life")
@require_account
def desk_life(round_id: int) -> ResponseReturnValue:
    """The strip alone, as the desk fetches it anew after each step."""
    return render_template("contests/defence/_strip_of_round.html", round=seen_round(round_id))


@bp.get(f"/contests/<{ID}:contest_id>/life")
@require_account
def life_page(contest_id: int) -> ResponseReturnValue:
    """The steps, and what each waits for."""
    return _page(contest_for(current_actor(), contest_id))


@bp.post(f"/contests/<{ID}:contest_id>/life")
@require_account
def life_choose(contest_id: int) -> ResponseReturnValue:
    """Choose: {preset} or {step…, appeal-<round>, notice-<round>}."""
    contest = contest_for(current_actor(), contest_id, Right.SET_UP)
    try:
        choosing.choose_steps(current_actor(), contest_id, _given(contest), now())
    except UserError as error:
        return _page(contest, told(error)), error.status
    flash(_("The steps of this contest are set."), "success")
    return redirect(url_for("contests.life_page", contest_id=contest_id), 303)


@bp.post(f"/contests/<{ID}:contest_id>/archive")
@require_account
def life_archive(contest_id: int) -> ResponseReturnValue:
    """Archive the contest; the file is made by a job."""
    contest = contest_for(current_actor(), contest_id)
    try:
        archiving.archive(current_actor(), contest_id, now())
    except UserError as error:
        return _page(contest, told(error)), error.status
    jobs.make_archive.later(contest_id)
    flash(_("The contest is archived. Its file is being made."), "success")
    return redirect(url_for("contests.life_page", contest_id=contest_id), 303)


@bp.get(f"/contests/<{ID}:contest_id>/archive.zip")
@require_account
def life_download(contest_id: int) -> ResponseReturnValue:
    """The archive as one file. It holds personal words, so it is for who may confirm results."""
    contest = contest_for(current_actor(), contest_id)
    if not archiving.may_read(current_actor(), contest) or contest.archive_file is None:
        raise NotFound
    response = send_file(
        files().path(contest.archive_file),
        mimetype="application/zip",
        as_attachment=True,
        download_name=f"guildhall-contest-{contest_id}.zip",
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _given(contest: Contest) -> LifeInput:
    form = request.form
    if (preset := form.get("preset", "")) in choosing.PRESETS:
        return LifeInput(tuple(str(step) for step in choosing.PRESETS[preset]))
    rounds = [round_ for event in contest.events for round_ in event.rounds]
    windows = {
        round_.id: Windows(
            _number(form.get(f"appeal-{round_.id}", "")),
            _number(form.get(f"notice-{round_.id}", "")),
        )
        for round_ in rounds
        if f"appeal-{round_.id}" in form and f"notice-{round_.id}" in form
    }
    return LifeInput(tuple(form.getlist("step")), windows)


def _number(text: str) -> int:
    """What was typed as a whole number; nought (which is refused) for anything else."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def _page(contest: Contest, error: str = "") -> str:
    actor = current_actor()
    return render_template(
        "contests/defence/life.html",
        contest=contest,
        steps=life_of_contest(contest, now()),
        optional=[(step, step_label(step)) for step in OPTIONAL],
        rounds=[round_ for event in contest.events for round_ in event.rounds],
        sets_up=may(actor, contest, Right.SET_UP),
        archives=may(actor, contest, Right.PUBLISH),
        reads_archive=archiving.may_read(actor, contest),
        obstacles=archive_blockers(contest, now()),
        error=error,
    )
