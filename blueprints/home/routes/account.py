"""One's own account: password, sessions."""

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_user

from blueprints.home.forms import PasswordForm
from blueprints.home.routes.base import blueprint
from blueprints.people import queries, services
from extensions import limiter
from store import UserError
from web import clock
from web.access import current_actor, require_account, safe_next
from web.refusals import add_fault


@blueprint.get("/account")
@require_account
def account() -> str:
    """Who I am here, my roles, where I signed in."""
    user_id = current_user.id
    grants = queries.grant_history(current_actor(), user_id, live_only=True)
    return render_template(
        "home/account.html",
        user=current_user,
        organisation=queries.organisation_names({current_actor().organisation_id or 0}),
        grants=grants,
        sign_ins=queries.recent_sign_ins(user_id),
    )


@blueprint.route("/account/password", methods=["GET", "POST"])
@limiter.limit("20 per minute", methods=["POST"])
@require_account
def password() -> ResponseReturnValue:
    """Change my password; at the first sign-in nothing else is open before."""
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            services.change_own_password(
                current_user.id,
                current=form.current.data or "",
                new=form.new.data or "",
                now=clock.now(),
            )
        except UserError as error:
            add_fault(
                form,
                error,
                {"current_password": "current", "weak_password": "new", "same_password": "new"},
            )
        else:
            login_user(queries.signed_in_user(current_user.id))  # this session stays
            flash(_("The password was changed. Other sessions have ended."), "success")
            return redirect(safe_next(session.pop("wanted", url_for("home.account"))), 303)
    page = render_template("home/password.html", form=form, first=current_user.must_change_password)
    return page, 422 if form.errors else 200


@blueprint.post("/account/sessions/end")
@require_account
def end_sessions() -> ResponseReturnValue:
    """Sign out everywhere else."""
    services.end_sessions(current_actor(), current_user.id, now=clock.now())
    login_user(queries.signed_in_user(current_user.id))
    flash(_("All other sessions have ended."), "success")
    return redirect(url_for("home.account"), 303)
