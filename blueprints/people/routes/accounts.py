"""Accounts and the roles they hold."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from blueprints.people import access, queries, services
from blueprints.people.forms import AccountFilterForm, AccountForm, GrantForm
from blueprints.people.roles import ROLES, SCOPES_OF
from blueprints.people.routes.base import blueprint
from store import UserError
from store.actors import Actor
from web import clock
from web.access import current_actor, require_role, wants_fragment
from web.addresses import outside_url
from web.choices import choices
from web.paging import page_number
from web.refusals import add_fault, refusal_flashed

MANAGERS = access.MANAGERS
_FIELD_OF = {
    "username": "username",
    "username_taken": "username",
    "name": "name",
    "organisation": "organisation_id",
    "archived": "organisation_id",
}
_WHOLE_SYSTEM = lazy_gettext("The whole system (administrator)")


@blueprint.get("/accounts")
@require_role(*MANAGERS)
def accounts() -> str:
    """The accounts one looks after."""
    actor = current_actor()
    form = AccountFilterForm(request.args)
    organisations = queries.organisation_choices(actor, *MANAGERS)
    form.organisation.choices = choices([(None, _("All organizations")), *organisations])
    form.validate()
    wanted = queries.AccountFilter(
        search=(form.q.data or "").strip()[:60],
        organisation_id=form.organisation.data,
        role=form.role.data if form.role.data in ROLES else "",
        inactive=form.state.data == "inactive",
    )
    found = queries.accounts(actor, wanted, page_number())
    page = "people/_accounts.html" if wants_fragment() else "people/accounts.html"
    return render_template(page, form=form, found=found, roles=ROLES)


@blueprint.route("/accounts/new", methods=["GET", "POST"])
@require_role(*MANAGERS)
def new_account() -> ResponseReturnValue:
    """Make an account; its holder comes in by the link shown next."""
    actor = current_actor()
    form = AccountForm(organisation_id=actor.organisation_id)
    form.organisation_id.choices = choices(_organisations(actor))
    if form.validate_on_submit():
        try:
            made = services.create_account(actor, now=clock.now(), **_data(form))
        except UserError as error:
            add_fault(form, error, _FIELD_OF)
        else:
            token = services.issue_sign_in_link(made, clock.now(), actor=actor)
            return _link_page(queries.account(actor, made), token, _("The account was made."))
    return render_template("people/account_new.html", form=form), 422 if form.errors else 200


@blueprint.route("/accounts/<int:account_id>", methods=["GET", "POST"])
@require_role(*MANAGERS)
def account(account_id: int) -> ResponseReturnValue:
    """See and change one account."""
    actor = current_actor()
    found = queries.account(actor, account_id)
    form = AccountForm(obj=found)
    form.organisation_id.choices = choices(_organisations(actor, found))
    if form.validate_on_submit():
        try:
            services.change_account(actor, account_id, now=clock.now(), **_data(form))
        except UserError as error:
            add_fault(form, error, _FIELD_OF)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("people.account", account_id=account_id), 303)
    return _account_page(actor, found, form, _grant_form(actor, found))


@blueprint.post("/accounts/<int:account_id>/roles")
@require_role(*MANAGERS)
def grant(account_id: int) -> ResponseReturnValue:
    """Give a role."""
    actor = current_actor()
    found = queries.account(actor, account_id)
    form = _grant_form(actor, found, bound=True)
    if form.validate_on_submit():
        with refusal_flashed():
            services.grant_role(
                actor,
                account_id,
                form.role.data,
                organisation_id=form.organisation_id.data,
                now=clock.now(),
            )
            flash(_("The role was given."), "success")
    else:
        flash(_("Choose a role and a scope from the lists."), "error")
    return redirect(url_for("people.account", account_id=account_id), 303)


@blueprint.post("/accounts/<int:account_id>/roles/<int:grant_id>/revocation")
@require_role(*MANAGERS)
def revoke(account_id: int, grant_id: int) -> ResponseReturnValue:
    """Take a role back."""
    with refusal_flashed():
        services.revoke_role(current_actor(), grant_id, now=clock.now())
        flash(_("The role was taken back."), "success")
    return redirect(url_for("people.account", account_id=account_id), 303)


@blueprint.post("/accounts/<int:account_id>/sign-in-link")
@require_role(*MANAGERS)
def issue_link(account_id: int) -> ResponseReturnValue:
    """A one-time link, shown once."""
    actor = current_actor()
    token = services.issue_sign_in_link(account_id, clock.now(), actor=actor)
    return _link_page(queries.account(actor, account_id), token)


@blueprint.post("/accounts/<int:account_id>/password-reset")
@require_role(*MANAGERS)
def reset(account_id: int) -> ResponseReturnValue:
    """Take the password away; the holder chooses a new one by the link shown."""
    actor = current_actor()
    token = services.reset_password(actor, account_id, now=clock.now())
    return _link_page(
        queries.account(actor, account_id), token, _("The old password no longer works.")
    )


@blueprint.post("/accounts/<int:account_id>/sessions/end")
@require_role(*MANAGERS)
def end_sessions(account_id: int) -> ResponseReturnValue:
    """Sign the account out everywhere."""
    services.end_sessions(current_actor(), account_id, now=clock.now())
    flash(_("Signed out everywhere."), "success")
    return redirect(url_for("people.account", account_id=account_id), 303)


@blueprint.post("/accounts/<int:account_id>/deactivation")
@require_role(*MANAGERS)
def deactivate(account_id: int) -> ResponseReturnValue:
    """Deactivate it, or with `undo` bring it back."""
    undo = "undo" in request.form
    with refusal_flashed():
        services.set_account_active(current_actor(), account_id, active=undo, now=clock.now())
        flash(_("Reactivated.") if undo else _("Deactivated."), "success")
    return redirect(url_for("people.account", account_id=account_id), 303)


def _account_page(
    actor: Actor, found: queries.AccountRow, form: AccountForm, grants: GrantForm
) -> ResponseReturnValue:
    page = render_template(
        "people/account.html",
        account=found,
        form=form,
        grant_form=grants,
        history=[g for g in queries.grant_history(actor, found.id) if g.revoked_at],
        may_change=all(g.revocable for g in found.grants),
        roles=ROLES,
    )
    return page, 422 if form.errors else 200


def _link_page(found: queries.AccountRow, token: str, title: str = "") -> ResponseReturnValue:
    address = outside_url("home.sign_in_link", token=token)
    return render_template(
        "people/account_link.html", account=found, address=address, message=title
    )


def _grant_form(actor: Actor, found: queries.AccountRow, *, bound: bool = False) -> GrantForm:
    # The page shows two forms: only the one that was sent reads what was sent.
    organisation_id = found.organisation_id
    form = (
        GrantForm(prefix="grant-")
        if bound
        else GrantForm(
            formdata=None, prefix="grant-", role="organiser", organisation_id=organisation_id
        )
    )
    offered = {
        role: label
        for role, label in ROLES.items()
        if actor.is_administrator or "organisation" in SCOPES_OF[role]
    }
    form.role.choices = choices(offered.items())
    organisations = queries.organisation_choices(actor, *MANAGERS)
    system = [(None, _WHOLE_SYSTEM)] if actor.is_administrator else []
    form.organisation_id.choices = choices([*organisations, *system])
    return form


def _organisations(
    actor: Actor, found: queries.AccountRow | None = None
) -> list[tuple[int | None, str]]:
    choices: list[tuple[int | None, str]] = [*queries.organisation_choices(actor, *MANAGERS)]
    if found and found.organisation_id not in dict(choices):
        choices.insert(0, (found.organisation_id, found.organisation or _("None")))
    elif actor.is_administrator:
        choices.append((None, _("None")))
    return choices


def _data(form: AccountForm) -> dict[str, object]:
    return {
        "username": form.username.data or "",
        "name": form.name.data or "",
        "organisation_id": form.organisation_id.data,
    }
