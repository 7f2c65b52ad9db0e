"""The list of classes, seasons for everybody, one's own classes, and what the start page shows."""

from flask import Response, render_template
from flask_babel import gettext as _
from markupsafe import Markup

from blueprints.classroom.blueprint import bp
from blueprints.classroom.queries import public as queries
from blueprints.classroom.queries.attendance.years import years_of
from blueprints.classroom.queries.reminders import reminders
from blueprints.classroom.queries.setup.lists import sessions_of
from blueprints.classroom.routes.public import calendar_file
from blueprints.home import panels
from web.access import current_actor, require_account
from web.addresses import outside_url
from web.clock import now

ON_START_PAGE = 3


@bp.get("/classes")
def classes() -> str:
    """What is on, what comes, and what may be watched again."""
    return render_template("classroom/classes.html", classes=queries.classes(current_actor()))


@bp.get("/classes/mine")
@require_account
def my_classes() -> str:
    """Sessions that one registered for, was in, or works in."""
    actor = current_actor()
    return render_template(
        "classroom/my_classes.html",
        classes=queries.mine(actor),
        reminders=reminders(actor, now()),
        years=years_of(actor.id, now()) if actor.id else [],
        work=sessions_of(actor).items,
    )


@bp.get("/seasons/<key>")
def season_page(key: str) -> str:
    """A season: theme, books, schedule, replays."""
    actor = current_actor()
    season = queries.season_by_key(actor, key)
    return render_template(
        "classroom/season.html",
        season=season,
        classes=queries.of_season(actor, season),
        organisation=queries.organisation_name(season.organisation_id),
        address=outside_url("classroom.season_page", key=key),
    )


@bp.get("/seasons/<key>/calendar.ics")
def season_calendar(key: str) -> Response:
    """The season's schedule, to subscribe to."""
    actor = current_actor()
    season = queries.season_by_key(actor, key)
    sessions = [
        (session, outside_url("classroom.session_page", key=session.key))
        for session in queries.sessions_of_season(actor, season)
    ]
    return calendar_file(sessions, season.title, f"season-{key}.ics")


@panels.add
def classes_panel() -> Markup:
    """Reminders of one's own, what is on now, and what comes next."""
    actor = current_actor()
    found, due = queries.classes(actor), reminders(actor, now())
    if found.is_empty and not due:
        return Markup()
    html = render_template(
        "classroom/_start_page.html",
        live=found.live,
        upcoming=found.upcoming[:ON_START_PAGE],
        reminders=due,
        title=_("Cloud classroom"),
    )
    return Markup(html)  # noqa: S704 - rendered and escaped by Jinja
