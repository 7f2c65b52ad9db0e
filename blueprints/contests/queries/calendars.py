"""Slots of the programme as a calendar file (RFC 5545)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask import current_app
from icalendar import Alarm, Calendar, Event

from blueprints.contests.timetable import Slot

MAKER = "-//Guildhall//Contests//ZH"
REMINDED = timedelta(minutes=30)  # before the start


@dataclass(frozen=True)
class Appointment:
    """One entry of a calendar. `uid` never changes, so that calendars update it."""

    uid: str
    title: str
    place: str
    slot: Slot


def calendar(name: str, appointments: Iterable[Appointment], sequence: int, now: datetime) -> bytes:
    """A calendar of these appointments. `sequence` grows with every change of the set-up."""
    made = Calendar()
    made.add("prodid", MAKER)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    for one in appointments:
        made.add_component(_event(one, sequence, now))
    return bytes(made.to_ical())


def _event(one: Appointment, sequence: int, now: datetime) -> Event:
    zone = ZoneInfo(current_app.extensions["settings"].timezone)
    event = Event()
    event.add("uid", one.uid)
    event.add("sequence", sequence)
    event.add("dtstamp", now)
    # In UTC, so that no calendar needs to know the zone.
    event.add("dtstart", one.slot.starts.replace(tzinfo=zone).astimezone(ZoneInfo("UTC")))
    event.add("dtend", one.slot.ends.replace(tzinfo=zone).astimezone(ZoneInfo("UTC")))
    event.add("summary", one.title)
    if one.place:
        event.add("location", one.place)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", one.title)
    alarm.add("trigger", -REMINDED)
    event.add_component(alarm)
    return event
