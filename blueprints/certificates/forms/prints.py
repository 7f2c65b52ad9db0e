"""What can be chosen before printing. These forms are sent by GET: they change nothing."""

from datetime import time

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Form, RadioField, SelectField, StringField
from wtforms.validators import Optional, ValidationError

from web.choices import choices
from web.languages import LANGUAGES

LONGEST = 600  # minutes of one entrant


class PrintForm(Form):
    """The language of the paper, which need not be the reader's."""

    language = SelectField(_("Language"), choices=choices(LANGUAGES.items()))


class ResultForm(PrintForm):
    """Result sheet."""

    marks = BooleanField(_("With the judges' marks"))
    without_units = BooleanField(_("Without units"))


class ScoresForm(PrintForm):
    """Score sheets to write on."""

    layout = RadioField(
        _("Layout"),
        choices=choices(
            [
                ("judge", _("One sheet per judge, all entrants on it")),
                ("each", _("One sheet per judge and entrant")),
            ]
        ),
        default="judge",
    )
    judge = SelectField(_("Judge"), default="")

    def offer_judges(self, judges: list[tuple[int, str]]) -> None:
        """Seats, and the desk, to choose one from."""
        named = [(str(number), label) for number, label in judges]
        self.judge.choices = choices([("", _("All")), *named])

    def numbers(self) -> frozenset[int] | None:
        """The chosen seat; None for all of them."""
        return frozenset({int(self.judge.data)}) if self.judge.data else None


class FilledForm(ScoresForm):
    """Score sheets with the marks of the ledger."""


class ProgrammeForm(PrintForm):
    """Programme."""

    whole = BooleanField(_("All rounds of the contest"))
    starts = StringField(_("First entrant at"), [Optional()])
    minutes = StringField(_("Minutes per entrant"), [Optional()], default="8")

    def validate_starts(self, field: StringField) -> None:
        """Hours and minutes."""
        if self.start_time() is None:
            raise ValidationError(_("Write the time as hours and minutes: 09:00."))

    def validate_minutes(self, field: StringField) -> None:
        """A whole number."""
        if not 1 <= self.minutes_each() <= LONGEST:
            raise ValidationError(_("Give the minutes as a whole number from 1 to 600."))

    def minutes_each(self) -> int:
        """The minutes that were written; 0 when they are no number."""
        text = (self.minutes.data or "").strip()
        return int(text) if text.isdecimal() and len(text) <= len(str(LONGEST)) else 0

    def start_time(self) -> time | None:
        """The time that was written; None without one, or when it can't be read."""
        text = (self.starts.data or "").strip().replace("：", ":")
        try:
            hours, minutes = text.split(":")
            return time(int(hours), int(minutes))
        except ValueError:
            return None


class SignsForm(PrintForm):
    """Table signs."""

    who = RadioField(
        _("Signs for"),
        choices=choices(
            [("judges", _("Judges")), ("entrants", _("Entrants")), ("both", _("Both"))]
        ),
        default="judges",
    )
    seats = BooleanField(_("With the number of the seat"))
