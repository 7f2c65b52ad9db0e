"""The audit log, on a page and as a file."""

import csv
import io
from collections.abc import Iterator

from flask import Response, render_template, request, stream_with_context
from flask_babel import gettext as _

from blueprints.people import access, actions, queries
from blueprints.people.forms import AuditFilterForm
from blueprints.people.routes.base import blueprint
from store.actors import Actor
from store.base import canonical_json
from web.access import current_actor, require_role
from web.choices import choices
from web.formats import local
from web.sheets import neutral

AUDITORS = access.AUDITORS
_BOM = "\ufeff"  # without it Excel reads UTF-8 as the system's old code page


@blueprint.get("/audit")
@require_role(*AUDITORS)
def audit() -> str:
    """Who did what, when; newest first."""
    actor = current_actor()
    form = _form(actor)
    before = min(request.args.get("before", access.MOST_ID, type=int), access.MOST_ID)
    found = queries.audit_page(actor, _wanted(form), before)
    return render_template(
        "people/audit.html", form=form, found=found, name_of=actions.name_of, shown=canonical_json
    )


@blueprint.get("/audit.csv")
@require_role(*AUDITORS)
def audit_csv() -> Response:
    """The same selection as a file for a spreadsheet, oldest first."""
    actor = current_actor()
    rows = queries.audit_export(actor, _wanted(_form(actor)))
    response = Response(stream_with_context(_lines(rows)), mimetype="text/csv")
    response.headers["Content-Disposition"] = "attachment; filename=audit.csv"
    return response


def _lines(rows: Iterator[queries.AuditRow]) -> Iterator[str]:
    yield _BOM + _line(
        [
            _("Number"),
            _("Time"),
            _("Who"),
            _("Full name"),
            _("What"),
            _("Code of the action"),
            _("Subject"),
            _("Organization"),
            _("Details"),
            _("Hash"),
        ]
    )
    for row in rows:
        yield _line(
            [
                str(row.id),
                local(row.at).isoformat(),
                row.actor,
                row.actor_name,
                actions.name_of(row.action),
                row.action,
                row.subject,
                row.organisation,
                canonical_json(row.detail),
                row.hash,
            ]
        )


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([neutral(cell) for cell in cells])
    return out.getvalue()


def _form(actor: Actor) -> AuditFilterForm:
    form = AuditFilterForm(request.args)
    known = queries.audit_actions(actor)
    named = sorted((actions.name_of(action), action) for action in known)
    form.action.choices = choices([("", _("Everything")), *((a, name) for name, a in named)])
    form.validate()
    return form


def _wanted(form: AuditFilterForm) -> queries.AuditFilter:
    since, until = form.period()
    chosen = form.action.data or ""
    return queries.AuditFilter(
        actor=(form.actor.data or "").strip()[:60],
        action="" if form.action.errors else chosen,
        subject=(form.subject.data or "").strip()[:80],
        since=since,
        until=until,
    )
