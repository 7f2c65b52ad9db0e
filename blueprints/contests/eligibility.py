"""Eligibility (资格审查): what an event asks of its entrants as data, and what is found about one.

Pure: findings only inform, a person decides. The words of a finding are the reader's language.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from blueprints.contests.days import age_on, parse_day

OLDEST = 150
MOST_PER_UNIT = 9999


class Verdict(StrEnum):
    """What a person decided about an entry."""

    ELIGIBLE = "eligible"
    REFUSED = "refused"
    QUERY = "query"  # something has to be cleared up first


class Found(StrEnum):
    """What may be found; the order is that of the list."""

    BIRTH_UNKNOWN = "birth_unknown"
    TOO_YOUNG = "too_young"
    TOO_OLD = "too_old"
    OCCUPATION_MISSING = "occupation_missing"
    OCCUPATION_OTHER = "occupation_other"
    CERTIFICATE_MISSING = "certificate_missing"
    UNIT_MISSING = "unit_missing"
    UNIT_OUTSIDE = "unit_outside"
    TWICE = "twice"
    UNIT_TOO_MANY = "unit_too_many"


@dataclass(frozen=True)
class Conditions:
    """What an event asks. Nothing is asked unless it is set."""

    age_from: int | None = None
    age_to: int | None = None
    age_on: str = ""  # the day at which age counts; empty: the contest's first day
    occupations: tuple[str, ...] = ()
    certificate: bool = False
    within: bool = False  # the unit must be one of the organisation's, or on the list of units
    once: bool = False  # a person enters the contest once
    most_per_unit: int | None = None

    @staticmethod
    def of(document: dict[str, Any]) -> "Conditions":
        known = {key: document[key] for key in Conditions.__dataclass_fields__ if key in document}
        if "occupations" in known:
            known["occupations"] = tuple(known["occupations"])
        return Conditions(**known)

    def document(self) -> dict[str, Any]:
        return {key: value for key, value in asdict(self).items() if value not in ("", None, ())}

    @property
    def asks_anything(self) -> bool:
        return self != Conditions(age_on=self.age_on)


@dataclass(frozen=True)
class Subject:
    """An entry as the check sees it."""

    name: str
    unit: str
    born_on: date | None
    occupation: str
    certificate: str
    is_team: bool
    unit_known: bool
    others: int  # entries of the same name and unit elsewhere in the contest
    place_in_unit: int  # the how manyth of its unit in the event


def findings(subject: Subject, asked: Conditions, day: date | None) -> Iterator[Found]:
    """Everything that speaks against an entry. Age and certificate are a person's, not a team's."""
    if not subject.is_team:
        yield from _age(subject, asked, parse_day(asked.age_on) or day)
        yield from _skills(subject, asked)
    if asked.within and not subject.unit:
        yield Found.UNIT_MISSING
    elif asked.within and not subject.unit_known:
        yield Found.UNIT_OUTSIDE
    if asked.once and subject.others:
        yield Found.TWICE
    if asked.most_per_unit and subject.unit and subject.place_in_unit > asked.most_per_unit:
        yield Found.UNIT_TOO_MANY


def _age(subject: Subject, asked: Conditions, day: date | None) -> Iterator[Found]:
    if asked.age_from is None and asked.age_to is None:
        return
    if subject.born_on is None or day is None:
        yield Found.BIRTH_UNKNOWN
        return
    age = age_on(subject.born_on, day)
    if asked.age_from is not None and age < asked.age_from:
        yield Found.TOO_YOUNG
    if asked.age_to is not None and age > asked.age_to:
        yield Found.TOO_OLD


def _skills(subject: Subject, asked: Conditions) -> Iterator[Found]:
    if asked.occupations and not subject.occupation:
        yield Found.OCCUPATION_MISSING
    elif asked.occupations and subject.occupation not in asked.occupations:
        yield Found.OCCUPATION_OTHER
    if asked.certificate and not subject.certificate:
        yield Found.CERTIFICATE_MISSING
