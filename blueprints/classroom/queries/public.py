"""What everybody may see: a session's own page, a season's, and the list of classes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.classroom.access import READERS, Right, may, path_of, role_of
from blueprints.classroom.models import (
    ClassSession,
    Participant,
    Registration,
    Replay,
    Season,
    SessionState,
    Visibility,
    Waiting,
)
from blueprints.classroom.queries.seats import Place, place_of
from blueprints.people.models import Organisation
from store import NotFound, db
from store.actors import Actor

ON_LIST = 60
SOON = timedelta(minutes=30)  # how long before the start the door is the first thing to press


@dataclass(frozen=True)
class Card:
    """A session in a public list."""

    key: str
    title: str
    state: str
    starts_at: datetime
    planned_minutes: int
    host_name: str
    place: str
    season: str
    season_key: str
    cover: bool
    replay: bool
    registration: bool
    full: bool
    registered: bool = False
    moved_up: bool = False  # from the waiting list, which its owner has not read yet


@dataclass(frozen=True)
class Classes:
    """What is on, to come and to be watched again."""

    live: list[Card]
    upcoming: list[Card]
    past: list[Card]

    @property
    def is_empty(self) -> bool:
        return not (self.live or self.upcoming or self.past)


def door(actor: Actor, session: ClassSession, known: Participant | None, now: datetime) -> Any:
    """For `classroom/session.html`: what this visitor can do here."""
    role = role_of(actor, session)
    place = place_of(actor, session)
    return {
        "session": session,
        "season": _season_shown(session),
        "organisation": organisation_name(session.organisation_id),
        "place": place,
        "ends_at": session.starts_at + timedelta(minutes=session.planned_minutes),
        "soon": session.starts_at - now <= SOON,
        "way_in": _way_in(actor, session, known, place),
        "replay": session.has_ended and session.replay == Replay.SHOWN,
        "works_here": role is not None and may(actor, session, Right.VIEW),
    }


def _way_in(actor: Actor, session: ClassSession, known: Participant | None, place: Place) -> str:
    """`open` (a nickname is enough), `account`, `register`, or `closed`."""
    if session.state in (SessionState.DRAFT, SessionState.CANCELLED):
        return "open" if role_of(actor, session) else "closed"
    if session.has_ended and session.replay != Replay.SHOWN:
        return "closed"
    if known is not None or role_of(actor, session):
        return "open"
    if actor.kind != "account":
        guests = session.guests_allowed and session.visibility != Visibility.ORGANISATION
        return "open" if guests else "account"
    return "register" if session.registration and place.state != "registered" else "open"


def suggested_nickname(actor: Actor) -> str:
    """What an account was called last; at first its surname, so that one tap is enough."""
    if actor.kind != "account":
        return ""
    query = (
        sa.select(Participant.nickname)
        .where(Participant.account_id == actor.id, Participant.synthetic.is_(False))
        .order_by(Participant.id.desc())
        .limit(1)
    )
    last = db.session.scalar(query)
    return last or _("Colleague %(surname)s", surname=actor.name.split(" ")[-1][:1])


def season_by_key(actor: Actor, key: str) -> Season:
    """The season behind a public address: a public one, or one's own organisation's."""
    found = db.session.scalar(sa.select(Season).where(Season.key == key))
    if found is None or not (found.public or _organises(actor, found)):
        raise NotFound
    return found


def of_season(actor: Actor, season: Season) -> Classes:
    """The season's schedule, as this actor may see it."""
    query = _listed(actor).where(ClassSession.season_id == season.id)
    return _sorted(actor, query, only_replays=False)


def sessions_of_season(actor: Actor, season: Season) -> list[ClassSession]:
    """Every session of the season that this actor may find."""
    query = _listed(actor).where(ClassSession.season_id == season.id)
    return list(db.session.scalars(query.order_by(ClassSession.starts_at)).unique())


def organisation_name(organisation_id: int) -> str:
    """What the organisation is called."""
    query = sa.select(Organisation.name).where(Organisation.id == organisation_id)
    return db.session.scalar(query) or ""


