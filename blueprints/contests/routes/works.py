"""Works: the gallery for everybody, votes, the judges' pages, the desk."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.contests.access import Right, may, round_for
from blueprints.contests.blueprint import bp
from blueprints.contests.models import Gallery, Round
from blueprints.contests.queries import works as query
from blueprints.contests.queries.console import Seated, rounds_of
from blueprints.contests.queries.eyes import is_kept_out
from blueprints.contests.queries.reports import slips_of
from blueprints.contests.queries.results import result_round
from blueprints.contests.routes.desk_answers import carried_out, seen_round
from blueprints.contests.routes.judging import ROUND, active_seat
from blueprints.contests.routes.setup_answers import ID, carry_out
from blueprints.contests.services import appeals, works
from blueprints.contests.services.works import GalleryInput
from extensions import limiter
from store import NotFound, UserError
from store.actors import Actor
from store.files import files
from web.access import current_actor, require_account
from web.addresses import outside_url
from web.clock import now
from web.refusals import Refused

WORKS = f"/contests/rounds/<{ID}:round_id>/works"
VOTES = "60 per minute"


@bp.get(f"/gallery/<{ID}:round_id>", endpoint="gallery_page")
def gallery(round_id: int) -> ResponseReturnValue:
    """All works, once the gallery is open; the staff see them before."""
    actor = current_actor()
    round_ = _round(actor, round_id)
    staff = may(actor, round_.contest, Right.VIEW) and not is_kept_out(actor, round_)
    view = query.gallery_view(actor, round_, now(), staff=staff)
    if view.state == "closed" and not staff:
        raise NotFound
    return render_template(
        "contests/works/gallery.html",
        round=round_,
        view=view,
        plan=query.gallery_of(round_id),
        signed_in=actor.kind == "account",
    )


@bp.get(f"/gallery/<{ID}:round_id>/<file>.jpg", endpoint="gallery_picture")
def picture(round_id: int, file: str) -> Response:
    """A picture of a work that the visitor may see."""
    actor = current_actor()
    round_ = _round(actor, round_id)
    work = query.picture_of(round_id, file)
    if not may(actor, round_.contest, Right.VIEW):
        view = query.gallery_view(actor, round_, now(), staff=False)
        if view.state == "closed" or work.withheld:
            raise NotFound
    return _jpeg(file)


@bp.post("/gallery/works/<key>/vote", endpoint="gallery_vote")
@require_account
@limiter.limit(VOTES)
def vote(key: str) -> ResponseReturnValue:
    """Give a vote, or take it back with `back=1`."""
    actor, round_id = current_actor(), request.form.get("round_id", 0, int)
    address = url_for("contests.gallery_page", round_id=round_id, _anchor=f"work-{key}")
    if request.form.get("back") == "1":
        return carry_out(lambda: works.take_back(actor, key, now()), _("Taken back."), address)
    return carry_out(lambda: works.vote(actor, key, now()), _("Your vote counts."), address)


@bp.get(f"{ROUND}/works", endpoint="judging_works")
def for_judge(judge_id: int, round_id: int) -> ResponseReturnValue:
    """Every work by its code, to be looked at in peace; each leads to its sheet."""
    seat = active_seat(judge_id)
    _require_round(seat, round_id)
    return render_template(
        "contests/works/judging.html",
        seat=seat,
        round_id=round_id,
        works=query.works_for_judges(round_id),
    )


@bp.get(f"{ROUND}/works/<file>.jpg", endpoint="judging_work_picture")
def judge_picture(judge_id: int, round_id: int, file: str) -> Response:
    """A picture for a judge of the round."""
    _require_round(active_seat(judge_id), round_id)
    query.picture_of(round_id, file)
    return _jpeg(file)


@bp.get(WORKS, endpoint="works_desk")
@require_account
def desk_page(round_id: int) -> str:
    """When works are handed in and shown; all works with their votes; withholding."""
    return _desk_page(round_id)


def _desk_page(round_id: int, error: str = "") -> str:
    """That page; with an error what was typed stands in the plan's form."""
    actor = current_actor()
    round_ = seen_round(round_id)
    plan = query.gallery_of(round_id)
    return render_template(
        "contests/works/desk.html",
        round=round_,
        plan=plan,
        view=query.gallery_view(actor, round_, now(), staff=True) if plan else None,
        sets_up=may(actor, round_.contest, Right.SET_UP),
        runs=may(actor, round_.contest, Right.RUN),
        local=_local_text,
        refused=Refused("plan", error, values=request.form) if error else Refused(),
        address=_public_address(plan),
    )


