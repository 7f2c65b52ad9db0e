"""The live preview of an unsaved template: one sheet, and what is wrong for each person."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from blueprints.certificates.models import AwardList, Recipient
from blueprints.certificates.queries.templates.pictures import sheet, trimmed
from blueprints.certificates.queries.templates.samples import (
    example_row,
    real_row,
    sample_options,
    with_seal,
)
from blueprints.certificates.queries.templates.words import PARTS, Problem, finding, problem
from blueprints.certificates.studio import drafts
from documents import ChildError, Finding, Options, Row, Template, TemplateError
from store import db

MOST_PEOPLE = 5
MOST_UNKNOWN = 12  # names; each costs a rendering
WIDTH_PX = 1100

COSTLY = ("timeout", "died", "too_long", "too_large")

Fault = TemplateError | ChildError


@dataclass(frozen=True)
class Asked:
    """What to show: examples or the people of a list, which one of them, in which language."""

    award_list: AwardList | None = None
    at: int = 0
    lang: str = "zh"
    text_only: bool = False


@dataclass(frozen=True)
class PersonFindings:
    """What was found about one of the people that were looked at."""

    name: str
    findings: tuple[str, ...]


@dataclass(frozen=True)
class Unknown:
    """A name that is used without a value, and the line of its source."""

    name: str
    line: int


@dataclass(frozen=True)
class Preview:
    """`picture` is a PNG, None when there is a `problem`. `undefined`: names that have no value."""

    people: tuple[PersonFindings, ...]
    at: int
    undefined: tuple[Unknown, ...] = ()
    picture: bytes | None = None
    problem: Problem | None = None


def preview(template: Template, asked: Asked) -> Preview:
    """Lay the template out for the people that were asked for; what is wrong is in the answer."""
    rows, names = _rows(template, asked)
    at = min(max(asked.at, 0), len(rows) - 1)
    sealed = with_seal(template if template.sheet.crop_marks else trimmed(template))
    unknown: dict[str, int] = {}
    options = _options(asked)
    found: list[tuple[Finding, ...]] = [()] * len(rows)
    picture, fault = None, None
    try:
        options, found = _examined(sealed, rows, options, unknown)
        picture = drafts().picture(sheet(sealed, rows[at], options), width_px=WIDTH_PX)
    except (TemplateError, ChildError) as error:
        fault = _placed(sealed, rows[at], options, error)
    people = tuple(
        PersonFindings(name, tuple(finding(one, template.fields) for one in findings))
        for name, findings in zip(names, found, strict=True)
    )
    listed = tuple(Unknown(name, line) for name, line in unknown.items())
    return Preview(people, at, listed, picture, fault)


def _examined(
    template: Template, rows: Sequence[Row], options: Options, unknown: dict[str, int]
) -> tuple[Options, list[tuple[Finding, ...]]]:
    """The findings, and options in which each name without a value shows as itself: {name}.

    Rendering stops at the first such name, so it is filled in and looked again. They are put
    into `unknown`, with their lines.
    """
    while True:
        found, fresh = _looked(template, rows, options)
        fresh = {name: line for name, line in fresh.items() if name not in unknown}
        if not fresh or len(unknown) >= MOST_UNKNOWN:
            return options, found
        unknown |= fresh
        shown = {name: f"{{{name}}}" for name in fresh}
        options = replace(options, common={**options.common, **shown})


def _looked(
    template: Template, rows: Sequence[Row], options: Options
) -> tuple[list[tuple[Finding, ...]], dict[str, int]]:
    """Findings, and name → line of what has no value; that of a layer ends the rendering."""
    try:
        found = drafts().examine(template, rows, options)
    except TemplateError as error:
        if error.code != "undefined" or error.detail in options.common:
            raise
        return [], {error.detail: error.line}
    undefined = [one for some in found for one in some if one.code == "undefined"]
    return found, {one.field: one.detail.get("line", 0) for one in undefined}


def _rows(template: Template, asked: Asked) -> tuple[list[Row], list[str]]:
    people = _people(asked.award_list) if asked.award_list else []
    if not people:
        row = example_row(template, asked.lang)
        return [row], [str(row.values.get("name", ""))]
    rows = [real_row(template, _values(person), person.photo, asked.lang) for person in people]
    return rows, [person.name for person in people]


def _people(award_list: AwardList) -> Sequence[Recipient]:
    query = sa.select(Recipient).where(Recipient.list_id == award_list.id)
    return db.session.scalars(query.order_by(Recipient.position).limit(MOST_PEOPLE)).all()


def _values(person: Recipient) -> dict[str, object]:
    named = ("name", "honorific", "unit", "award", "reason", "official_number")
    return {**(person.values or {}), **{name: getattr(person, name) for name in named}}


def _options(asked: Asked) -> Options:
    found = asked.award_list
    real = {"occasion": found.occasion, "issuer": found.organisation.label} if found else {}
    return sample_options(asked.lang, text_only=asked.text_only, **real)


def _placed(template: Template, row: Row, options: Options, error: Fault) -> Problem:
    """The problem with the part of the template that it is in: the one that fails alone too."""
    words = problem(error)
    if words.part or error.code in COSTLY:  # trying again would only take longer
        return words
    for part in PARTS:
        alone = {other: "" for other in PARTS if other != part}
        try:
            drafts().separate(replace(template, **alone), [row], options)
        except (TemplateError, ChildError) as again:
            if (again.code, again.detail, again.line) == (error.code, error.detail, error.line):
                return replace(words, part=part)
    return words
