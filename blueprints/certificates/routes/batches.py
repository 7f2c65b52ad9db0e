"""Batches over HTTP: made and checked, looked at, changed, followed."""

from datetime import date

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.certificates.access import Right, may, owned
from blueprints.certificates.blueprint import bp
from blueprints.certificates.forms.batches import FAULTS, BatchForm, PrintForm
from blueprints.certificates.models import AwardList, Batch, BatchState, RowState
from blueprints.certificates.queries.batches import (
    BatchView,
    batch_lines,
    batch_view,
    progress_of,
)
from blueprints.certificates.queries.batches.choices import choices_for, newest_version, proposed
from blueprints.certificates.queries.batches.rows import finding_counts, rows_page
from blueprints.certificates.queries.outputs import print_files
from blueprints.certificates.routes.batches_answers import (
    BATCHES,
    ID,
    check,
    doubtful,
    number_of,
    public_base,
)
from blueprints.certificates.services import batches
from store import NotFound, UserError
from web.access import current_actor, require_account, require_role
from web.clock import now
from web.formats import local
from web.refusals import add_fault

BEFORE_ISSUE = (BatchState.DRAFT, BatchState.SUBMITTED)


@bp.get(BATCHES, endpoint="batches")
@require_role(*Right.VIEW.value)
def batch_list() -> str:
    """The batches of one's organisations, the latest first."""
    state = request.args.get("state", "")
    chosen = state if state in set(BatchState) else ""
    return render_template(
        "certificates/batches/list.html",
        found=batch_lines(current_actor(), state=chosen, list_id=number_of("list")),
        state=chosen,
    )


@bp.route(f"{BATCHES}/new", methods=["GET", "POST"])
@require_role(*Right.PREPARE.value)
def batch_new() -> ResponseReturnValue:
    """A batch of the list `?list=`, with sensible proposals; POST makes and checks it."""
    award_list = owned(current_actor(), AwardList, number_of("list") or 0, Right.PREPARE)
    form = BatchForm()
    offered = choices_for(award_list.organisation_id)
    form.offer(offered)
    if not form.is_submitted():
        _propose(form, award_list, proposed(award_list, offered))
    if form.validate_on_submit():
        try:
            batch_id = batches.create_batch(
                current_actor(), award_list.id, form.given(public_base()), now()
            )
            check(batch_id)
            return redirect(url_for("certificates.batch", batch_id=batch_id), 303)
        except NotFound:
            raise
        except UserError as error:
            add_fault(form, error, FAULTS)
    page = render_template(
        "certificates/batches/new.html",
        form=form,
        award_list=award_list,
        offered=offered,
        doubtful=doubtful(public_base()),
        count=len(award_list.recipients),
    )
    return page, 422 if form.errors else 200


@bp.get(f"{BATCHES}/<{ID}:batch_id>")
@require_account
def batch(batch_id: int) -> str:
    """Everything about a batch: where it stands, what was found, what may be done next."""
    found = owned(current_actor(), Batch, batch_id)
    view = batch_view(found)
    wanted = request.args.get("show", "")
    shown = wanted if wanted in set(RowState) else ""
    return render_template(
        "certificates/batches/page.html",
        batch=view,
        progress=progress_of(view, now()),
        doubtful=doubtful(view.common["verify_base"]) if view.state in BEFORE_ISSUE else "",
        found=finding_counts(found) if view.state == BatchState.DRAFT else [],
        rows=rows_page(found, shown),
        shown=shown,
        prints=print_files(batch_id),
        print_form=_print_form(view),
        **_rights(found),
    )


@bp.get(f"{BATCHES}/<{ID}:batch_id>/progress")
@require_account
def batch_progress(batch_id: int) -> ResponseReturnValue:
    """How far it is: the part of the page that asks for itself anew while something moves.

    When it has come to an end, the page is loaded again, since other things can be done now.
    """
    view = batch_view(owned(current_actor(), Batch, batch_id))
    page = render_template(
        "certificates/batches/_progress.html", batch=view, progress=progress_of(view, now())
    )
    return page, {} if view.is_moving else {"HX-Refresh": "true"}


@bp.get(f"{BATCHES}/<{ID}:batch_id>/prints")
@require_account
def batch_prints(batch_id: int) -> str:
    """The print files: the part of the page that asks for itself anew while one is made."""
    found = owned(current_actor(), Batch, batch_id)
    return render_template(
        "certificates/batches/_prints.html",
        batch=batch_view(found),
        prints=print_files(batch_id),
    )


@bp.route(f"{BATCHES}/<{ID}:batch_id>/edit", methods=["GET", "POST"])
@require_account
def batch_edit(batch_id: int) -> ResponseReturnValue:
    """Another template, issuer, date… before the batch is handed in."""
    found = owned(current_actor(), Batch, batch_id, Right.PREPARE)
    form = BatchForm()
    offered = choices_for(found.organisation_id)
    form.offer(offered)
    if not form.is_submitted():
        _fill(form, found)
    if form.validate_on_submit():
        try:
            batches.change_batch(current_actor(), batch_id, form.given(public_base()), now())
            check(batch_id)
            return redirect(url_for("certificates.batch", batch_id=batch_id), 303)
        except NotFound:
            raise
        except UserError as error:
            add_fault(form, error, FAULTS)
    page = render_template(
        "certificates/batches/edit.html",
        form=form,
        batch=batch_view(found),
        offered=offered,
        doubtful=doubtful(public_base()),
    )
    return page, 422 if form.errors else 200


def _rights(found: Batch) -> dict[str, bool]:
    actor = current_actor()
    return {
        "prepares": may(actor, found.organisation_id, Right.PREPARE),
        "approves": found.submitted_by != actor.ref,
    }


def _propose(form: BatchForm, award_list: AwardList, template: str) -> None:
    form.template.data = template
    form.issuer.data = award_list.organisation.name
    form.issued_on.data = local(now()).date()
    form.occasion.data = award_list.occasion


def _fill(form: BatchForm, found: Batch) -> None:
    """As it is now. An older version of a template has a newer one in the chooser."""
    common, options = found.common, found.options
    form.template.data = f"version:{newest_version(found.version.template_id)}"
    form.issuer.data, form.occasion.data = common["issuer"], common["occasion"]
    form.issued_on.data = date.fromisoformat(common["issued_on"])
    form.lang.data = common["lang"]
    form.seal_id.data, form.key_id.data = found.seal_id, found.key_id
    form.text_only.data = options["text_only"]
    form.dx_mm.data, form.dy_mm.data = options["dx_mm"], options["dy_mm"]


def _print_form(view: BatchView) -> PrintForm:
    """Printed as it was issued, unless something else is asked for."""
    return PrintForm(
        formdata=None,
        data={
            "text_only": view.options["text_only"],
            "dx_mm": view.options["dx_mm"],
            "dy_mm": view.options["dy_mm"],
            "imposed": view.imposed,
        },
    )
