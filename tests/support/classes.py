"""Sessions of every state for the scene, with something of everything that pages show."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from blueprints.classroom.models import (
    Book,
    Check,
    CheckAnswer,
    CheckKind,
    ClassSession,
    Complaint,
    Dispute,
    Excerpt,
    ExcerptPage,
    GuestCard,
    Hand,
    Material,
    Message,
    MessageKind,
    MessageState,
    Participant,
    Pick,
    Poll,
    PollKind,
    PollState,
    Question,
    QuestionState,
    Registration,
    Sanction,
    SanctionKind,
    Season,
    Staff,
    Stay,
    StayKind,
    ViewerCount,
    Vote,
    Word,
)
from blueprints.classroom.services import entering
from store import db, write
from store.actors import ANONYMOUS
from store.files import files
from tests.support.classroom import add_session
from tests.support.honors import jpeg
from tests.support.people import World

LONG_TITLE = "示例长三角一体化发展示范区职工书香阅读季第二十三场：阅读的力量与工匠精神的传承"
LONG_TEXT = (
    "读书使人充实，讨论使人机智，笔记使人准确；读史使人明智，读诗使人灵秀，数学使人周密。" * 3
)
UNBROKEN = "https://example.org/" + "a" * 80


@dataclass(frozen=True)
class Classes:
    """Ids of sessions, and keys of public addresses. `cookies` are of the guest `远山`."""

    live: int
    live_key: str
    over: int
    over_key: str
    ahead: int
    ahead_key: str
    draft: int
    rehearsal: int
    season: int
    season_key: str
    draft_poll: int
    check: int
    pick: int
    excerpt: int
    cookies: tuple[dict[str, str], ...]


def make_classes(world: World, now: datetime) -> Classes:
    """Make them: one live, one over, one ahead, a draft, a rehearsal and a cancelled one."""
    picture = files().put(jpeg())
    live = _session(world, now, "live", "live", title=LONG_TITLE, intro=LONG_TEXT, cover=picture)
    over = _session(
        world, now, "over", "live", title="纸上声音", minutes_share=1, credit_hours=Decimal("1.5")
    )
    ahead = _session(
        world, now, "ahead", "scheduled", title="百姓大学堂", registration=True, seat_limit=40
    )
    draft = _session(world, now, "draft", "draft", title="未定的一场")
    rehearsal = _session(world, now, "trial", "live", title="演练", rehearsal_of=draft[0])
    _session(world, now, "off", "cancelled", title="取消的一场")
    cookies = tuple(_come_in(world, *one, now) for one in (live, over))
    with write():
        season = _season(world, picture, [live[0], over[0], ahead[0]], now)
        named = _in_the_room(live[0], world, picture, now)
        _over(over[0], now)
        db.session.add_all(_registrations(ahead[0], world, now))
    return Classes(
        live=live[0], live_key=live[1], over=over[0], over_key=over[1], ahead=ahead[0],
        ahead_key=ahead[1], draft=draft[0], rehearsal=rehearsal[0], season=season.id,
        season_key=season.key, cookies=cookies, **{name: row.id for name, row in named.items()},
    )  # fmt: skip


def _session(
    world: World, now: datetime, name: str, state: str, **values: object
) -> tuple[int, str]:
    key = f"scene-{name}-000001"[:16]
    return add_session(world.west, now, {}, state=state, key=key, **values)


def _come_in(world: World, session_id: int, key: str, now: datetime) -> dict[str, str]:
    """A guest and the administrator; the guest's cookie."""
    session = db.session.get_one(ClassSession, session_id)
    entering.enter(world.actor(world.administrator), session, "", "赵示一", now)
    token = entering.enter(ANONYMOUS, session, "", "远山", now).token
    return {"name": f"class_{session_id}", "value": token, "path": f"/class/{key}"}


