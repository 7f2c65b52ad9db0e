"""Small forms about templates: taking one over, copying one."""

from typing import Any

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import SelectField, StringField
from wtforms.validators import Length

from blueprints.certificates.access import Right
from blueprints.certificates.services.templates import TITLE_LENGTH
from blueprints.people import queries as people
from web.access import current_actor
from web.choices import choices

_ = lazy_gettext


class TakeForm(FlaskForm):
    """For which body: one of those that the visitor prepares certificates for."""

    organisation_id = SelectField(_("For which body"), coerce=int)

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        found = people.organisation_choices(current_actor(), *Right.PREPARE.value)
        self.organisation_id.choices = choices(found)


class CopyForm(TakeForm):
    """A copy under a title of its own."""

    title = StringField(_("Title of the copy"), [Length(max=TITLE_LENGTH)])


class PackageForm(TakeForm):
    """Bring a package in."""

    file = FileField(_("Package (.zip)"))
