"""The tree of organisations, and the page of each."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.people import access, queries, services
from blueprints.people.forms import NewOrganisationForm, OrganisationForm, PlaceForm
from blueprints.people.kinds import KINDS
from blueprints.people.routes.base import blueprint
from store import UserError
from store.actors import Actor
from web import clock
from web.access import current_actor, require_role, wants_fragment
from web.choices import choices
from web.refusals import add_fault, refusal_flashed

MANAGERS = access.MANAGERS
_FIELD_OF = {
    "name": "name",
    "twin": "name",
    "too_long": "name",
    "region_code": "region_code",
    "kind": "kind",
}


@blueprint.get("/organisations")
@require_role(*MANAGERS)
def tree() -> str:
    """The tree, or the part of it that a search finds."""
    search, archived = request.args.get("q", "")[:60], request.args.get("archived") == "1"
    rows = queries.tree(current_actor(), search, archived=archived)
    page = "people/_tree.html" if wants_fragment() else "people/organisations.html"
    return render_template(page, rows=rows, search=search, archived=archived, kinds=KINDS)


@blueprint.route("/organisations/new", methods=["GET", "POST"])
@require_role(*MANAGERS)
def new_organisation() -> ResponseReturnValue:
    """Add an organisation; `?below=` names the one above."""
    actor = current_actor()
    below = request.args.get("below", type=int)
    form = NewOrganisationForm(parent_id=below, kind="enterprise_union")
    form.parent_id.choices = choices(_places(actor))
    if form.validate_on_submit():
        try:
            made = services.create_organisation(
                actor, _data(form), parent_id=form.parent_id.data, now=clock.now()
            )
        except UserError as error:
            add_fault(form, error, {**_FIELD_OF, "parent_archived": "parent_id"})
        else:
            flash(_("The organization was added."), "success")
            return redirect(url_for("people.organisation", organisation_id=made), 303)
    return render_template("people/organisation_new.html", form=form), 422 if form.errors else 200


@blueprint.route("/organisations/<int:organisation_id>", methods=["GET", "POST"])
@require_role(*MANAGERS)
def organisation(organisation_id: int) -> ResponseReturnValue:
    """See and change one organisation."""
    actor = current_actor()
    found = queries.organisation(actor, organisation_id)
    form = OrganisationForm(obj=found)
    if form.validate_on_submit():
        try:
            services.change_organisation(actor, organisation_id, _data(form), now=clock.now())
        except UserError as error:
            add_fault(form, error, _FIELD_OF)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("people.organisation", organisation_id=organisation_id), 303)
    return _organisation_page(actor, found, form), 422 if form.errors else 200


@blueprint.post("/organisations/<int:organisation_id>/place")
@require_role(*MANAGERS)
def move_organisation(organisation_id: int) -> ResponseReturnValue:
    """Hang it below another one."""
    actor = current_actor()
    found = queries.organisation(actor, organisation_id)
    form = PlaceForm()
    form.parent_id.choices = choices(_places(actor, besides=found.path))
    if form.validate_on_submit():
        with refusal_flashed():
            services.move_organisation(
                actor, organisation_id, parent_id=form.parent_id.data, now=clock.now()
            )
            flash(_("Moved, with everything below it."), "success")
    else:
        flash(_("Choose the organization above from the list."), "error")
    return redirect(url_for("people.organisation", organisation_id=organisation_id), 303)


@blueprint.post("/organisations/<int:organisation_id>/archive")
@require_role(*MANAGERS)
def archive_organisation(organisation_id: int) -> ResponseReturnValue:
    """Archive it, or with `undo` bring it back."""
    undo = "undo" in request.form
    with refusal_flashed():
        services.set_organisation_active(
            current_actor(), organisation_id, active=undo, now=clock.now()
        )
        flash(_("Restored.") if undo else _("Archived."), "success")
    return redirect(url_for("people.organisation", organisation_id=organisation_id), 303)


@blueprint.post("/organisations/<int:organisation_id>/delete")
@require_role(*MANAGERS)
def delete_organisation(organisation_id: int) -> ResponseReturnValue:
    """Delete one that nothing belongs to."""
    with refusal_flashed():
        services.delete_organisation(current_actor(), organisation_id, now=clock.now())
        flash(_("Deleted."), "success")
        return redirect(url_for("people.tree"), 303)
    return redirect(url_for("people.organisation", organisation_id=organisation_id), 303)


def _organisation_page(actor: Actor, found: queries.OrganisationRow, form: OrganisationForm) -> str:
    place = PlaceForm(formdata=None, parent_id=found.parent_id)
    place.parent_id.choices = choices(_places(actor, besides=found.path))
    above = found.path.removesuffix(f"{found.id}.")
    return render_template(
        "people/organisation.html",
        organisation=found,
        form=form,
        place=place,
        kinds=KINDS,
        ancestors=queries.ancestors(found.path),
        may_see=lambda path: actor.may(*MANAGERS, organisation_path=path),
        may_move=actor.may(*MANAGERS, organisation_path=above),
        children=queries.children(actor, found.id),
    )


def _places(actor: Actor, besides: str = "") -> list[tuple[int | None, str]]:
    """What an organisation can hang below: not itself, nor anything below it."""
    rows = queries.organisations_for(actor, *MANAGERS)
    places: list[tuple[int | None, str]] = [
        (row.id, "\u3000" * row.depth + row.name)
        for row in rows
        if not besides or not row.path.startswith(besides)
    ]
    return [(None, _("None: at the top")), *places] if actor.is_administrator else places


def _data(form: OrganisationForm) -> services.OrganisationData:
    return services.OrganisationData(
        form.name.data or "",
        form.kind.data,
        form.short_name.data or "",
        form.region_code.data or "",
        form.zone.data or "",
    )
