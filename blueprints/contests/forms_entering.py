"""Forms of what happens before a contest begins. What services check is not checked twice."""

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime, time

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from blueprints.contests.eligibility import Conditions
from blueprints.contests.registering import RegistrationRules
from blueprints.contests.services.registration import RegistrationInput
from blueprints.contests.services.setup import DetailsInput
from blueprints.contests.services.setup.tables import split_codes, split_names
from blueprints.contests.services.setup.units import UnitInput
from blueprints.contests.services.setup.workbook import SHEETS
from blueprints.contests.timetable import Break, Plan
from web.choices import choices

_ = lazy_gettext


class WorkbookForm(FlaskForm):
    """Events, units, entrants, teams and judges from one file."""

    file = FileField(_("File (.xlsx or .csv)"), [FileRequired(message=_("Choose a file."))])
    sheet = SelectField(
        _("A .csv file is the sheet"),
        choices=choices([(sheet.name, sheet.title) for sheet in SHEETS]),
        default="entries",
    )


class SchemeFileForm(FlaskForm):
    """A marking scheme from a file."""

    file = FileField(_("Scheme file (.json)"), [FileRequired(message=_("Choose a file."))])


class ConditionsForm(FlaskForm):
    """What an event asks of its entrants. Empty fields ask nothing."""

    age_from = IntegerField(_("Age from"), [Optional()])
    age_to = IntegerField(_("Age to"), [Optional()])
    age_on = DateField(_("Age counts on"), [Optional()])
    occupations = StringField(_("Only these occupations"), [Length(max=500)])
    certificate = BooleanField(_("A skill certificate is noted"))
    within = BooleanField(_("The unit belongs to the organization or is on the list of units"))
    once = BooleanField(_("A person enters the contest once"))
    most_per_unit = IntegerField(_("Entrants of a unit at most"), [Optional()])

    def given(self) -> Conditions:
        """The form as the service takes it."""
        return Conditions(
            age_from=self.age_from.data,
            age_to=self.age_to.data,
            age_on=self.age_on.data.isoformat() if self.age_on.data else "",
            occupations=split_names(self.occupations.data or ""),
            certificate=self.certificate.data,
            within=self.within.data,
            once=self.once.data,
            most_per_unit=self.most_per_unit.data,
        )


class DetailsForm(FlaskForm):
    """What the check looks at."""

    born_on = DateField(_("Day of birth"), [Optional()])
    occupation = StringField(_("Occupation"), [Length(max=120)])
    certificate = StringField(_("Skill certificate"), [Length(max=120)])
    contact = StringField(_("Contact"), [Length(max=120)])

    def given(self) -> DetailsInput:
        """The form as the service takes it."""
        return DetailsInput(
            born_on=self.born_on.data,
            contact=self.contact.data or "",
            occupation=self.occupation.data or "",
            certificate=self.certificate.data or "",
        )


_BREAK = re.compile(r"(\d{1,2}):(\d{2})\s*[-–—~至到]\s*(\d{1,2}):(\d{2})")


class PlanForm(FlaskForm):
    """When a round takes place."""

    starts = DateTimeLocalField(
        _("Begins"), [InputRequired(message=_("Say when the round begins."))]
    )
    minutes = IntegerField(_("Minutes for an entrant"), [InputRequired()], default=10)
    gap = IntegerField(_("Minutes between"), [Optional()], default=0)
    stations = StringField(_("Stations"), [Length(max=1000)])
    breaks = StringField(_("Breaks"), [Length(max=200)])
    until = TimeField(_("The day ends at"), [Optional()])
    shown = BooleanField(_("On the public programme"))

    def validate_breaks(self, field: StringField) -> None:
        """`12:00-13:30`, several with commas between."""
        try:
            self._breaks()
        except ValueError:
            raise ValidationError(_("Write a break as 12:00-13:30.")) from None

    def given(self) -> Plan:
        """The form as the service takes it."""
        assert self.starts.data is not None  # it validated
        return Plan(
            starts=self.starts.data.replace(second=0, microsecond=0),
            minutes=self.minutes.data or 0,
            gap=self.gap.data or 0,
            stations=split_codes(self.stations.data or ""),
            breaks=self._breaks(),
            until=self.until.data,
            shown=self.shown.data,
        )

    def show(self, plan: Plan) -> None:
        """Fill the form with a plan."""
        self.starts.data, self.until.data, self.shown.data = plan.starts, plan.until, plan.shown
        self.minutes.data, self.gap.data = plan.minutes, plan.gap
        self.stations.data = " ".join(plan.stations)
        self.breaks.data = ", ".join(map(_break_text, plan.breaks))

    def _breaks(self) -> tuple[Break, ...]:
        found = []  # full-width signs, as Chinese keyboards write them, are read as ordinary ones
        for part in re.split(r"[,;、]", unicodedata.normalize("NFKC", self.breaks.data or "")):
            if part.strip():
                match = _BREAK.fullmatch(part.strip())
                if match is None:
                    raise ValueError(part)
                hour, minute, last_hour, last_minute = map(int, match.groups())
                minutes = (last_hour - hour) * 60 + last_minute - minute
                found.append(Break(time(hour, minute), minutes))
        return tuple(found)


