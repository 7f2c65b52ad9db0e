"""The public notice of a round and the objections against it."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from blueprints.contests.models import Objection, Round, RoundState
from blueprints.contests.sealing import unseal
from store import NotFound, db

DAY = 86400  # seconds


@dataclass(frozen=True)
class ObjectionView:
    """An objection. What it says and who sent it are for the desk alone (else empty)."""

    number: int
    lodged_at: datetime
    words_hash: str
    outcome: str | None
    answer: str
    answered_at: datetime | None
    answered_by: str
    words: str = ""
    name: str = ""
    contact: str = ""

    @property
    def is_open(self) -> bool:
        return self.answered_at is None


@dataclass(frozen=True)
class NoticeView:
    """The notice. `state`: none, running, over.

    `days_left` is rounded, and nought within the last day, of which `hours_left` tells.
    """

    round_id: int
    contest_id: int
    contest: str
    event: str
    round: str
    state: str
    since: datetime | None
    until: datetime | None
    days: int
    days_left: int
    hours_left: int
    prizes_confirmed: bool
    objections: tuple[ObjectionView, ...]


def notice_of(round_: Round, now: datetime, *, with_words: bool) -> NoticeView:
    """The notice as it stands; NotFound while there is no result that could be shown."""
    if round_.state != RoundState.PUBLISHED:
        raise NotFound
    left = max(0, int((round_.notice_until - now).total_seconds())) if round_.notice_until else 0
    running = round_.notice_until is not None and now <= round_.notice_until
    return NoticeView(
        round_id=round_.id,
        contest_id=round_.contest_id,
        contest=round_.contest.title,
        event=round_.event.title,
        round=round_.title,
        state="none" if round_.notice_until is None else "running" if running else "over",
        since=round_.notice_from,
        until=round_.notice_until,
        days=round_.notice_days,
        days_left=round(left / DAY) if left >= DAY else 0,
        hours_left=left % DAY // 3600,
        prizes_confirmed=round_.prizes_confirmed_at is not None,
        objections=tuple(objections_of(round_.id, with_words=with_words)),
    )


def objections_of(round_id: int, *, with_words: bool) -> list[ObjectionView]:
    """The objections of a round in order."""
    found = db.session.scalars(
        sa.select(Objection).where(Objection.round_id == round_id).order_by(Objection.number)
    )
    return [_view(one, with_words=with_words) for one in found]


def own_objection(key_hash: str) -> tuple[Round, ObjectionView]:
    """The objection behind its sender's link, with its words. NotFound for no such link."""
    found = db.session.scalar(sa.select(Objection).where(Objection.key_hash == key_hash))
    if found is None:
        raise NotFound
    return db.session.get_one(Round, found.round_id), _view(found, with_words=True)


def _view(one: Objection, *, with_words: bool) -> ObjectionView:
    letter = (unseal(one.words), unseal(one.name), unseal(one.contact)) if with_words else ()
    return ObjectionView(
        one.number,
        one.lodged_at,
        one.words_hash,
        one.outcome,
        one.answer,
        one.answered_at,
        one.answered_by_name,
        *letter,
    )
