"""One of everything that a session can have, in the scene's room: for addresses that name it."""

from datetime import datetime, timedelta
from typing import Any

from blueprints.classroom.models import (
    Book,
    Broadcast,
    Check,
    CheckKind,
    ClassSession,
    Dispute,
    Excerpt,
    ExcerptPage,
    GuestCard,
    Hand,
    Material,
    Pick,
    Poll,
    PollKind,
    PollState,
    Question,
    Season,
    Staff,
)
from blueprints.classroom.services import entering
from blueprints.people.queries import actor_for_account
from store import db, write
from store.files import files
from tests.http.permissions.cast import Scene
from tests.http.permissions.class_rows import rows
from tests.support.classroom import add_session
from tests.support.honors import jpeg

_KEPT = "things of the room"


def things(scene: Scene) -> dict[str, Any]:
    """Rows by name: `season`, `book`, `poll`, `draft`, `question`, `hand`, `check` and so on."""
    made: dict[str, Any] | None = vars(scene).get(_KEPT)
    if made is None:
        made = vars(scene)[_KEPT] = _make(scene)
    return made


def _make(scene: Scene) -> dict[str, Any]:
    session_id, now = scene.room.id, scene.now
    guest = rows(scene)["guest"]
    over = _over(scene)
    picture = files().put(jpeg())
    with write():
        scene.room.cover = picture
        made = {
            **_season(scene, picture),
            **_interaction(session_id, guest, now),
            **_set_up(scene, picture),
            **_reading(session_id, picture, now),
            "dispute": Dispute(
                session_id=session_id, participant_id=guest, text="少计了十分钟", made_at=now
            ),
            "broadcast": Broadcast(
                session_id=session_id, key="0123456789abcdef" * 2, source="browser",
                media_type="video/webm;codecs=h264,opus", started_at=now,
            ),
        }  # fmt: skip
        db.session.add_all(made.values())
        db.session.flush()
        scene.room.excerpt_id = made["excerpt"].id
        names = {name: getattr(row, "id", 0) for name, row in made.items()}
        return {
            **names,
            "over_key": over,
            "season_key": made["season"].key,
            "broadcast_key": made["broadcast"].key,
        }


def _over(scene: Scene) -> str:
    """The key of a session that is over and may be watched again; every account was there."""
    session_id, key = add_session(
        scene.west, scene.now, {}, state="ended", key="test-over-0001", replay="shown",
        ended_at=scene.now,
    )  # fmt: skip
    session = db.session.get_one(ClassSession, session_id)
    for account_id in scene.accounts.values():
        actor = actor_for_account(account_id)
        assert actor is not None
        entering.enter(actor, session, "", f"示例{account_id}", scene.now)
    return key


def _season(scene: Scene, picture: str) -> dict[str, Any]:
    season = Season(
        organisation_id=scene.west, key="season-000001", title="书香阅读季", cover=picture,
        public=True, created_at=scene.now,
    )  # fmt: skip
    book = Book(season=season, title="匆匆", author="朱自清", cover=picture)
    return {"season": season, "book": book}


def _interaction(session_id: int, guest: int, now: datetime) -> dict[str, Any]:
    def poll(state: PollState) -> Poll:
        return Poll(
            session_id=session_id, kind=PollKind.SINGLE, question="何时读书？",
            options=["睡前", "午休"], right=[], state=state, created_at=now,
            opened_at=None if state == PollState.DRAFT else now,
        )  # fmt: skip

    return {
        "poll": poll(PollState.OPEN),
        "draft": poll(PollState.DRAFT),
        **{
            name: Question(
                session_id=session_id, participant_id=guest, client_key=name, text="怎样读？",
                asked_at=now,
            )
            for name in ("question", "other_question")
        },
        "hand": Hand(session_id=session_id, participant_id=guest, raised_at=now),
        "check": Check(
            session_id=session_id, kind=CheckKind.SIGN_IN, opened_at=now,
            closes_at=now + timedelta(minutes=3), opened_by="account:1",
        ),
        "pick": Pick(
            session_id=session_id, participant_id=guest, seed="0" * 32,
            pool=[{"id": guest, "nickname": "远山"}], picked_at=now,
        ),
    }  # fmt: skip


def _set_up(scene: Scene, picture: str) -> dict[str, Any]:
    session_id, now = scene.room.id, scene.now
    return {
        "card": GuestCard(session_id=session_id, name="赵示一", photo=picture),
        "material": Material(
            session_id=session_id, title="讲义", file=picture, kind="jpeg", size=1000, added_at=now
        ),
        "staff": Staff(
            session_id=session_id, account_id=scene.clerk, role="moderator", granted_at=now
        ),
    }


def _reading(session_id: int, picture: str, now: datetime) -> dict[str, Any]:
    excerpt = Excerpt(session_id=session_id, title="匆匆", kind="pdf", file=picture, added_at=now)
    excerpt.pages = [ExcerptPage(number=1, picture=picture, width=100, height=140)]
    return {"excerpt": excerpt}
