"""The content log for staff, as a table to keep."""

import csv
import io
from collections.abc import Iterator

from flask import Response, abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from blueprints.classroom.access import Right, session_for
from blueprints.classroom.blueprint import bp
from blueprints.classroom.queries.chat.log import Kept, content_log
from web.access import current_actor, require_account
from web.formats import local
from web.sheets import neutral, write_rows

KINDS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@bp.get("/classroom/sessions/<int:session_id>/chat.<kind>")
@require_account
def content_log_file(session_id: int, kind: str) -> ResponseReturnValue:
    """Everything that was written, with what became of it."""
    session_for(current_actor(), session_id, Right.MODERATE)
    if kind not in KINDS:
        abort(404)
    rows = _rows(session_id)
    content = _csv(rows) if kind == "csv" else write_rows(_("Chat"), _head(), rows)
    response = Response(content, mimetype=KINDS[kind])
    response.headers["Content-Disposition"] = f"attachment; filename=chat-{session_id}.{kind}"
    response.headers["Cache-Control"] = "no-store"
    return response


def _head() -> list[str]:
    return [
        _("Number"), _("Sent at"), _("Nickname"), _("Real name"), _("Role"), _("Kind"), _("Text"),
        _("State"), _("Held for"), _("Decided by whom"), _("Decided at"),
    ]  # fmt: skip


def _rows(session_id: int) -> Iterator[list[str]]:
    states, roles, kinds = _states(), _roles(), _kinds()
    for kept in content_log(session_id):
        yield [neutral(cell) for cell in _cells(kept, states, roles, kinds)]


def _cells(
    kept: Kept, states: dict[str, str], roles: dict[str, str], kinds: dict[str, str]
) -> list[str]:
    return [
        str(kept.id),
        f"{local(kept.sent_at):%Y-%m-%d %H:%M:%S}",
        kept.nick,
        kept.name,
        roles.get(kept.role, kept.role),
        kinds.get(kept.kind, kept.kind),
        kept.text,
        states.get(kept.state, kept.state),
        _("Looked at before") if kept.held_for in ("pre", "new") else kept.held_for,
        kept.decided_by,
        f"{local(kept.decided_at):%Y-%m-%d %H:%M:%S}" if kept.decided_at else "",
    ]


def _states() -> dict[str, str]:
    return {
        "shown": _("Shown to everybody"),
        "held": _("Waiting for a moderator"),
        "refused": _("Not approved"),
        "deleted": _("Deleted"),
    }


def _roles() -> dict[str, str]:
    return {
        "host": _("Host"),
        "cohost": _("Co-host"),
        "moderator": _("Moderator"),
        "guest": _("Guest"),
        "viewer": _("Viewer"),
    }


def _kinds() -> dict[str, str]:
    return {"chat": _("Message"), "announcement": _("Announcement")}


def _csv(rows: Iterator[list[str]]) -> str:
    out = io.StringIO()
    out.write("\ufeff")  # so that Excel reads it as UTF-8
    writer = csv.writer(out)
    writer.writerow(_head())
    writer.writerows(rows)
    return out.getvalue()
