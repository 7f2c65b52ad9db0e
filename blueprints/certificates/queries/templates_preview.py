"""The live preview of an unsaved template: one sheet, and what is wrong for each person."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from blueprints.certificates.models import AwardList, Recipient
from blueprints.certificates.queries.templates_pictures import sheet, trimmed
from blueprints.certificates.queries.templates_samples import (
    example_row,
    real_row,
    sample_options,
    with_seal,
)
from blueprints.certificates.queries.templates_words import PARTS, Problem, finding, problem
from blueprints.certificates.studio import studio
from documents import ChildError, Options, Row, Template, TemplateError
from store import db

MOST_PEOPLE = 5
WIDTH_PX = 1100

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
class Preview:
    """`picture` is a PNG, None when there is a `problem`. `undefined`: names without a value."""

    people: tuple[PersonFindings, ...]
    at: int
    undefined: tuple[str, ...] = ()
    picture: bytes | None = None
    problem: Problem | None = None


def preview(template: Template, asked: Asked) -> Preview:
    """Lay the template out for the people that were asked for; what is wrong is in the answer."""
    rows, names = _rows(template, asked)
    at = min(max(asked.at, 0), len(rows) - 1)
    options = _options(asked)
    sealed = with_seal(template if template.sheet.crop_marks else trimmed(template))
    try:
        found = studio().renderer.examine(sealed, rows, options)
        pdf = sheet(sealed, rows[at], options)
        picture = studio().renderer.picture(pdf, width_px=WIDTH_PX)
    except (TemplateError, ChildError) as error:
        people = tuple(PersonFindings(name, ()) for name in names)
        missing = (error.detail,) if error.code == "undefined" else ()
        return Preview(people, at, missing, problem=_placed(sealed, rows[at], options, error))
    undefined = {one.field for findings in found for one in findings if one.code == "undefined"}
    people = tuple(
        PersonFindings(name, tuple(finding(one, template.fields) for one in findings))
        for name, findings in zip(names, found, strict=True)
    )
    return Preview(people, at, tuple(sorted(undefined)), picture)


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
    if words.part or error.code in ("timeout", "died"):  # trying again would only take longer
        return words
    for part in PARTS:
        alone = {other: "" for other in PARTS if other != part}
        try:
            studio().renderer.separate(replace(template, **alone), [row], options)
        except (TemplateError, ChildError) as again:
            if (again.code, again.detail, again.line) == (error.code, error.detail, error.line):
                return replace(words, part=part)
    return words
