"""Sessions: made, changed, cancelled."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from flask_babel import gettext as _

from blueprints.classroom.access import Right, session_for
from blueprints.classroom.models import (
    ClassSession,
    GuestCard,
    Moderation,
    Replay,
    Season,
    SessionState,
    Topic,
    VideoSource,
    Visibility,
)
from blueprints.classroom.services import naming, registration
from blueprints.classroom.services.setup.common import (
    changed,
    keep_picture,
    new_key,
    require_organiser,
    titled,
    web_address,
)
from blueprints.classroom.services.setup.publishing import require_time_to_come
from store import UserError, db, write
from store.actors import Actor

MOST_TOPICS = 20
BEFORE = (SessionState.DRAFT, SessionState.SCHEDULED)


@dataclass(frozen=True)
class SessionInput:
    """A session as it is typed. `guests` are (name, title), and heeded for a new one only."""

    title: str
    starts_at: datetime
    planned_minutes: int = 70
    intro: str = ""
    host_name: str = ""
    place: str = ""
    season_id: int | None = None
    book_id: int | None = None
    topics: tuple[str, ...] = ()
    guests: tuple[tuple[str, str], ...] = ()
    visibility: str = Visibility.PUBLIC
    guests_allowed: bool = True
    registration: bool = False
    seat_limit: int = 0
    moderation: str = Moderation.OPEN
    source: str = VideoSource.BROWSER
    external_url: str = ""
    replay_shown: bool = True
    minutes_share: int = 85
    quiz_share: int = 0
    sign_ins: int = 0
    credit_hours: Decimal = Decimal(0)


def create_session(actor: Actor, organisation_id: int, given: SessionInput, now: datetime) -> int:
    """A draft; its id."""
    with write():
        require_organiser(actor, organisation_id)
        require_time_to_come(given.starts_at, now)
        session = ClassSession(organisation_id=organisation_id, key=new_key(), created_at=now)
        _fill(session, given)
        session.guests = [
            GuestCard(position=n, name=name, title=title)
            for n, (name, title) in enumerate(given.guests)
        ]
        db.session.add(session)
        db.session.flush()  # its id is the answer
        changed(actor, session, "class.session_made", "session.made", now)
        return session.id


def update_session(actor: Actor, session_id: int, given: SessionInput, now: datetime) -> None:
    """Everything about it; when it is held only while it has not begun."""
    with write():
        session = session_for(actor, session_id, Right.SET_UP, lock=True)
        if given.starts_at != session.starts_at:
            if session.state not in BEFORE:
                raise UserError(
                    _("The session has begun; its time stays as it was."), code="starts_at"
                )
            require_time_to_come(given.starts_at, now)
        before = _rules(session)
        _fill(session, given)
        session.revision += 1
        naming.rename_namesakes(session)
        registration.move_up(session, now)
        after = _rules(session)
        detail = {key: [before[key], after[key]] for key in after if before[key] != after[key]}
        changed(actor, session, "class.session_changed", "session.changed", now, **detail)


def cancel_session(actor: Actor, session_id: int, now: datetime) -> None:
    """It is not held. Its page says so; it can be copied to another day."""
    with write():
        session = session_for(actor, session_id, Right.SET_UP, lock=True)
        if session.state == SessionState.CANCELLED:
            return
        if session.state not in BEFORE:
            raise UserError(_("It has begun. End it in the studio."), status=409)
        session.state = SessionState.CANCELLED
        session.revision += 1
        changed(actor, session, "class.session_cancelled", "session.cancelled", now)


def set_session_cover(actor: Actor, session_id: int, picture: bytes | None, now: datetime) -> None:
    """The picture of the session; None takes it away."""
    session_for(actor, session_id, Right.SET_UP)
    cover = keep_picture(picture) if picture else ""
    with write():
        session = session_for(actor, session_id, Right.SET_UP, lock=True)
        session.cover = cover
        changed(actor, session, "class.session_changed", "session.changed", now)


def _fill(session: ClassSession, given: SessionInput) -> None:
    session.title = titled(given.title, _("Give the session a title."))
    session.starts_at, session.planned_minutes = given.starts_at, given.planned_minutes
    session.intro, session.host_name = given.intro.strip(), given.host_name.strip()
    session.place = given.place.strip()
    _fill_season(session, given)
    _fill_topics(session, given.topics)
    _fill_door(session, given)
    _fill_rules(session, given)


def _fill_season(session: ClassSession, given: SessionInput) -> None:
    season = db.session.get(Season, given.season_id) if given.season_id else None
    if given.season_id and (season is None or season.organisation_id != session.organisation_id):
        raise UserError(_("Choose a season of the same organization."), code="season_id")
    books = {book.id for book in season.books} if season else set()
    if given.book_id and given.book_id not in books:
        raise UserError(_("Choose a book of the season's list."), code="book_id")
    session.season_id, session.book_id = given.season_id or None, given.book_id or None


def _fill_topics(session: ClassSession, titles: tuple[str, ...]) -> None:
    """By position, so that a topic that was begun stays the chapter it is."""
    if len(titles) > MOST_TOPICS:
        raise UserError(
            _("A session has at most %(count)d topics.", count=MOST_TOPICS), code="topics"
        )
    kept = list(session.topics)
    if any(topic.started_at for topic in kept[len(titles) :]):
        raise UserError(
            _("A topic that was begun can be renamed, but not taken away."), code="topics"
        )
    del kept[len(titles) :]
    for position, title in enumerate(titles):
        if position < len(kept):
            kept[position].title = title
        else:
            kept.append(Topic(position=position, title=title))
    session.topics = kept


def _fill_door(session: ClassSession, given: SessionInput) -> None:
    """Without an account one can neither register nor belong to an organisation."""
    session.visibility = Visibility(given.visibility)
    session.registration = given.registration
    session.seat_limit = given.seat_limit if given.registration else 0
    session.guests_allowed = (
        given.guests_allowed
        and not given.registration
        and session.visibility != Visibility.ORGANISATION
    )


def _fill_rules(session: ClassSession, given: SessionInput) -> None:
    session.moderation = Moderation(given.moderation)
    session.source = VideoSource(given.source)
    session.external_url = web_address(given.external_url)
    if session.source == VideoSource.EXTERNAL and not session.external_url:
        raise UserError(_("Enter the address of the stream that is shown."), code="external_url")
    session.replay = Replay.SHOWN if given.replay_shown else Replay.HIDDEN
    session.minutes_share, session.quiz_share = given.minutes_share, given.quiz_share
    session.sign_ins, session.credit_hours = given.sign_ins, given.credit_hours


def _rules(session: ClassSession) -> dict[str, str]:
    """What has to be told when it is altered: when it is held, and what counts."""
    return {
        "starts_at": session.starts_at.isoformat(),
        "minutes_share": str(session.minutes_share),
        "quiz_share": str(session.quiz_share),
        "sign_ins": str(session.sign_ins),
        "credit_hours": str(session.credit_hours),
    }
