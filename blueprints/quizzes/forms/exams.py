"""Forms of theory exams. What services check is not checked twice; they answer in words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, DateTimeLocalField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from blueprints.quizzes.rules.drawing import MOST_PARTS
from blueprints.quizzes.rules.exams import (
    MOST_MINUTES,
    MOST_POINTS,
    MOST_QUESTIONS,
    ExamSettings,
    Partial,
)
from blueprints.quizzes.services.bank.columns import KINDS, LEVELS
from blueprints.quizzes.services.exams import ExamInput
from store import UserError
from web.choices import choices
from web.formats import from_wall, local

PARTIAL = {
    Partial.NOTHING: _("nothing"),
    Partial.HALF: _("half of the points"),
}
_MINUTE = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
MOST_GRACE_S = 120


class ExamForm(FlaskForm):
    """Title, clock and rules; the lines of the draw are read by `lines_of`."""

    title = StringField(
        _("Title"), [InputRequired(message=_("Give the exam a title.")), Length(max=200)]
    )
    item = SelectField(_("Points are entered as"), validate_choice=False)
    minutes = IntegerField(
        _("Minutes"),
        [InputRequired(message=_("Say how long it takes.")), NumberRange(1, MOST_MINUTES)],
        description=_("For everybody from their own beginning."),
    )
    opens_at = DateTimeLocalField(
        _("Can be begun from"), [Optional()], format=_MINUTE,
        description=_("Empty: as soon as it is opened here."),
    )  # fmt: skip
    closes_at = DateTimeLocalField(
        _("Ends for everybody at"), [Optional()], format=_MINUTE,
        description=_("Empty: when it is closed here."),
    )  # fmt: skip
    partial = SelectField(
        _("Some of the right options, none wrong"), choices=choices(PARTIAL.items())
    )
    shuffle_questions = BooleanField(_("Every paper has its own order of questions"))
    shuffle_options = BooleanField(_("Every paper has its own order of options"))
    practice = BooleanField(
        _("Questions that workers practise with may be drawn too"),
        description=_("Practice with this bank pauses while the exam is open."),
    )
    grace_s = IntegerField(
        _("Seconds for slow networks"),
        [InputRequired(message=_("Enter a number; 0 for none.")), NumberRange(0, MOST_GRACE_S)],
        description=_("So long after the end answers still arrive that were given in time."),
    )

    def given(self, lines: tuple[Mapping[str, Any], ...]) -> ExamInput:
        """The form as the service takes it."""
        return ExamInput(
            title=self.title.data or "",
            item=self.item.data or "",
            minutes=self.minutes.data or 0,
            opens_at=_moment(self.opens_at.data),
            closes_at=_moment(self.closes_at.data),
            settings=ExamSettings(
                partial=Partial(self.partial.data),
                shuffle_questions=self.shuffle_questions.data,
                shuffle_options=self.shuffle_options.data,
                practice=self.practice.data,
                grace_s=self.grace_s.data or 0,
                lines=lines,
            ),
        )


def shown(view: Any) -> dict[str, Any]:
    """What the form shows of an exam (`queries.exams.ExamView`)."""
    names = ("partial", "shuffle_questions", "shuffle_options", "practice", "grace_s")
    return {
        "title": view.title,
        "item": view.item,
        "minutes": view.minutes,
        "opens_at": _wall(view.opens_at),
        "closes_at": _wall(view.closes_at),
        **{name: getattr(view.settings, name) for name in names},
    }


def lines_of(form: MultiDict[str, str]) -> tuple[Mapping[str, Any], ...]:
    """The lines of the draw: how many, of what, worth how much; lines without a number are none."""
    columns = [form.getlist(name) for name in ("n", "subject", "level", "kind", "points")]
    found = []
    for number, row in enumerate(zip(*columns, strict=False), 1):
        if row[0].strip() in ("", "0"):
            continue
        found.append(_line(number, *row))
    return tuple(found[:MOST_PARTS])


def _line(number: int, n: str, subject: str, level: str, kind: str, points: str) -> dict[str, Any]:
    known = {
        "subject": subject.strip()[:80],
        "level": level if level in set(LEVELS) else "",
        "kind": kind if kind in set(KINDS) else "",
    }
    return {
        "n": _whole(n, MOST_QUESTIONS, number),
        **{name: value for name, value in known.items() if value},
        "points": _whole(points, MOST_POINTS, number),
    }


def _whole(text: str, most: int, number: int) -> int:
    plain = text.strip()
    if plain.isascii() and plain.isdigit() and 1 <= int(plain[:9]) <= most:
        return int(plain)
    raise UserError(
        gettext("Line %(line)d: enter whole numbers between 1 and %(most)d.", line=number,
                most=most),
        code="lines",
    )  # fmt: skip


def _moment(value: datetime | None) -> datetime | None:
    return from_wall(value) if value else None


def _wall(value: datetime | None) -> datetime | None:
    return local(value).replace(tzinfo=None) if value else None
