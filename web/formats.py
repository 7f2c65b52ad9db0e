"""Dates and times as people here read them: in the installation's zone, to the second."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask, current_app
from flask_babel import get_locale
from markupsafe import Markup

_DAY = {"zh": "{0.year}年{0.month}月{0.day}日", "en": "{0.day} {1} {0.year}"}
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def init_app(app: Flask) -> None:
    app.jinja_env.globals["zone"] = app.extensions["settings"].timezone
    app.jinja_env.filters.update(
        clock=clock, minute=minute, day=day, moment=moment, machine_time=machine_time,
        wall=wall, wall_day=wall_day, wall_time=wall_time,
    )  # fmt: skip


def local(value: datetime) -> datetime:
    """`value` in the time zone of the installation."""
    return value.astimezone(ZoneInfo(current_app.extensions["settings"].timezone))


def clock(value: datetime) -> str:
    """14:03:22"""
    return f"{local(value):%H:%M:%S}"


def minute(value: datetime) -> str:
    """14:03"""
    return f"{local(value):%H:%M}"


def day(value: date | datetime) -> str:
    """2026年11月21日 · 21 Nov 2026"""
    if isinstance(value, datetime):
        value = local(value)
    pattern = _DAY["zh" if str(get_locale()).startswith("zh") else "en"]
    return pattern.format(value, _MONTHS[value.month - 1])


def moment(value: datetime) -> str:
    """2026年11月21日 14:03 · 21 Nov 2026, 14:03"""
    between = " " if str(get_locale()).startswith("zh") else ", "
    return f"{day(value)}{between}{minute(value)}"


def from_wall(value: datetime) -> datetime:
    """The moment of a local time without a zone, such as a form's."""
    return value.replace(tzinfo=ZoneInfo(current_app.extensions["settings"].timezone))


def wall_time(value: datetime) -> str:
    """14:03 of a local time that carries no zone, such as a timetable's."""
    return f"{value:%H:%M}"


def wall_day(value: datetime) -> str:
    """The day of such a time."""
    return day(value.date())


def wall(value: datetime) -> str:
    """Day and time of such a time."""
    return f"{wall_day(value)} {wall_time(value)}"


def machine_time(value: datetime) -> Markup:
    """`<time>` with the exact instant for machines and day and clock for people."""
    return Markup('<time datetime="{}">{} {}</time>').format(
        value.isoformat(), day(value), clock(value)
    )