def _break_text(one: Break) -> str:
    ends = one.starts.hour * 60 + one.starts.minute + one.minutes
    return f"{one.starts:%H:%M}-{ends // 60:02d}:{ends % 60:02d}"


class WindowForm(FlaskForm):
    """The window of online registration. Times are those of the clock on the wall."""

    opens = DateTimeLocalField(_("Begins"), [InputRequired(message=_("Say from when."))])
    closes = DateTimeLocalField(_("Ends"), [InputRequired(message=_("Say until when."))])
    per_unit = IntegerField(_("Entrants of a unit at most"), [Optional()])
    per_event = IntegerField(_("Entrants of an event at most"), [Optional()])
    by_unit = BooleanField(_("The unit approves first, where its own staff use this system"))
    listed_units = BooleanField(_("Only units on the list of participating units"))
    photograph = SelectField(
        _("Photograph"),
        choices=choices(
            [("none", _("not asked for")), ("optional", _("may be sent")), ("needed", _("needed"))]
        ),
        default="none",
    )
    consent = TextAreaField(
        _("What the registrant agrees to"),
        [InputRequired(message=_("Say what the data are for.")), Length(max=3000)],
    )

    def given(self, utc: Callable[[datetime], datetime]) -> RegistrationRules:
        """The form as the service takes it; `utc` knows the zone of the clock on the wall."""
        assert self.opens.data is not None  # it validated
        assert self.closes.data is not None
        return RegistrationRules(
            opens_at=utc(self.opens.data),
            closes_at=utc(self.closes.data),
            per_unit=self.per_unit.data,
            per_event=self.per_event.data,
            by_unit=self.by_unit.data,
            listed_units=self.listed_units.data,
            photograph=self.photograph.data,
            consent=self.consent.data or "",
        )


class RegistrationForm(FlaskForm):
    """What somebody hands in."""

    event_id = SelectField(_("Event"), coerce=int)
    name = StringField(
        _("Name, or name of the team"),
        [InputRequired(message=_("Give your name, or the team's.")), Length(max=120)],
    )
    unit = StringField(
        _("Unit"), [InputRequired(message=_("Say for which unit you enter.")), Length(max=200)]
    )
    contact = StringField(
        _("Telephone or e-mail"),
        [InputRequired(message=_("Say how you can be reached.")), Length(max=120)],
    )
    members = StringField(_("Members of the team"), [Length(max=2000)])
    born_on = DateField(_("Day of birth"), [Optional()])
    occupation = StringField(_("Occupation"), [Length(max=120)])
    certificate = StringField(_("Skill certificate"), [Length(max=120)])
    photo = FileField(_("Photograph"))
    agreed = BooleanField(_("I agree"))
    client_key = HiddenField()
    revision = HiddenField()

    def given(self, photo: str | None, *, agreed: bool) -> RegistrationInput:
        """The form as the service takes it."""
        return RegistrationInput(
            event_id=self.event_id.data,
            name=self.name.data or "",
            unit=self.unit.data or "",
            contact=self.contact.data or "",
            members=split_names(self.members.data or ""),
            born_on=self.born_on.data,
            occupation=self.occupation.data or "",
            certificate=self.certificate.data or "",
            photo=photo,
            agreed=agreed,
        )


class UnitForm(FlaskForm):
    """A participating unit."""

    name = StringField(
        _("Unit"), [InputRequired(message=_("Give the unit a name.")), Length(max=200)]
    )
    zone = StringField(_("Zone"), [Length(max=120)])
    leader = StringField(_("Team leader"), [Length(max=120)])
    most = IntegerField(_("At most (entrants)"), [Optional()])

    def given(self) -> UnitInput:
        """The form as the service takes it."""
        return UnitInput(
            self.name.data or "", self.zone.data or "", self.leader.data or "", self.most.data
        )