def _season(world: World, picture: str, sessions: list[int], now: datetime) -> Season:
    season = Season(
        organisation_id=world.west, key="scene-season-001", title="书香阅读季", theme="阅读的力量",
        intro=LONG_TEXT, cover=picture, public=True, created_at=now,
    )  # fmt: skip
    book = Book(season=season, title="匆匆", author="朱自清", intro=LONG_TEXT, cover=picture)
    plain = Book(season=season, title="平凡的世界", author="路遥", position=1)
    db.session.add_all([season, book, plain])
    db.session.flush()
    for session_id in sessions:
        session = db.session.get_one(ClassSession, session_id)
        session.season_id, session.book_id = season.id, book.id
    return season


def _people(session_id: int) -> tuple[int, int]:
    """The guest and the administrator as participants."""
    found = db.session.query(Participant).filter_by(session_id=session_id)
    ids = {one.account_id is None: one.id for one in found}
    return ids[True], ids[False]


def _in_the_room(session_id: int, world: World, picture: str, now: datetime) -> dict[str, Any]:
    guest, boss = _people(session_id)
    named = {
        "draft_poll": _poll(session_id, PollKind.QUIZ, PollState.DRAFT, now, right=[1]),
        "check": Check(
            session_id=session_id, kind=CheckKind.SIGN_IN, opened_at=now,
            closes_at=now + timedelta(hours=3), opened_by="account:1",
        ),
        "pick": Pick(
            session_id=session_id, participant_id=guest, seed="0" * 32, picked_at=now,
            pool=[{"id": guest, "nickname": "远山"}, {"id": boss, "nickname": "赵示一"}],
        ),
        "excerpt": _excerpt(session_id, picture, now),
    }  # fmt: skip
    db.session.add_all([*named.values(), *_set_up(session_id, world, picture, now)])
    db.session.flush()
    db.session.get_one(ClassSession, session_id).excerpt_id = named["excerpt"].id
    db.session.add(CheckAnswer(check_id=named["check"].id, participant_id=guest, at=now))
    _polls(session_id, guest, now)
    _chat(session_id, world, guest, now)
    db.session.add_all(_asked(session_id, guest, now))
    return named


def _set_up(session_id: int, world: World, picture: str, now: datetime) -> list[Any]:
    return [
        GuestCard(
            session_id=session_id, name="钱示二", title="高级技师", intro=LONG_TEXT, photo=picture
        ),
        GuestCard(session_id=session_id, name="孙示三", position=1),
        Material(
            session_id=session_id, title="讲义", file=picture, kind="jpeg", size=1000, added_at=now
        ),
        Staff(session_id=session_id, account_id=world.clerk, role="moderator", granted_at=now),
    ]


def _excerpt(session_id: int, picture: str, now: datetime) -> Excerpt:
    excerpt = Excerpt(session_id=session_id, title="匆匆", kind="text", file=picture, added_at=now)
    excerpt.pages = [
        ExcerptPage(number=number, heading="匆匆", text=f"{LONG_TEXT}\n{LONG_TEXT}")
        for number in (1, 2)
    ]
    return excerpt


def _poll(session_id: int, kind: str, state: str, now: datetime, **values: object) -> Poll:
    return Poll(
        **{
            "session_id": session_id, "kind": kind, "state": state, "created_at": now,
            "question": "哪一句最能说明阅读的力量？", "options": ["坚守", LONG_TEXT[:60]],
            "right": [], "opened_at": None if state == PollState.DRAFT else now,
            "closed_at": now if state == PollState.CLOSED else None, **values,
        }
    )  # fmt: skip


def _polls(session_id: int, guest: int, now: datetime) -> None:
    chosen = {
        PollKind.QUIZ: (PollState.CLOSED, [1]),
        PollKind.WORDS: (PollState.CLOSED, ["坚守", "传承"]),
        PollKind.SINGLE: (PollState.OPEN, [0]),
    }
    for kind, (state, choice) in chosen.items():
        right = [1] if kind is PollKind.QUIZ else []
        options = {"options": []} if kind is PollKind.WORDS else {}
        poll = _poll(session_id, kind, state, now, right=right, **options)
        db.session.add(poll)
        db.session.flush()
        db.session.add(Vote(poll_id=poll.id, participant_id=guest, choice=choice, at=now))


