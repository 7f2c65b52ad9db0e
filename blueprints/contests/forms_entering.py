"""Forms of what happens before a contest begins. What services check is not checked twice."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, IntegerField, SelectField, StringField
from wtforms.validators import Length, Optional

from blueprints.contests.eligibility import Conditions
from blueprints.contests.services.setup import DetailsInput
from blueprints.contests.services.setup.tables import split_codes
from blueprints.contests.services.setup.workbook import SHEETS
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
            occupations=split_codes(self.occupations.data or ""),
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
