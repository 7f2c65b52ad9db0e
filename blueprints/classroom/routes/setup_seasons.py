"""A season: a new one, its page, its books."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from blueprints.classroom.access import ORGANISERS, path_of, season_for
from blueprints.classroom.blueprint import bp
from blueprints.classroom.forms.seasons import BookForm, NewSeasonForm, SeasonForm
from blueprints.classroom.forms.setup import FileForm
from blueprints.classroom.queries.setup.drafts import drafts_of_season
from blueprints.classroom.queries.setup.lists import has_any, sessions_of_season
from blueprints.classroom.routes.setup_answers import answered, faults, picture_of, told
from blueprints.classroom.services import setup
from blueprints.people import queries as people
from store import UserError
from web.access import current_actor, require_account, require_role
from web.addresses import outside_url
from web.choices import choices
from web.clock import now
from web.refusals import add_fault
from web.uploads import read_upload

SEASON = "/classroom/seasons/<int:season_id>"


@bp.route("/classroom/seasons/new", methods=["GET", "POST"])
@require_role(*ORGANISERS)
def setup_new_season() -> ResponseReturnValue:
    """A new season."""
    actor, form = current_actor(), NewSeasonForm()
    form.organisation_id.choices = choices(people.organisation_choices(actor, *ORGANISERS))
    if form.validate_on_submit():
        try:
            holder = form.organisation_id.data
            season_id = setup.create_season(actor, holder, form.given(), now())
            return redirect(_page_of(season_id), 303)
        except UserError as error:
            add_fault(form, error, {"title": "title"})
    page = render_template("classroom/setup/season_new.html", form=form)
    return page, 422 if form.errors else 200


@bp.get(SEASON)
@require_account
def setup_season(season_id: int) -> str:
    """The season: its books, its sessions, and the ways onward."""
    return _page(season_id)


@bp.route(f"{SEASON}/settings", methods=["GET", "POST"])
@require_account
def setup_season_settings(season_id: int) -> ResponseReturnValue:
    """Title, theme, words."""
    season = season_for(current_actor(), season_id, change=True)
    form = SeasonForm(obj=season)
    if form.validate_on_submit():
        try:
            setup.update_season(current_actor(), season_id, form.given(), now())
            return redirect(_page_of(season_id), 303)
        except UserError as error:
            add_fault(form, error, {"title": "title"})
    page = render_template("classroom/setup/season_settings.html", form=form, season=season)
    return page, 422 if form.errors else 200


@bp.post(f"{SEASON}/publication")
@require_account
def setup_publish_season(season_id: int) -> ResponseReturnValue:
    """Announce all its drafts that are complete; the page says what the others lack."""
    published = setup.publish_drafts(current_actor(), season_id, now())
    if published:
        done = ngettext("%(num)d session published.", "%(num)d sessions published.", published)
        flash(done, "success")
    else:
        flash(_("Nothing was published: no draft is complete."), "info")
    return redirect(url_for("classroom.setup_season", season_id=season_id, _anchor="sessions"), 303)


@bp.post(f"{SEASON}/copy")
@require_account
def setup_copy_season(season_id: int) -> ResponseReturnValue:
    """Another season with the same books."""
    made = setup.copy_season(current_actor(), season_id, now())
    flash(_("Copied. Change the title, then make it public."), "success")
    return redirect(_page_of(made), 303)


@bp.post(f"{SEASON}/archive")
@require_account
def setup_archive_season(season_id: int) -> ResponseReturnValue:
    """Put it by (`archived=1`), or take it up again."""
    archived = request.form.get("archived") == "1"
    return _carry_out(
        season_id,
        lambda: setup.archive_season(current_actor(), season_id, archived, now()),
        _("The season is archived.") if archived else _("The season is taken up again."),
    )


@bp.post(f"{SEASON}/deletion")
@require_account
def setup_delete_season(season_id: int) -> ResponseReturnValue:
    """Delete it, while it has no session."""
    return answered(
        lambda: setup.delete_season(current_actor(), season_id, now()),
        _("The season is deleted."),
        url_for("classroom.setup_seasons"),
        lambda: _page(season_id),
    )


@bp.post(f"{SEASON}/cover")
@require_account
def setup_season_cover(season_id: int) -> ResponseReturnValue:
    """The picture of the season; field `file`."""
    season_for(current_actor(), season_id, change=True)

    def keep() -> None:
        sent = read_upload(FileForm().file.data, ("jpeg", "png"))
        setup.set_season_cover(current_actor(), season_id, sent.content, now())

    return _carry_out(season_id, keep, _("The picture is kept."))


@bp.post(f"{SEASON}/cover/removal")
@require_account
def setup_remove_season_cover(season_id: int) -> ResponseReturnValue:
    """No picture any more."""
    return _carry_out(
        season_id,
        lambda: setup.set_season_cover(current_actor(), season_id, None, now()),
        _("The picture is removed."),
    )


@bp.post(f"{SEASON}/books")
@require_account
def setup_add_book(season_id: int) -> ResponseReturnValue:
    """A further book."""
    season_for(current_actor(), season_id, change=True)
    form = BookForm()
    return _carry_out_form(
        season_id,
        form,
        lambda: setup.add_book(
            current_actor(), season_id, form.given(), picture_of(form.file.data), now()
        ),
        _("The book is on the list."),
    )


@bp.post(f"{SEASON}/books/<int:book_id>")
@require_account
def setup_change_book(season_id: int, book_id: int) -> ResponseReturnValue:
    """Other words or another cover."""
    season_for(current_actor(), season_id, change=True)
    form = BookForm()
    return _carry_out_form(
        season_id,
        form,
        lambda: setup.update_book(
            current_actor(), season_id, book_id, form.given(), picture_of(form.file.data), now()
        ),
        _("Saved."),
    )


@bp.post(f"{SEASON}/books/<int:book_id>/removal")
@require_account
def setup_remove_book(season_id: int, book_id: int) -> ResponseReturnValue:
    """Take a book from the list."""
    return _carry_out(
        season_id,
        lambda: setup.remove_book(current_actor(), season_id, book_id, now()),
        _("The book is off the list."),
    )


def _page(season_id: int) -> str:
    season = season_for(current_actor(), season_id)
    sets_up = current_actor().may(*ORGANISERS, organisation_path=path_of(season.organisation_id))
    return render_template(
        "classroom/setup/season.html",
        season=season,
        sessions=sessions_of_season(season.id),
        has_sessions=has_any(season.id),
        sets_up=sets_up,
        drafts=drafts_of_season(season.id, now()) if sets_up else [],
        book_form=BookForm(formdata=None),
        address=outside_url("classroom.season_page", key=season.key),
    )


def _page_of(season_id: int) -> str:
    return url_for("classroom.setup_season", season_id=season_id)


def _carry_out_form(
    season_id: int, form: BookForm, verb: Callable[[], Any], done: str
) -> ResponseReturnValue:
    if not form.validate_on_submit():
        return told(lambda: _page(season_id), faults(form), 422)
    return _carry_out(season_id, verb, done)


def _carry_out(season_id: int, verb: Callable[[], Any], done: str) -> ResponseReturnValue:
    return answered(verb, done, _page_of(season_id), lambda: _page(season_id))
