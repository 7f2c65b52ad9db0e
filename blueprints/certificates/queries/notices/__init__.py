"""Notices and decisions: their list, and one of them as its staff work on it."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from blueprints.certificates.access import Right, may, owned, visible
from blueprints.certificates.models import Notice, NoticeState, Recipient, Seal
from blueprints.certificates.queries.notices.content import content_of, handed_in
from blueprints.people.models import Account, Organisation
from store import db
from store.actors import Actor
from web.paging import Page, paged


@dataclass(frozen=True)
class NoticeLine:
    """A notice in the list of notices."""

    id: int
    kind: str
    title: str
    number: str
    organisation: str
    state: str
    issued_on: str
    issued_at: datetime | None


@dataclass(frozen=True)
class NoticeDesk:
    """A notice on its page.

    `edits`: this actor may change it; `decides`: it waits for a decision that this actor may
    take; `own`: this actor handed it in. `outdated`: since it was handed in, its list changed.
    `seen` names what was handed in, so that whoever approves approves that.
    """

    line: NoticeLine
    organisation_id: int
    list_id: int
    list_title: str
    language: str
    seal: str
    note: str
    submitted_by: str
    approved_by: str
    named: int
    left_out: int
    edits: bool
    decides: bool
    own: bool
    outdated: bool
    seen: str


def notices_of(actor: Actor) -> Page[NoticeLine]:
    """Notices of the actor's organisations, the newest first."""
    query = (
        sa.select(Notice)
        .join(Organisation, Organisation.id == Notice.organisation_id)
        .where(visible(actor))
        .order_by(Notice.id.desc())
        .options(sa.orm.joinedload(Notice.organisation))
    )
    found = paged(query)
    lines = [_line(notice) for notice in found.items]
    return Page(lines, found.number, found.per_page, found.total)


def notice_desk(actor: Actor, notice_id: int) -> NoticeDesk:
    """One notice for its staff; NotFound for anybody else."""
    notice = owned(actor, Notice, notice_id)
    total, hidden = _counts(notice.list_id)
    waiting = notice.state == NoticeState.SUBMITTED
    own = notice.submitted_by == actor.ref
    return NoticeDesk(
        line=_line(notice),
        organisation_id=notice.organisation_id,
        list_id=notice.list_id,
        list_title=notice.award_list.title,
        language=notice.language,
        seal=notice.seal.title if notice.seal else "",
        note=notice.note,
        submitted_by=_person(notice.submitted_by),
        approved_by=_person(notice.approved_by),
        named=total - hidden,
        left_out=hidden,
        edits=notice.state == NoticeState.DRAFT
        and may(actor, notice.organisation_id, Right.PREPARE),
        decides=waiting and not own,
        own=own,
        outdated=waiting and content_of(notice) != notice.content,
        seen=handed_in(notice),
    )


def seals_of(organisation_id: int) -> list[tuple[int, str]]:
    """(id, title) of the seals that the organisation may use now."""
    found = db.session.execute(
        sa.select(Seal.id, Seal.title)
        .where(Seal.organisation_id == organisation_id, Seal.retired_at.is_(None))
        .order_by(Seal.id)
    )
    return [(id_, title) for id_, title in found]


def _line(notice: Notice) -> NoticeLine:
    return NoticeLine(
        id=notice.id,
        kind=notice.kind,
        title=one_line(notice.title),
        number=notice.document_number,
        organisation=notice.organisation.name,
        state=notice.state,
        issued_on=notice.issued_on,
        issued_at=notice.issued_at,
    )


def one_line(title: str) -> str:
    """A title whose lines were broken by hand, in one: Chinese without a space between."""
    between = " " if title.isascii() else ""
    return between.join(title.split("\n"))


def _counts(list_id: int) -> tuple[int, int]:
    query = sa.select(sa.func.count(), sa.func.count(Recipient.hidden_at)).where(
        Recipient.list_id == list_id
    )
    total, hidden = db.session.execute(query).one()
    return total, hidden


def _person(ref: str | None) -> str:
    kind, _colon, number = (ref or "").partition(":")
    if kind != "account" or not number.isdigit():
        return ref or ""
    return db.session.scalar(sa.select(Account.name).where(Account.id == int(number))) or ""
