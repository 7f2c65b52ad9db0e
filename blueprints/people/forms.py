"""Forms of people. What services check is not checked twice; they answer with a UserError."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import LazyString, lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from blueprints.people.kinds import KINDS
from blueprints.people.roles import ROLES
from web.choices import choices

_ = lazy_gettext


def _needed(message: LazyString) -> InputRequired:
    return InputRequired(message=message)


def _number(value: object) -> int | None:
    """A chooser's value: empty is None. Anything else that isn't a number is refused."""
    return None if value in (None, "", "None") else int(str(value))


class OrganisationForm(FlaskForm):
    """Add or change an organisation."""

    name = StringField(_("Name"), [_needed(_("Give the organization a name.")), Length(max=120)])
    short_name = StringField(
        _("Short name"), [Length(max=40)], description=_("For narrow places: boards and lists.")
    )
    kind = SelectField(_("Type"), choices=choices(KINDS.items()))
    region_code = StringField(
        _("Region code"),
        [Length(max=12)],
        description=_("Administrative division code, 2 to 12 digits."),
    )
    zone = StringField(
        _("Zone"), [Length(max=40)], description=_("Contest zone, for ranking zone by zone.")
    )


class PlaceForm(FlaskForm):
    """Choose the organisation above."""

    parent_id = SelectField(_("Organization above"), coerce=_number)


class NewOrganisationForm(OrganisationForm, PlaceForm):
    """Add an organisation somewhere."""


class AccountForm(FlaskForm):
    """Add or change an account."""

    name = StringField(_("Full name"), [_needed(_("Give the person's name.")), Length(max=60)])
    username = StringField(
        _("User name"),
        [_needed(_("Give a user name.")), Length(max=40)],
        description=_("3 to 40 letters, digits, dots, dashes or underscores."),
    )
    organisation_id = SelectField(_("Organization"), coerce=_number)


class GrantForm(FlaskForm):
    """Give a role in an organisation, or in the system (administrator)."""

    role = SelectField(_("Role"))
    organisation_id = SelectField(_("In the scope of"), coerce=_number)


class AccountFilterForm(FlaskForm):
    """Narrow the list of accounts (GET, so without a token)."""

    class Meta:
        csrf = False

    q = StringField(_("Full name or user name"), [Length(max=60)])
    organisation = SelectField(_("Organization"), coerce=_number, validators=[Optional()])
    role = SelectField(
        _("Role"), choices=choices([("", _("All roles")), *ROLES.items()]), default=""
    )
    state = SelectField(
        _("State of the account"),
        choices=choices([("", _("In use")), ("inactive", _("Deactivated"))]),
        default="",
    )


class AuditFilterForm(FlaskForm):
    """Narrow the audit log (GET). Days are days of the installation's time zone."""

    class Meta:
        csrf = False

    actor = StringField(_("Who"), [Length(max=60)])
    action = SelectField(_("What"), validators=[Optional()], default="")
    subject = StringField(_("Subject"), [Length(max=80)])
    since = DateField(_("From day"), [Optional()])
    until = DateField(_("To day"), [Optional()])

    def period(self) -> tuple[datetime | None, datetime | None]:
        """Start of the first day, end of the last, as aware datetimes."""
        zone = ZoneInfo(current_app.extensions["settings"].timezone)
        first, last = self.since.data, self.until.data
        return (
            datetime.combine(first, time(), zone) if first else None,
            datetime.combine(last, time(), zone) + timedelta(days=1) if last else None,
        )


class ImportForm(FlaskForm):
    """Choose a file with organisations."""

    file = FileField(_("File (.xlsx or .csv)"), [FileRequired(message=_("Choose a file."))])
    below_id = SelectField(_("Rows that name no organization above go below"), coerce=_number)


class ImportConfirmForm(FlaskForm):
    """The checked rows, carried from the preview."""

    table = HiddenField()
    below_id = HiddenField()
