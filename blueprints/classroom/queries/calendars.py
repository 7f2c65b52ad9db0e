"""A session or a season as a calendar file (RFC 5545), with a reminder."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask_babel import gettext as _
from icalendar import Alarm, Calendar, Event

from blueprints.classroom.models import ClassSession, SessionState

MAKER = "-//Guildhall//Cloud classroom//ZH"
REMINDED = (timedelta(days=1), timedelta(minutes=30))  # before the start
STATES = {SessionState.CANCELLED: "CANCELLED", SessionState.DRAFT: "TENTATIVE"}


def calendar(sessions: Sequence[tuple[ClassSession, str]], name: str, now: datetime) -> bytes:
    """A calendar of sessions, each with the address of its page."""
    made = Calendar()
    made.add("prodid", MAKER)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    for session, address in sessions:
        made.add_component(_event(session, address, now))
    return bytes(made.to_ical())


def _event(session: ClassSession, address: str, now: datetime) -> Event:
    """One entry. Its UID never changes and its SEQUENCE grows, so that calendars update it."""
    event = Event()
    event.add("uid", f"class-{session.key}@guildhall")
    event.add("sequence", session.revision)
    event.add("dtstamp", now)
    event.add("dtstart", session.starts_at)
    event.add("dtend", session.starts_at + timedelta(minutes=session.planned_minutes))
    event.add("summary", session.title)
    event.add("description", _description(session, address))
    event.add("url", address)
    if session.place:
        event.add("location", session.place)
    event.add("status", STATES.get(SessionState(session.state), "CONFIRMED"))
    for before in REMINDED:
        event.add_component(_alarm(session.title, before))
    return event


def _alarm(title: str, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", -before)
    return alarm


def _description(session: ClassSession, address: str) -> str:
    host = _("Host: %(name)s", name=session.host_name) if session.host_name else ""
    return "\n".join(part for part in (host, session.intro, address) if part)
