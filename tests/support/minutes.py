"""Minutes to test with: stretches as they are kept, and beats as browsers send them."""

from datetime import datetime, timedelta

from blueprints.classroom.live import attendance
from blueprints.classroom.live.attendance import Beat
from blueprints.classroom.models import (
    Message,
    Participant,
    Poll,
    PollState,
    SessionState,
    Stay,
    ViewerCount,
    Vote,
)
from store import db, write
from tests.support.classroom import Room


def stay(
    participant: Participant,
    since: datetime,
    minutes: float,
    *,
    reason: str = "",
    device: str = "phone-0001",
    kind: str = "live",
    part: tuple[int, int] | None = None,
) -> None:
    """A kept stretch of some minutes."""
    with write():
        db.session.add(
            Stay(
                session_id=participant.session_id,
                participant_id=participant.id,
                kind=kind,
                device=device,
                since=since,
                until=since + timedelta(minutes=minutes),
                reason=reason,
                from_ms=part[0] if part else None,
                to_ms=part[1] if part else None,
            )
        )


def beats(
    participant: Participant,
    now: datetime,
    *seconds: float,
    state: str = "playing",
    device: str = "phone-0001",
) -> dict[str, object]:
    """Beats of one state at these seconds after `now`; the last answer."""
    answer: dict[str, object] = {}
    for after in seconds:
        said = Beat(state, "live", device, None)
        at = now + timedelta(seconds=after)
        answer = attendance.beat(participant.session_id, participant.id, said, at)
    return answer


def an_evening(room: Room, now: datetime, people: int) -> list[Participant]:
    """A session of ten minutes that ended: `people` watched, the first of them with an account.

    The n-th stayed n tenths of it, at most all; each wrote a message; some voted and asked.
    """
    start = now - timedelta(minutes=10)
    with write():
        room.session.went_live_at, room.session.ended_at = start, now
        room.session.state = SessionState.ENDED
        found = [_viewer(room, n, now) for n in range(people)]
        db.session.flush()
        for n, who in enumerate(found):
            db.session.add(_watched(who, start, min(10, n + 1)))
            db.session.add(_message(who, n, start))
        poll = _poll(room, start)
        db.session.flush()
        db.session.add_all(
            Vote(poll_id=poll.id, participant_id=who.id, choice=[0], at=start)
            for who in found[: people // 2]
        )
        db.session.add_all(
            ViewerCount(
                session_id=room.session_id,
                at=start + timedelta(seconds=15 * n),
                people=min(people, n * people // 20),
            )
            for n in range(40)
        )
    return found


def _viewer(room: Room, number: int, now: datetime) -> Participant:
    who = Participant(
        session_id=room.session_id,
        account_id=room.world.clerk if number == 9 else None,
        token_hash=None if number == 9 else f"{number:064d}",
        nickname=f"网友{number}",
        joined_at=now,
    )
    db.session.add(who)
    return who


def _watched(who: Participant, start: datetime, minutes: int) -> Stay:
    return Stay(
        session_id=who.session_id,
        participant_id=who.id,
        device="phone-0001",
        since=start,
        until=start + timedelta(minutes=minutes),
    )


def _message(who: Participant, number: int, start: datetime) -> Message:
    said = ("读书让我更专业", "工匠精神值得学习", "先看书，等孩子看完再提问")[number % 3]
    return Message(
        session_id=who.session_id, participant_id=who.id, client_key=f"m{number}", text=said,
        sent_at=start, shown_at=start,
    )  # fmt: skip


def _poll(room: Room, start: datetime) -> Poll:
    poll = Poll(
        session_id=room.session_id, kind="single", question="?", options=["甲", "乙"], right=[],
        state=PollState.CLOSED, created_at=start, opened_at=start,
    )  # fmt: skip
    db.session.add(poll)
    return poll
