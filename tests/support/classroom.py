"""A classroom to test with: one session of a union, its staff, and people in its room."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient

from blueprints.classroom.models import (
    ClassSession,
    Participant,
    RoomRole,
    SessionState,
    Staff,
    Topic,
)
from blueprints.classroom.services import entering
from store import db, write
from store.actors import ANONYMOUS, Actor
from tests.support.people import PASSWORD, World, account, csrf, make_world, sign_in


@dataclass(frozen=True)
class Room:
    """A session of `world.west` and its staff; each has PASSWORD."""

    world: World
    session_id: int
    key: str
    host: int
    cohost: int
    moderator: int

    @property
    def session(self) -> ClassSession:
        return db.session.get_one(ClassSession, self.session_id)

    def actor(self, account_id: int) -> Actor:
        return self.world.actor(account_id)


def make_room(now: datetime, *, state: str = SessionState.LIVE, **values: object) -> Room:
    """Make it: live, open to everybody, with two topics; `values` are columns of the session."""
    world = make_world(now)
    with write():
        staff = {
            account(username, name, world.west, now, PASSWORD): role
            for username, name, role in (
                ("host", "周示五", RoomRole.HOST),
                ("cohost", "吴示六", RoomRole.COHOST),
                ("moderator", "郑示七", RoomRole.MODERATOR),
            )
        }
    session_id, key = add_session(world.west, now, staff, state=state, **values)
    return Room(world, session_id, key, *staff)


def add_session(
    organisation_id: int,
    now: datetime,
    staff: dict[int, str],
    *,
    state: str = SessionState.LIVE,
    **values: object,
) -> tuple[int, str]:
    """A session of an organisation, staffed by accounts; its id and key."""
    with write():
        session = _session(organisation_id, now, state, values)
        for account_id, role in staff.items():
            db.session.add(
                Staff(session_id=session.id, account_id=account_id, role=role, granted_at=now)
            )
        return session.id, session.key


def _session(
    organisation_id: int, now: datetime, state: str, values: dict[str, object]
) -> ClassSession:
    live = state in (SessionState.LIVE, SessionState.ENDED)
    session = ClassSession(
        **{
            "organisation_id": organisation_id,
            "key": "test-room-0001",
            "title": "书香阅读季 · 阅读的力量",
            "host_name": "示例书屋",
            "starts_at": now - timedelta(minutes=5) if live else now + timedelta(days=1),
            "went_live_at": now - timedelta(minutes=5) if live else None,
            "state": state,
            "created_at": now - timedelta(days=7),
            **values,
        }
    )
    session.topics = [
        Topic(position=0, title="阅读与工匠精神"),
        Topic(position=1, title="阅读与美好生活"),
    ]
    db.session.add(session)
    db.session.flush()
    return session


def come_in(room: Room, nickname: str, now: datetime, account_id: int | None = None) -> Participant:
    """Somebody in the room: a guest, or an account."""
    actor = room.actor(account_id) if account_id else ANONYMOUS
    entered = entering.enter(actor, room.session, "", nickname, now)
    return db.session.get_one(Participant, entered.participant_id)


def guest_browser(app: Flask, room: Room, nickname: str) -> FlaskClient:
    """A browser that came in as a guest through the door."""
    browser = app.test_client()
    page = f"/class/{room.key}"
    fields = {"csrf_token": csrf(browser, page), "nickname": nickname}
    answer = browser.post(f"{page}/enter", data=fields)
    assert answer.status_code == 303, answer.text
    return browser


def staff_browser(app: Flask, username: str) -> FlaskClient:
    """A browser in which `host`, `cohost` or `moderator` has signed in."""
    browser = app.test_client()
    assert sign_in(browser, username).status_code == 303
    return browser
