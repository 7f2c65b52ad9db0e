"""Reading what a judge's phone sends: anything may come, nothing of it may end in a fault."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from flask import abort, request
from flask_babel import gettext as _

from blueprints.contests.services.judging import MarkInput
from store import NotFound, UserError

MAX_BODY = 64 * 1024

_KEY = re.compile(r"[A-Za-z0-9_-]{8,40}", re.ASCII)
_ENTRY = re.compile(r"[A-Za-z0-9_-]{1,16}", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def mark_of(body: Mapping[str, Any], round_id: int) -> MarkInput:
    return MarkInput(
        round_id=round_id,
        entry_key=entry_key_of(body),
        item=_text(body, "item"),
        text=_text(body, "value"),
        key=key_of(body),
        attempt=_attempt(body.get("attempt", 1)),
        note=words(body.get("note")) or None,
        made_at=_moment(body.get("made_at")),
    )


def body_of_request() -> Mapping[str, Any]:
    """The fields of a form or of a JSON object, no bigger than a mark needs."""
    if (request.content_length or 0) > MAX_BODY:
        abort(413)
    if not request.is_json:
        return request.form
    try:
        body = request.get_json(silent=True)
    except RecursionError:  # thousands of brackets
        body = None
    if not isinstance(body, dict):
        raise _garbled()
    return body


def _text(body: Mapping[str, Any], name: str) -> str:
    """A field that must be text: numbers would have passed through a binary float."""
    value = body.get(name)
    if not isinstance(value, str):
        raise _garbled()
    return value


def key_of(body: Mapping[str, Any]) -> str:
    key = body.get("key")
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise UserError(_("The request carries no usable key."), status=400, code="bad_key")
    return key


def entry_key_of(body: Mapping[str, Any]) -> str:
    key = _text(body, "entry")
    if not _ENTRY.fullmatch(key):
        raise NotFound
    return key


def _attempt(value: Any) -> int:
    text = str(value)
    if isinstance(value, bool) or not text.isascii() or not text.isdigit() or len(text) > 4:
        raise _garbled()
    return int(text)


def words(value: Any) -> str:
    """Free words without what a database can't keep."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _garbled()
    return _CONTROL.sub("", value).strip()


def _moment(value: Any) -> datetime | None:
    """The phone's clock, for the record only; what can't be read is left out."""
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
        return at.astimezone(UTC) if at is not None and at.utcoffset() is not None else None
    except (ValueError, OverflowError):
        return None


def _garbled() -> UserError:
    return UserError(_("The request could not be understood."), status=400, code="bad_request")
