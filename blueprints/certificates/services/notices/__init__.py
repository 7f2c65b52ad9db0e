"""Notices and decisions: written from a list, and issued once for all.

With a seal two people answer for it: one hands it in, another lets the seal be used. What is
issued is what was handed in, word for word; the PDF is stored and never changes.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from blueprints.certificates.access import Right, owned
from blueprints.certificates.models import AwardList, Notice, NoticeState, Seal
from blueprints.certificates.queries.notices.content import KINDS, content_of
from store import NotFound, UserError, audit, db, write
from store.actors import Actor
from web.languages import LANGUAGES

LONGEST_TEXT = 4000  # characters of opening or closing
MOST_TITLE = 200
MOST_NUMBER = 60
MOST_ADDRESSED = 300
MOST_NOTE = 300


@dataclass(frozen=True)
class NoticeInput:
    """What staff write; `issued_on` is an ISO date, paragraphs are lines."""

    kind: str
    title: str
    issuer: str
    issued_on: str
    document_number: str = ""
    addressed_to: str = ""
    opening: str = ""
    closing: str = ""
    annex: bool = False
    language: str = "zh_Hans_CN"
    seal_id: int | None = None


def create_notice(actor: Actor, list_id: int, given: NoticeInput, now: datetime) -> int:
    """A draft about a list; its id."""
    with write():
        source = owned(actor, AwardList, list_id, Right.PREPARE)
        notice = Notice(
            organisation_id=source.organisation_id,
            list_id=source.id,
            created_at=now,
            **_columns(given, source.organisation_id),
        )
        db.session.add(notice)
        db.session.flush()
        told(actor, "notice.created", notice, now, list_id=list_id)
        return notice.id


def update_notice(actor: Actor, notice_id: int, given: NoticeInput, now: datetime) -> None:
    """Change a draft."""
    with write():
        notice = _draft(actor, notice_id)
        for name, value in _columns(given, notice.organisation_id).items():
            setattr(notice, name, value)
        told(actor, "notice.changed", notice, now)


def remove_notice(actor: Actor, notice_id: int, now: datetime) -> None:
    """Throw a draft away."""
    with write():
        notice = _draft(actor, notice_id)
        told(actor, "notice.removed", notice, now)
        db.session.delete(notice)


def submit_notice(actor: Actor, notice_id: int, now: datetime) -> None:
    """Hand in for the use of the seal; from here on its words are frozen."""
    with write():
        notice = _draft(actor, notice_id)
        if notice.seal_id is None:
            raise UserError(_("Without a seal a notice is issued at once."), code="no_seal")
        notice.content = checked_content(notice)
        notice.state, notice.submitted_by, notice.note = NoticeState.SUBMITTED, actor.ref, ""
        told(actor, "notice.submitted", notice, now, seal_id=notice.seal_id)


def return_notice(actor: Actor, notice_id: int, reason: str, now: datetime) -> None:
    """Send it back with a reason, or, by whoever handed it in, take it back."""
    with write():
        notice = owned(actor, Notice, notice_id, lock=True)
        if notice.state != NoticeState.SUBMITTED:
            raise UserError(_("The notice isn’t waiting for approval."), status=409, code="stale")
        reason = reason.strip()[:MOST_NOTE]
        if not reason and notice.submitted_by != actor.ref:
            raise UserError(_("Say why it is sent back."), code="no_reason")
        notice.state, notice.content, notice.note = NoticeState.DRAFT, {}, reason
        told(actor, "notice.returned", notice, now, reason=reason)


def unsaved_content(actor: Actor, notice_id: int, given: NoticeInput) -> dict[str, object]:
    """What a draft would say with these changes; nothing is kept."""
    notice = owned(actor, Notice, notice_id, Right.PREPARE)
    columns = _columns(given, notice.organisation_id)
    seal_id = columns.pop("seal_id")
    changed = Notice(list_id=notice.list_id, **columns)
    changed.seal = db.session.get(Seal, seal_id) if seal_id else None
    return content_of(changed)


def require_draft(actor: Actor, notice_id: int) -> None:
    """Nothing when this actor may change the notice now, else a refusal."""
    _refuse_unless_draft(owned(actor, Notice, notice_id, Right.PREPARE))


def checked_content(notice: Notice) -> dict[str, object]:
    """What is to be printed, or a refusal when there is nobody to name or no text."""
    content = content_of(notice)
    if content["seal"] and content["seal"]["retired"]:
        raise UserError(_("The seal is not in use any more. Choose another."), code="no_seal")
    if not content["groups"]:
        raise UserError(_("There is nobody on the list who may be named."), code="nobody")
    if not content["opening"]:
        raise UserError(_("Write an opening paragraph first."), code="no_text")
    return content


def told(actor: Actor, action: str, notice: Notice, now: datetime, **detail: object) -> None:
    """Put a step of a notice on record."""
    facts = {"title": notice.title, "number": notice.document_number, **detail}
    audit(
        actor, action, f"notice:{notice.id}", now,
        organisation_id=notice.organisation_id, **facts,
    )  # fmt: skip


def _draft(actor: Actor, notice_id: int) -> Notice:
    notice = owned(actor, Notice, notice_id, Right.PREPARE, lock=True)
    _refuse_unless_draft(notice)
    return notice


def _refuse_unless_draft(notice: Notice) -> None:
    if notice.state != NoticeState.DRAFT:
        raise UserError(
            _("Only a draft can be changed. Nothing was changed."), status=409, code="not_draft"
        )


def _columns(given: NoticeInput, organisation_id: int) -> dict[str, object]:
    if given.kind not in KINDS or given.language not in LANGUAGES:
        raise UserError(_("Choose a kind and a language."), code="kind")
    if not given.title.strip() or not given.issuer.strip():
        raise UserError(_("Title and issuer are needed."), code="no_title")
    values = {name: value.strip() for name, value in asdict(given).items() if _is_text(value)}
    _refuse_long(values)
    return {
        **values,
        "title": "\n".join(line.strip() for line in given.title.strip().splitlines()),
        "issued_on": _day(given.issued_on),
        "annex": given.annex,
        "seal_id": _seal(given.seal_id, organisation_id),
    }


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _refuse_long(values: dict[str, str]) -> None:
    most = {
        "title": MOST_TITLE, "issuer": MOST_TITLE, "document_number": MOST_NUMBER,
        "addressed_to": MOST_ADDRESSED, "opening": LONGEST_TEXT, "closing": LONGEST_TEXT,
    }  # fmt: skip
    if any(len(values[name]) > limit for name, limit in most.items()):
        raise UserError(_("A text is too long. Nothing was saved."), code="too_long")


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise UserError(_("Enter the date as year, month, day."), code="no_date") from error


def _seal(seal_id: int | None, organisation_id: int) -> int | None:
    if seal_id is None:
        return None
    seal = db.session.get(Seal, seal_id)
    if seal is None or seal.organisation_id != organisation_id or seal.retired_at is not None:
        raise NotFound
    return seal.id
