"""Forms of issuing. What services check is not checked twice; they answer with a UserError."""

from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from blueprints.certificates.queries.batches.choices import Choices
from blueprints.certificates.services.batches import BatchInput
from blueprints.certificates.services.outputs import PrintInput
from web.choices import choices

FAULTS = {  # a service's refusal → the field where it is said
    "template": "template",
    "issuer": "issuer",
    "issued_on": "issued_on",
    "offset": "dx_mm",
    "reason": "reason",
    "name": "name",
    "honorific": "honorific",
    "unit": "unit",
    "award": "award",
    "official_number": "official_number",
    "pattern": "pattern",
    "width": "width",
}


def _number(value: object) -> int | None:
    """A chooser's value: empty is None. Anything else that isn't a number is refused."""
    return None if value in (None, "", "None") else int(str(value))


class BatchForm(FlaskForm):
    """One issue of certificates."""

    template = SelectField(_("Template"))
    issuer = StringField(
        _("Issuing body"),
        [InputRequired(message=_("Say who issues the certificates.")), Length(max=200)],
    )
    issued_on = DateField(
        _("Date on the certificate"), [InputRequired(message=_("Give the date."))]
    )
    occasion = StringField(_("Occasion"), [Length(max=200)])
    lang = RadioField(
        _("Language of the certificates"),
        choices=choices([("zh", _("Chinese")), ("en", _("English"))]),
        default="zh",
    )
    seal_id = SelectField(_("Seal"), coerce=_number, validators=[Optional()])
    key_id = SelectField(_("Signing key"), coerce=_number, validators=[Optional()])
    text_only = BooleanField(
        _("Text only, for printed sheets"),
        description=_("Leaves out border, title and seal, for sheets that carry them already."),
    )
    dx_mm = StringField(_("Move to the right (mm)"), [Length(max=8)], default="0")
    dy_mm = StringField(_("Move down (mm)"), [Length(max=8)], default="0")

    def offer(self, offered: Choices) -> None:
        """Fill the choosers."""
        self.template.choices = choices(offered.templates)
        self.seal_id.choices = choices([("", _("No seal")), *offered.seals])
        self.key_id.choices = choices([("", _("No electronic signature")), *offered.keys])

    def given(self, verify_base: str) -> BatchInput:
        """The form as the service takes it."""
        return BatchInput(
            template=self.template.data or "",
            issuer=self.issuer.data or "",
            issued_on=self.issued_on.data.isoformat() if self.issued_on.data else "",
            verify_base=verify_base,
            lang=self.lang.data or "zh",
            seal_id=self.seal_id.data,
            key_id=self.key_id.data,
            text_only=self.text_only.data,
            dx_mm=self.dx_mm.data or "0",
            dy_mm=self.dy_mm.data or "0",
            occasion=self.occasion.data or "",
        )


class PrintForm(FlaskForm):
    """How a print batch is made."""

    text_only = BooleanField(_("Text only, for printed sheets"))
    imposed = BooleanField(_("Several on a sheet"), default=True)
    dx_mm = StringField(_("Move to the right (mm)"), [Length(max=8)], default="0")
    dy_mm = StringField(_("Move down (mm)"), [Length(max=8)], default="0")

    def given(self) -> PrintInput:
        """The form as the service takes it."""
        return PrintInput(
            text_only=self.text_only.data,
            dx_mm=self.dx_mm.data or "0",
            dy_mm=self.dy_mm.data or "0",
            imposed=self.imposed.data,
        )


class CorrectionForm(FlaskForm):
    """The recipient as it should be, and why."""

    name = StringField(
        lazy_pgettext("person", "Name"), [InputRequired(message=_("The name is missing."))]
    )
    honorific = StringField(_("Honorific"))
    unit = StringField(_("Unit"))
    award = StringField(_("Award"))
    reason_text = TextAreaField(_("Citation"))
    official_number = StringField(_("Official number"))
    reason = StringField(
        _("What is corrected, and why"),
        [InputRequired(message=_("Say what is corrected, and why.")), Length(max=300)],
    )


class ReasonForm(FlaskForm):
    """A reason alone."""

    reason = StringField(_("Reason"), [Length(max=300)])


class SchemeForm(FlaskForm):
    """How numbers look."""

    pattern = StringField(
        _("Pattern"), [InputRequired(message=_("Give the pattern.")), Length(max=80)]
    )
    width = IntegerField(
        _("Digits of the serial"), [InputRequired(message=_("Give the number of digits."))]
    )