@bp.post(WORKS, endpoint="works_plan")
@require_account
def set_plan(round_id: int) -> ResponseReturnValue:
    """The moments and the number of votes."""
    form = request.form

    def keep() -> None:
        given = GalleryInput(
            *(_moment(form.get(name, "")) for name in ("works_until", "opens_at", "votes_until")),
            votes=form.get("votes", 0, int),
        )
        works.set_gallery(current_actor(), round_id, given, now())

    address = url_for("contests.works_desk", round_id=round_id)
    return carried_out(keep, _("Saved."), address, lambda error: _desk_page(round_id, error))


@bp.post(f"{WORKS}/links", endpoint="works_links")
@require_account
def make_links(round_id: int) -> ResponseReturnValue:
    """A link for every entrant, to be handed out."""
    return carry_out(
        lambda: appeals.make_links(current_actor(), round_id, now()),
        _("Every entrant has a link now."),
        url_for("contests.works_slips", round_id=round_id),
    )


@bp.get(f"{WORKS}/links", endpoint="works_slips")
@require_account
def slips(round_id: int) -> str:
    """The links with their entrants."""
    round_ = round_for(current_actor(), round_id, Right.RUN)
    return render_template("contests/works/slips.html", round=round_, slips=slips_of(round_))


@bp.post(f"{WORKS}/<{ID}:work_id>/withholding", endpoint="works_withhold")
@require_account
def withhold(round_id: int, work_id: int) -> ResponseReturnValue:
    """Off the gallery with the reason; shown again with none."""
    reason = request.form.get("reason", "")
    return carry_out(
        lambda: works.withhold(current_actor(), work_id, reason, now()),
        _("Saved."),
        url_for("contests.works_desk", round_id=round_id),
    )


def _round(actor: Actor, round_id: int) -> Round:
    """A round whose gallery may be asked for: its contest is public, or the actor is staff."""
    try:
        return result_round(actor, round_id)
    except NotFound:
        round_ = query.gallery_of(round_id)
        if round_ is None or not round_.round.contest.public:
            raise
        return round_.round


def _public_address(plan: Gallery | None) -> str:
    """Where everybody finds the gallery, if it opens to everybody sooner or later."""
    if plan is None or plan.opens_at is None or not plan.round.contest.public:
        return ""
    return outside_url("contests.gallery_page", round_id=plan.round_id)


def _require_round(seat: Seated, round_id: int) -> None:
    """NotFound for a judge who doesn't sit in this round."""
    if all(one.id != round_id for one in rounds_of(seat.judge_id)):
        raise NotFound


def _jpeg(file: str) -> Response:
    response = Response(files().read(file), mimetype="image/jpeg")
    response.cache_control.private = True
    response.set_etag(file)
    return response.make_conditional(request)


def _zone() -> ZoneInfo:
    return ZoneInfo(current_app.extensions["settings"].timezone)


def _moment(text: str) -> datetime | None:
    """A moment as a browser's field has it, by the clock of the installation."""
    if not text.strip():
        return None
    try:
        return datetime.fromisoformat(text.strip()[:16]).replace(tzinfo=_zone())
    except ValueError as error:
        raise UserError(_("Enter day and time as year-month-day hour:minute.")) from error


def _local_text(moment: datetime | None) -> str:
    return moment.astimezone(_zone()).strftime("%Y-%m-%dT%H:%M") if moment else ""
