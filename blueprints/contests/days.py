"""Days and local times as people type them and spreadsheets write them. Pure: no database."""

import re
from datetime import date, datetime

_DAY = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]00:00(?::00)?)?"
)
_PLAIN = re.compile(r"(\d{4})(\d{2})(\d{2})")


def parse_day(text: str) -> date | None:
    """2001-02-03, 2001/2/3, 20010203, 2001年2月3日, or what Excel makes of them; else None."""
    found = _DAY.fullmatch(text.strip()) or _PLAIN.fullmatch(text.strip())
    if found is None:
        return None
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None


def parse_local(text: str) -> datetime | None:
    """A `datetime-local` field's value, without a zone; None when it is none."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return found.replace(second=0, microsecond=0) if found.tzinfo is None else None


def age_on(born: date, day: date) -> int:
    """Full years at that day. Whoever was born on 29 February ages on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
