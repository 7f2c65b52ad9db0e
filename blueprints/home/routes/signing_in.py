"""Sign-in by password or one-time link, and sign-out."""

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import login_user, logout_user

from blueprints.home.forms import SignInForm
from blueprints.home.routes.base import blueprint
from blueprints.people import queries, services
from extensions import limiter
from store import NotFound, UserError
from web import clock
from web.access import LAST_SEEN, current_actor, safe_next

PER_ADDRESS = "20 per minute; 200 per hour"  # an office behind one address still gets in


@blueprint.route("/sign-in", methods=["GET", "POST"])
@limiter.limit(PER_ADDRESS, methods=["POST"])
def sign_in() -> ResponseReturnValue:
    """Ask for name and password."""
    form = SignInForm(next=request.args.get("next", ""))
    if form.validate_on_submit():
        try:
            entered = services.sign_in(
                form.username.data or "",
                form.password.data or "",
                address=_address(),
                now=clock.now(),
            )
        except UserError as error:
            form.form_errors = [error.message]
        else:
            return _enter(entered, form.next.data)
    if not form.is_submitted() and current_actor().kind == "account":
        return redirect(safe_next(request.args.get("next")), 303)
    return render_template("home/sign_in.html", form=form), 422 if form.errors else 200


@blueprint.get("/sign-in/<token>")
def sign_in_link(token: str) -> ResponseReturnValue:
    """Ask before the link is used: chat programs open links to preview them."""
    try:
        name = services.link_holder(token, clock.now())
    except NotFound as error:
        return render_template("home/link_used.html", reason=error.message), 404
    return render_template("home/sign_in_link.html", name=name)


@blueprint.post("/sign-in/<token>")
@limiter.limit(PER_ADDRESS)
def use_sign_in_link(token: str) -> ResponseReturnValue:
    """Use the link up and come in."""
    try:
        entered = services.use_sign_in_link(token, address=_address(), now=clock.now())
    except NotFound as error:
        return render_template("home/link_used.html", reason=error.message), 404
    return _enter(entered, "")


@blueprint.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End this session."""
    actor = current_actor()
    if actor.kind == "account" and actor.id is not None:
        services.note_sign_out(actor.id, now=clock.now())
    logout_user()
    session.clear()
    flash(_("You have signed out."), "success")
    return redirect(url_for("home.start"), 303)


def _enter(entered: services.SignedIn, wanted: str | None) -> ResponseReturnValue:
    session.clear()  # nothing of the anonymous visit is carried over
    login_user(queries.signed_in_user(entered.account_id))
    session[LAST_SEEN] = int(clock.now().timestamp())
    if entered.must_change_password:
        session["wanted"] = safe_next(wanted)
        return redirect(url_for("home.password"), 303)
    return redirect(safe_next(wanted), 303)


def _address() -> str:
    return request.remote_addr or ""