def classes(actor: Actor) -> Classes:
    """What is on, what comes, and replays: public sessions, and those of one's organisation."""
    return _sorted(actor, _listed(actor), only_replays=True)


def mine(actor: Actor) -> Classes:
    """Sessions that the actor registered for, waits for a seat in, or was in."""
    registered = sa.select(Registration.session_id).where(
        Registration.account_id == actor.id, Registration.cancelled_at.is_(None)
    )
    been = sa.select(Participant.session_id).where(Participant.account_id == actor.id)
    waits = sa.select(Waiting.session_id).where(Waiting.account_id == actor.id)
    query = shown().where(sa.or_(*(ClassSession.id.in_(ids) for ids in (registered, been, waits))))
    return _sorted(actor, query, only_replays=False)


def shown() -> sa.Select[tuple[ClassSession]]:
    """Sessions that have a page for others than staff."""
    return (
        sa.select(ClassSession)
        .where(
            ClassSession.rehearsal_of.is_(None),
            ClassSession.state.in_((SessionState.SCHEDULED, SessionState.LIVE, SessionState.ENDED)),
        )
        .options(sa.orm.joinedload(ClassSession.season))
    )


def _listed(actor: Actor) -> sa.Select[tuple[ClassSession]]:
    """Public ones, and those for members of the actor's own organisation or one above it."""
    seen = [ClassSession.visibility == Visibility.PUBLIC]
    if actor.kind == "account" and actor.organisation_id is not None:
        above = [int(part) for part in path_of(actor.organisation_id).split(".") if part]
        seen.append(
            sa.and_(
                ClassSession.visibility == Visibility.ORGANISATION,
                ClassSession.organisation_id.in_(above),
            )
        )
    return shown().where(sa.or_(*seen))


def _sorted(actor: Actor, query: sa.Select[tuple[ClassSession]], *, only_replays: bool) -> Classes:
    def some(*where: Any, order: Any) -> list[Card]:
        found = db.session.scalars(query.where(*where).order_by(order).limit(ON_LIST))
        return cards(actor, list(found.unique()))

    ended = [ClassSession.state == SessionState.ENDED]
    if only_replays:
        ended.append(ClassSession.replay == Replay.SHOWN)
    latest = ClassSession.starts_at.desc()
    return Classes(
        some(ClassSession.state == SessionState.LIVE, order=latest),
        some(ClassSession.state == SessionState.SCHEDULED, order=ClassSession.starts_at),
        some(*ended, order=latest),
    )


def cards(actor: Actor, sessions: list[ClassSession]) -> list[Card]:
    """The sessions as cards; whether one is full or the actor registered is looked up together."""
    ids = [s.id for s in sessions if s.registration]
    active = sa.select(Registration.session_id, sa.func.count()).where(
        Registration.session_id.in_(ids), Registration.cancelled_at.is_(None)
    )
    grouped = active.group_by(Registration.session_id)
    taken: dict[int, int] = dict(db.session.execute(grouped).all()) if ids else {}
    own: set[int] = set()
    if ids and actor.kind == "account":
        found = db.session.execute(grouped.where(Registration.account_id == actor.id))
        own = {session_id for session_id, _count in found}
    return [_card(s, taken.get(s.id, 0), registered=s.id in own) for s in sessions]


def _card(session: ClassSession, taken: int, *, registered: bool) -> Card:
    season = _season_shown(session)
    return Card(
        session.key,
        session.title,
        session.state,
        session.starts_at,
        session.planned_minutes,
        session.host_name,
        session.place,
        season.title if season else "",
        season.key if season else "",
        bool(session.cover),
        session.has_ended and session.replay == Replay.SHOWN,
        session.registration,
        bool(session.seat_limit) and taken >= session.seat_limit,
        registered,
    )


def _season_shown(session: ClassSession) -> Season | None:
    return session.season if session.season and session.season.public else None


def _organises(actor: Actor, season: Season) -> bool:
    return actor.may(*READERS, organisation_path=path_of(season.organisation_id))
