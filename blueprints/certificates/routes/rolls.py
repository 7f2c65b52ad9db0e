"""Honor rolls for their staff: the list, a new one, its page, publishing and withdrawing."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.certificates.access import Right, owned
from blueprints.certificates.blueprint import bp
from blueprints.certificates.forms.rolls import NewRollForm, PublicationForm, RollForm
from blueprints.certificates.models import AwardList, RollState
from blueprints.certificates.queries.rolls import (
    RollDesk,
    lists_for_publishing,
    roll_desk,
    rolls_of,
)
from blueprints.certificates.queries.rolls.poster import SIZES
from blueprints.certificates.services import rolls as services
from store import NotFound, UserError
from web.access import current_actor, require_account, require_role
from web.addresses import outside_url
from web.choices import choices
from web.clock import now
from web.refusals import add_fault, carry_out


@bp.get("/certificates/rolls")
@require_role(*Right.VIEW.value)
def rolls() -> str:
    """The rolls of one's own organisations."""
    actor = current_actor()
    return render_template(
        "certificates/rolls/list.html",
        found=rolls_of(actor),
        may_create=bool(lists_for_publishing(actor)),
    )


@bp.route("/certificates/rolls/new", methods=["GET", "POST"])
@require_role(*Right.PREPARE.value)
def roll_new() -> ResponseReturnValue:
    """A draft from a list; `?list=` chooses it."""
    actor, chosen = current_actor(), request.args.get("list", type=int)
    form = NewRollForm(data=_suggested(chosen))
    form.list_id.choices = choices(lists_for_publishing(actor))
    if form.validate_on_submit():
        try:
            roll_id = services.create_roll(actor, form.list_id.data, form.given(), now())
            return redirect(url_for("certificates.roll", roll_id=roll_id), 303)
        except UserError as error:
            add_fault(form, error, {"no_title": "title"})
    page = render_template("certificates/rolls/new.html", form=form)
    return page, 422 if form.errors else 200


@bp.get("/certificates/rolls/<int:roll_id>")
@require_account
def roll(roll_id: int) -> str:
    """The roll: its state, where it can be seen, what to do next."""
    return _page(roll_desk(current_actor(), roll_id), PublicationForm(formdata=None))


@bp.route("/certificates/rolls/<int:roll_id>/settings", methods=["GET", "POST"])
@require_account
def roll_settings(roll_id: int) -> ResponseReturnValue:
    """Title and look of a roll."""
    desk = roll_desk(current_actor(), roll_id)
    if not desk.edits:
        raise UserError(_("Your role does not allow this."), status=403, code="forbidden")
    form = RollForm(data=_settings(desk))
    if form.validate_on_submit():
        services.update_roll(current_actor(), roll_id, form.given(), now())
        return redirect(url_for("certificates.roll", roll_id=roll_id), 303)
    page = render_template("certificates/rolls/settings.html", form=form, roll=desk)
    return page, 422 if form.errors else 200


@bp.post("/certificates/rolls/<int:roll_id>/publication")
@require_account
def roll_publish(roll_id: int) -> ResponseReturnValue:
    """Publish; fields `basis`, `reference`."""
    desk, form = roll_desk(current_actor(), roll_id), PublicationForm()
    if not form.validate_on_submit():
        return _page(desk, form), 422
    return carry_out(
        lambda: services.publish_roll(current_actor(), roll_id, form.given(), now()),
        _("Published. Everybody who has the address can see it now."),
        url_for("certificates.roll", roll_id=roll_id),
    )


@bp.post("/certificates/rolls/<int:roll_id>/withdrawal")
@require_account
def roll_withdraw(roll_id: int) -> ResponseReturnValue:
    """Withdraw; field `reason`, may be empty."""
    reason = request.form.get("reason", "")
    return carry_out(
        lambda: services.withdraw_roll(current_actor(), roll_id, reason, now()),
        _("Withdrawn. The page, the slideshow and the poster can’t be seen any more."),
        url_for("certificates.roll", roll_id=roll_id),
    )


@bp.post("/certificates/rolls/<int:roll_id>/deletion")
@require_account
def roll_remove(roll_id: int) -> ResponseReturnValue:
    """Delete a draft."""
    draft = roll_desk(current_actor(), roll_id).line.state == RollState.DRAFT
    own_page = url_for("certificates.roll", roll_id=roll_id)
    return carry_out(
        lambda: services.remove_roll(current_actor(), roll_id, now()),
        _("The draft was deleted."),
        url_for("certificates.rolls") if draft else own_page,
    )


def _page(desk: RollDesk, form: PublicationForm) -> str:
    return render_template(
        "certificates/rolls/roll.html",
        roll=desk,
        form=form,
        sizes=tuple(SIZES),
        address=outside_url("certificates.honor", slug=desk.slug),
    )


def _suggested(list_id: int | None) -> dict[str, object]:
    if list_id is None:
        return {}
    try:
        source = owned(current_actor(), AwardList, list_id, Right.PREPARE)
    except NotFound:
        return {}
    return {"list_id": source.id, "title": _("Honor Roll"), "subtitle": source.occasion}


def _settings(desk: RollDesk) -> dict[str, object]:
    look = desk.look
    return {
        "title": desk.line.title,
        "subtitle": desk.subtitle,
        "palette": look.palette,
        "people": str(look.people),
        "pace": look.pace,
        "stories": look.stories,
    }
