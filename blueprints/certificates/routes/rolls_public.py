"""Honor rolls for everybody: the page, the slideshow for the hall, portraits and the poster.

A draft is shown to its staff only, at the same addresses. Nothing here is kept by browsers or
proxies without asking again: whoever withdraws from publication vanishes with the next request.
"""

from io import BytesIO

from flask import Response, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup

from blueprints.certificates.blueprint import bp
from blueprints.certificates.queries.rolls import RollView, photo_on, roll_by_slug
from blueprints.certificates.queries.rolls.newest import newest_rolls
from blueprints.certificates.queries.rolls.portraits import SMALL, portrait, stored
from blueprints.certificates.queries.rolls.poster import SIZES, poster_pdf
from blueprints.home import panels
from documents import TemplateError
from extensions import limiter
from store import NotFound, UserError
from store.actors import ANONYMOUS
from web.access import current_actor
from web.addresses import outside_url

PICTURE = "image/jpeg"
ON_START_PAGE = 3
POSTERS_A_MINUTE = "20 per minute"  # of one network address; each may take seconds to draw


@bp.get("/honor/<slug>")
def honor(slug: str) -> ResponseReturnValue:
    """The roll."""
    view = _asked(slug)
    page = render_template("certificates/rolls/honor.html", roll=view)
    return _fresh(Response(page))


@bp.get("/honor/<slug>/slideshow")
def honor_slideshow(slug: str) -> ResponseReturnValue:
    """The roll on a projector."""
    view = _asked(slug)
    page = render_template("certificates/rolls/slideshow.html", roll=view)
    return _fresh(Response(page))


@bp.get("/honor/<slug>/photo/<int:recipient_id>")
def honor_photo(slug: str, recipient_id: int) -> ResponseReturnValue:
    """The portrait of somebody who is on the roll now; `?small=1` for a card of the page."""
    name = photo_on(_asked(slug), recipient_id)
    if request.args.get("small"):
        content, tag = BytesIO(portrait(name, SMALL)), f"{name}-{SMALL}"
        return _fresh(send_file(content, mimetype=PICTURE, etag=tag, conditional=True))
    return _fresh(send_file(stored(name), mimetype=PICTURE, etag=name, conditional=True))


@bp.get("/honor/<slug>/poster.pdf")
@limiter.limit(POSTERS_A_MINUTE)
def honor_poster(slug: str) -> ResponseReturnValue:
    """The roll as sheets to print; `?size=` is a4, a3 (the default) or a2."""
    view, size = _asked(slug), request.args.get("size", "a3")
    if size not in SIZES:
        raise NotFound
    address = outside_url("certificates.honor", slug=slug) if view.is_public else ""
    try:
        pdf = poster_pdf(view, size, str(get_locale()), address)
    except TemplateError as error:
        raise UserError(_("The poster could not be drawn."), code="undrawn") from error
    answer = send_file(
        BytesIO(pdf), mimetype="application/pdf", download_name=f"{view.title}-{size.upper()}.pdf"
    )
    return _fresh(answer)


@panels.add
def rolls_panel() -> Markup:
    """The newest rolls, for the start page."""
    rolls = newest_rolls(ON_START_PAGE)
    if not rolls:
        return Markup()
    html = render_template("certificates/rolls/_start_page.html", rolls=rolls)
    return Markup(html)  # noqa: S704 - rendered and escaped by Jinja


def _asked(slug: str) -> RollView:
    """Who asks matters only while the roll is not public, so that its pages set no cookie."""
    try:
        return roll_by_slug(ANONYMOUS, slug)
    except NotFound:
        return roll_by_slug(current_actor(), slug)


def _fresh(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
