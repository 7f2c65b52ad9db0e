"""Contest files: bringing one in, giving one out; and playing a judged round as a rehearsal."""

import json
from dataclasses import dataclass

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

import scoring
from blueprints.contests import jobs
from blueprints.contests.access import Right, contest_for, may
from blueprints.contests.blueprint import bp
from blueprints.contests.forms import ContestFileForm
from blueprints.contests.models import Contest, Round
from blueprints.contests.queries.eyes import staff_audience
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.files import contest_file
from blueprints.contests.queries.setup.plays import running_play
from blueprints.contests.routes.setup_answers import ID, carry_out, hub
from blueprints.contests.rules import in_words
from blueprints.contests.services import plays
from blueprints.contests.services.files import ImportOptions, import_contest
from blueprints.people import queries as people
from store import NotFound, UserError, db
from web.access import current_actor, require_account, require_role
from web.choices import choices
from web.clock import now
from web.refusals import add_fault
from web.uploads import MEGABYTE, read_upload

MOST_FAULTS = 200  # shown at once
SPEEDS = {"1": 1.0, "5": 5.0, "20": 20.0}


@dataclass(frozen=True)
class FaultLine:
    """One thing that is wrong in a contest file, and where."""

    path: str
    text: str


@bp.route("/contests/import", methods=["GET", "POST"])
@require_role(*Right.SET_UP.value)
def files_import() -> ResponseReturnValue:
    """Bring a contest file in: all of it, or nothing and every fault is shown."""
    actor, form = current_actor(), ContestFileForm()
    form.organisation_id.choices = choices(people.organisation_choices(actor, *Right.SET_UP.value))
    faults: list[FaultLine] = []
    if form.validate_on_submit():
        try:
            return redirect(hub(_import(form)), 303)
        except scoring.ContestFileError as error:
            faults = _faults(error)
        except NotFound:
            raise
        except UserError as error:
            add_fault(form, error, {error.code: "file"})
    page = render_template(
        "contests/setup/import.html", form=form, faults=faults[:MOST_FAULTS], count=len(faults)
    )
    return page, 422 if form.errors or faults else 200


@bp.get(f"/contests/<{ID}:contest_id>/contest-file.json")
def files_export(contest_id: int) -> Response:
    """The contest as a file: for staff all of it, for others what is public.

    Who only announces has the public one while a round is under way; other staff get it by
    `?audience=public`.
    """
    contest = db.session.get(Contest, contest_id)
    if contest is None:
        raise NotFound
    audience = _audience(contest)
    document = contest_file(contest, audience)
    response = Response(
        json.dumps(document, ensure_ascii=False, indent=1) + "\n", mimetype="application/json"
    )
    name = f"contest-{contest_id}.json"
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response


@bp.post(f"/contests/rounds/<{ID}:round_id>/play")
@require_account
def files_play(round_id: int) -> ResponseReturnValue:
    """Set a rehearsal up, have it played, and lead to its board."""
    speed = SPEEDS.get(request.form.get("speed", ""), SPEEDS["5"])
    try:
        played = plays.set_play_up(current_actor(), round_id, now())
    except UserError as error:
        if error.status != 409:
            raise
        flash(error.message, "error")
        return redirect(hub(_contest_of(round_id)), 303)
    jobs.play_demo.later(_contest_of(played), speed)
    return redirect(url_for("contests.board_hall", round_id=played), 303)


@bp.get(f"/contests/<{ID}:contest_id>/play")
@require_account
def files_playing(contest_id: int) -> str:
    """How far the rehearsal is: the part of the contest's page that follows it."""
    contest = contest_for(current_actor(), contest_id)
    return render_template(
        "contests/setup/_playing.html",
        contest_id=contest.id,
        playing=running_play(contest, now()),
        sets_up=may(current_actor(), contest, Right.SET_UP),
    )


@bp.post(f"/contests/<{ID}:contest_id>/play/end")
@require_account
def files_stop_play(contest_id: int) -> ResponseReturnValue:
    """Stop a rehearsal that is being played; `back` is the page to return to."""
    text = request.form.get("back", "")
    back = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else contest_id
    return carry_out(
        lambda: plays.stop_play(current_actor(), contest_id, now()),
        _("The rehearsal is stopped."),
        hub(back),
    )


def _import(form: ContestFileForm) -> int:
    limit = current_app.extensions["settings"].upload_mb * MEGABYTE
    sent = read_upload(form.file.data, ("json",), limit)
    options = ImportOptions(
        with_marks=form.with_marks.data, public=form.public.data, blind=form.blind.data
    )
    holder = form.organisation_id.data or 0
    return import_contest(current_actor(), holder, scoring.loads(sent.content), now(), options)


def _faults(error: scoring.ContestFileError) -> list[FaultLine]:
    return [FaultLine(fault.path, in_words(fault.message)) for fault in error.faults]


def _audience(contest: Contest) -> Audience:
    """With whose eyes the file is written; NotFound for those who may not know of the contest."""
    actor = current_actor()
    rounds = [round_ for event in contest.events for round_ in event.rounds]
    if request.args.get("audience") != "public" and may(actor, contest, Right.VIEW):
        eyes = {staff_audience(actor, round_) for round_ in rounds}
        return Audience.PUBLIC if Audience.PUBLIC in eyes else Audience.DESK
    if not any(round_.is_public for round_ in rounds):
        raise NotFound(_("No round of this contest has begun in public yet."))
    return Audience.PUBLIC


def _contest_of(round_id: int) -> int:
    return db.session.get_one(Round, round_id).contest_id
