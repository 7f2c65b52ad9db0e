"""The season, its sessions with their people, and the links into them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask import current_app

from blueprints.classroom.demo import audience, texts
from blueprints.classroom.demo.recording import make_recording
from blueprints.classroom.models import (
    Book,
    ClassSession,
    Excerpt,
    ExcerptPage,
    GuestCard,
    Registration,
    Replay,
    RoomRole,
    Season,
    SessionState,
    Staff,
    Topic,
)
from blueprints.classroom.services.setup.common import new_key
from blueprints.contests.demo import people as cast
from blueprints.contests.demo.skills import person
from blueprints.people.models import Account
from store import db

HOST, MODERATOR = "demo-announcer", "demo-scorer"
PAST = ((35, 64, 412), (21, 70, 638), (7, 72, 836))  # days ago, minutes, viewers
LIVE_FOR = timedelta(minutes=24)
LIVE_VIEWERS = 180
SEATS, REGISTERED = 60, 37
EVENING = (19, 30)


def create(federation_id: int, now: datetime) -> None:
    """Make it all; only rows, so that it takes a second."""
    season = _season(federation_id, now)
    workers = _workers(federation_id, now)
    for title, (days, minutes, viewers) in zip(texts.TITLES, PAST, strict=True):
        begins = _evening(now - timedelta(days=days))
        session = _session(season, title, begins, minutes, now)
        session.state, session.replay = SessionState.ENDED, Replay.SHOWN
        session.went_live_at, session.ended_at = begins, begins + timedelta(minutes=minutes)
        _begin_topics(session)
        audience.fill(session, viewers, workers, session.ended_at)
    make_recording.later(session.id)
    _live(season, workers, now)
    _upcoming(season, workers, now)


def links(base: str) -> Iterator[tuple[str, str]]:
    """The live room, its studio (for the host or the organiser), the season and a replay."""
    live = _newest(SessionState.LIVE)
    if live is not None:
        yield "live room", f"{base}/class/{live.key}"
        yield "studio (host)", f"{base}/classroom/sessions/{live.id}/studio"
    if live is not None and live.season is not None:
        yield "reading season", f"{base}/seasons/{live.season.key}"
    past = _newest(SessionState.ENDED)
    if past is not None:
        yield "past session", f"{base}/class/{past.key}"


def _season(federation_id: int, now: datetime) -> Season:
    season = Season(
        organisation_id=federation_id,
        key=new_key(),
        title=texts.SEASON,
        theme=texts.THEME,
        intro=texts.INTRO,
        public=True,
        created_at=now - timedelta(days=60),
    )
    season.books = [
        Book(position=n, title=title, author=author, intro=intro)
        for n, (title, author, intro) in enumerate(texts.BOOKS)
    ]
    db.session.add(season)
    db.session.flush()
    return season


def _session(
    season: Season, title: str, begins: datetime, minutes: int, now: datetime
) -> ClassSession:
    """A session with topics, guests, an excerpt, and its staff."""
    session = ClassSession(
        organisation_id=season.organisation_id,
        season_id=season.id,
        book_id=season.books[1].id,
        key=new_key(),
        title=title,
        intro="围绕三个话题，六位职工代表在书屋分享，场外职工在线互动。",
        host_name=texts.HOST,
        place=texts.PLACE,
        starts_at=begins,
        planned_minutes=minutes,
        credit_hours=Decimal("1.5"),
        created_at=min(now, begins) - timedelta(days=14),
    )
    session.topics = [Topic(position=n, title=t) for n, t in enumerate(texts.TOPICS)]
    session.guests = [
        GuestCard(position=n, name=person(n + 60), title=title, intro=intro)
        for n, (title, intro) in enumerate(texts.GUESTS)
    ]
    db.session.add(session)
    db.session.flush()
    _excerpt(session)
    for username, role in ((HOST, RoomRole.HOST), (MODERATOR, RoomRole.MODERATOR)):
        account_id = cast.account_id(username)
        db.session.add(
            Staff(session_id=session.id, account_id=account_id, role=role, granted_at=now)
        )
    return session


def _excerpt(session: ClassSession) -> None:
    excerpt = Excerpt(
        session_id=session.id, title=texts.EXCERPT, kind="text", added_at=session.created_at
    )
    excerpt.pages = [
        ExcerptPage(number=n, heading=heading, text=text)
        for n, (heading, text) in enumerate(texts.PAGES, start=1)
    ]
    db.session.add(excerpt)
    db.session.flush()
    session.excerpt_id = excerpt.id


def _begin_topics(session: ClassSession) -> None:
    """Each topic a third of the time."""
    assert session.went_live_at is not None
    share = timedelta(minutes=session.planned_minutes) / len(session.topics)
    for number, topic in enumerate(session.topics):
        topic.started_at = session.went_live_at + share * number + timedelta(minutes=2)
    session.topic_id = session.topics[-1].id


def _live(season: Season, workers: list[int], now: datetime) -> None:
    begins = now - LIVE_FOR
    session = _session(season, texts.LIVE_TITLE, begins, 70, now)
    session.state, session.went_live_at = SessionState.LIVE, begins
    session.book_id = season.books[4].id
    session.topics[0].started_at = begins + timedelta(minutes=2)
    session.topic_id = session.topics[0].id
    audience.fill(session, LIVE_VIEWERS, workers, now)


def _upcoming(season: Season, workers: list[int], now: datetime) -> None:
    session = _session(season, texts.NEXT_TITLE, _evening(now + timedelta(days=6)), 70, now)
    session.state = SessionState.SCHEDULED
    session.book_id = season.books[3].id
    session.registration, session.seat_limit, session.guests_allowed = True, SEATS, False
    db.session.add_all(
        Registration(
            session_id=session.id,
            account_id=account_id,
            registered_at=now - timedelta(hours=40 - n),
        )
        for n, account_id in enumerate(workers[:REGISTERED])
    )


def _workers(federation_id: int, now: datetime) -> list[int]:
    """Accounts without a password, so that there is somebody to register and to count."""
    rows = [
        {
            "username": f"demo-worker-{n:02}",
            "name": person(n + 100),
            "organisation_id": federation_id,
            "must_change_password": True,
            "session_stamp": f"demo-{n}",
            "active": True,
            "created_at": now,
        }
        for n in range(48)
    ]
    db.session.execute(sa.insert(Account), rows)
    query = sa.select(Account.id).where(Account.username.startswith("demo-worker-"))
    return list(db.session.scalars(query.order_by(Account.id)))


def _evening(day: datetime) -> datetime:
    zone = ZoneInfo(current_app.extensions["settings"].timezone)
    hour, minute = EVENING
    return day.astimezone(zone).replace(hour=hour, minute=minute, second=0, microsecond=0)


def _newest(state: str) -> ClassSession | None:
    return db.session.scalar(
        sa.select(ClassSession)
        .join(Season, Season.id == ClassSession.season_id)
        .where(ClassSession.state == state, Season.title == texts.SEASON)
        .order_by(ClassSession.starts_at.desc())
        .limit(1)
    )
