"""What the pages of award lists share: addresses, who may, which list, and how a page is drawn."""

from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from blueprints.certificates.access import Right, organisations_for, owned
from blueprints.certificates.award_rows import LABELS
from blueprints.certificates.forms.lists import RecipientForm
from blueprints.certificates.models import AwardList
from blueprints.certificates.queries import lists as queries
from blueprints.certificates.queries.lists.source import Difference, differences
from store import UserError
from web.access import current_actor
from web.paging import page_number

ID = "int(max=2147483647)"
LISTS = "/certificates/lists"
LIST = f"{LISTS}/<{ID}:list_id>"
RECIPIENT = f"{LIST}/recipients/<{ID}:recipient_id>"
PREPARING = Right.PREPARE.value
SEARCH_LENGTH = 60


def list_address(list_id: int, anchor: str | None = None) -> str:
    """The address of a list's page, on the page and search where the visitor was."""
    kept = {name: request.form[name] for name in ("page", "q") if request.form.get(name)}
    return url_for("certificates.list_page", list_id=list_id, _anchor=anchor, **kept)


def recipient_address(list_id: int, recipient_id: int) -> str:
    """The address of a recipient's page."""
    return url_for("certificates.recipient", list_id=list_id, recipient_id=recipient_id)


def list_to_prepare(list_id: int) -> queries.ListHead:
    """The list, for somebody who may change it."""
    return queries.list_head(current_actor(), list_id, Right.PREPARE)


def require_an_organisation() -> None:
    """A refusal when there is no organisation in which the visitor may make lists."""
    if not organisations_for(current_actor(), Right.PREPARE):
        raise UserError(_("Your role does not allow this."), status=403, code="forbidden")


def searched() -> str:
    """What the visitor looks for in the table: `?q=`, or the form's when something was changed."""
    return " ".join(request.values.get("q", "")[:SEARCH_LENGTH].split())


def page_wanted() -> int:
    """The page of the table: `?page=`, or the form's when something was changed."""
    text = request.form.get("page", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else page_number()


def table_values(head: queries.ListHead) -> dict[str, Any]:
    """What the table of recipients is drawn from."""
    search = searched()
    found = queries.recipients_of(head.id, search=search, page=max(page_wanted(), 1))
    return {"list": head, "found": found, "search": search, "page": found.number}


def list_page_of(list_id: int, form: FlaskForm | None = None) -> str:
    """The list's page; `form` is a refused one to add somebody."""
    head = queries.list_head(current_actor(), list_id)
    return render_template(
        "certificates/lists/list.html",
        form=form or RecipientForm(formdata=None),
        changes=_changes(list_id) if head.prepares else (),
        alike=queries.alike(list_id),
        ways=ways_on(list_id) if head.prepares else [],
        sources=queries.SOURCES,
        labels=LABELS,
        **table_values(head),
    )


def recipients_table(list_id: int) -> str:
    """The table alone, for HTMX."""
    head = queries.list_head(current_actor(), list_id)
    return render_template("certificates/lists/_recipients.html", **table_values(head))


def ways_on(list_id: int) -> list[tuple[str, str, str]]:
    """What can be made of a list: address, label, icon."""
    ways = (
        ("certificates.batch_new", _("Make certificates"), "certificate"),
        ("certificates.roll_new", _("Honor roll"), "award"),
        ("certificates.notice_new", _("Notice"), "file-text"),
    )
    return [
        (url_for(endpoint, list=list_id), label, icon)
        for endpoint, label, icon in ways
        if endpoint in current_app.view_functions
    ]


def certificates_of(list_id: int) -> ResponseReturnValue:
    """On to issuing certificates; to the list while the source says something else than it."""
    if _changes(list_id) or "certificates.batch_new" not in current_app.view_functions:
        return redirect(list_address(list_id), 303)
    return redirect(url_for("certificates.batch_new", list=list_id), 303)


def _changes(list_id: int) -> tuple[Difference, ...]:
    return differences(current_actor(), owned(current_actor(), AwardList, list_id))
