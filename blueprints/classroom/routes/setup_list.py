"""Sessions and seasons for those who organise, and the ways to them."""

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext, lazy_pgettext

from blueprints.classroom.access import READERS, organisations_for_set_up
from blueprints.classroom.blueprint import bp
from blueprints.classroom.queries.setup.lists import has_sessions, seasons_of, sessions_of
from blueprints.home import panels
from store.actors import Actor
from web import navigation
from web.access import current_actor, require_account

SECTION = lazy_gettext("Cloud classroom")

navigation.add(
    SECTION,
    "classroom.setup_list",
    lazy_pgettext("classroom", "Sessions"),
    "broadcast",
    *READERS,
    order=30,
)
navigation.add(
    SECTION, "classroom.setup_seasons", lazy_gettext("Seasons"), "books", *READERS, order=31
)
navigation.add(SECTION, "classroom.my_classes", lazy_gettext("My classes"), "school", order=32)


@panels.add_section
def classroom_section(actor: Actor) -> list[panels.Section]:
    """The way to the sessions, for those who may see any."""
    if not organisations_for_set_up(actor) and not has_sessions(actor):
        return []
    text = _("Set reading sessions up, host them live, show them again.")
    return [panels.Section(str(SECTION), text, url_for("classroom.setup_list"), "broadcast")]


@bp.get("/classroom/")
@require_account
def setup_list() -> str:
    """Sessions of one's own organisations, or in which one works."""
    actor, over = current_actor(), request.args.get("show") == "over"
    search = request.args.get("q", "")[:60]
    return render_template(
        "classroom/setup/list.html",
        found=sessions_of(actor, over=over, search=search),
        over=over,
        search=search,
        may_create=bool(organisations_for_set_up(actor)),
    )


@bp.get("/classroom/seasons")
@require_account
def setup_seasons() -> str:
    """Seasons of one's own organisations."""
    actor = current_actor()
    return render_template(
        "classroom/setup/seasons.html",
        found=seasons_of(actor),
        may_create=bool(organisations_for_set_up(actor)),
    )