def _chat(session_id: int, world: World, guest: int, now: datetime) -> None:
    shown, held = MessageState.SHOWN, MessageState.HELD
    said = [
        _message(session_id, guest, f"chat-{number}", text, state, now, **values)
        for number, (text, state, values) in enumerate((
            ("写得真好", shown, {}),
            (LONG_TEXT, shown, {"pinned_at": now}),
            (UNBROKEN, shown, {}),
            ("加微信", held, {"held_for": "微信"}),
            ("十点开始", shown, {"kind": MessageKind.ANNOUNCEMENT}),
        ))
    ]  # fmt: skip
    db.session.add_all(said)
    db.session.flush()
    db.session.add_all([
        Complaint(
            session_id=session_id, message_id=said[0].id, participant_id=guest, reason="广告",
            made_at=now,
        ),
        Sanction(
            session_id=session_id, participant_id=guest, kind=SanctionKind.MUTE,
            given_by="account:1", given_at=now - timedelta(hours=1), until=now + timedelta(hours=9),
        ),
        Word(organisation_id=world.west, session_id=session_id, word="示例", added_at=now),
        Word(organisation_id=world.west, word="微信", added_at=now),
    ])  # fmt: skip


def _message(
    session_id: int, guest: int, key: str, text: str, state: str, at: datetime, **values: object
) -> Message:
    return Message(
        session_id=session_id, participant_id=guest, client_key=key, text=text, state=state,
        sent_at=at, shown_at=at if state == MessageState.SHOWN else None, **values,
    )  # fmt: skip


def _asked(session_id: int, guest: int, now: datetime) -> list[Any]:
    states = (
        QuestionState.OPEN, QuestionState.HELD, QuestionState.ANSWERING, QuestionState.ANSWERED,
    )  # fmt: skip
    begun = (QuestionState.ANSWERING, QuestionState.ANSWERED)
    return [
        Hand(session_id=session_id, participant_id=guest, raised_at=now),
        *(
            Question(
                session_id=session_id, participant_id=guest, client_key=f"question-{state}",
                text=LONG_TEXT[:120], state=state, asked_at=now,
                answered_from=now if state in begun else None,
                answered_at=now if state == QuestionState.ANSWERED else None,
            )
            for state in states
        ),
    ]  # fmt: skip


def _over(session_id: int, now: datetime) -> None:
    """It ended now, after twenty minutes of which both measured all, and is shown again."""
    begun = now - timedelta(minutes=20)
    session = db.session.get_one(ClassSession, session_id)
    session.state, session.went_live_at, session.ended_at = "ended", begun, now
    session.replay = "shown"
    session.topics[0].started_at = begun + timedelta(minutes=1)
    guest, boss = _people(session_id)
    for participant in (guest, boss):
        db.session.add(
            Stay(
                session_id=session_id, participant_id=participant, kind=StayKind.LIVE,
                device="phone-0001", since=begun, until=now,
            )
        )  # fmt: skip
        db.session.add(
            Dispute(
                session_id=session_id, participant_id=participant, text="少计了十分钟", made_at=now
            )
        )
    db.session.add_all([
        *(
            ViewerCount(session_id=session_id, at=begun + timedelta(minutes=minute), people=people)
            for minute, people in enumerate((1, 2, 2, 1))
        ),
        _message(session_id, guest, "over", LONG_TEXT, MessageState.SHOWN, begun),
        *_asked(session_id, guest, begun + timedelta(minutes=2))[1:],
    ])  # fmt: skip
    poll = _poll(session_id, PollKind.SINGLE, PollState.CLOSED, begun)
    db.session.add(poll)
    db.session.flush()
    db.session.add(Vote(poll_id=poll.id, participant_id=guest, choice=[0], at=begun))


def _registrations(session_id: int, world: World, now: datetime) -> list[Registration]:
    return [
        Registration(session_id=session_id, account_id=account_id, registered_at=now)
        for account_id in (world.administrator, world.clerk)
    ]
