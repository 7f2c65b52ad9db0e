"""Stretches of time, put together."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

NONE = timedelta()
A_NEW_VISIT = timedelta(minutes=1)  # away for longer: whoever comes back comes again


class Span(NamedTuple):
    """From a moment to a later one."""

    since: datetime
    until: datetime


def union(spans: Iterable[Span], gap: timedelta = NONE) -> list[Span]:
    """The same time without overlaps, in order; what lies within `gap` of each other is joined."""
    found: list[Span] = []
    for span in sorted(spans):
        if span.until < span.since:
            continue
        if found and span.since <= found[-1].until + gap:
            found[-1] = Span(found[-1].since, max(found[-1].until, span.until))
        else:
            found.append(span)
    return found


def clipped(spans: Iterable[Span], since: datetime, until: datetime) -> list[Span]:
    """What of the spans lies between two moments."""
    inside = (Span(max(span.since, since), min(span.until, until)) for span in spans)
    return [span for span in inside if span.until > span.since]


def seconds_of(spans: Iterable[Span]) -> int:
    """Whole seconds in which at least one of the spans ran."""
    return int(sum((span.until - span.since for span in union(spans)), NONE).total_seconds())


def visits(spans: Iterable[Span]) -> int:
    """How many times somebody came, on one device."""
    return len(union(spans, A_NEW_VISIT))
