"""Forms of honor rolls. What services check is not checked twice."""

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from blueprints.certificates.queries.rolls import TOGETHER
from blueprints.certificates.services.rolls import FASTEST, SLOWEST, RollInput
from web.choices import choices

_ = lazy_gettext

BASES = {
    "consent": _("Written consent of everybody shown"),
    "decision": _("A published decision or notice"),
    "notice": _("Public notice period passed without objection"),
}


class RollForm(FlaskForm):
    """Title and look."""

    title = StringField(
        _("Title of the roll"),
        [InputRequired(message=_("Give the roll a title.")), Length(max=200)],
    )
    subtitle = StringField(_("Line under the title"), [Length(max=300)])
    palette = RadioField(
        _("Colors"),
        choices=choices([("red", _("Festive: red and gold")), ("plain", _("Quiet: paper"))]),
        default="red",
    )
    people = RadioField(
        _("Slideshow"),
        choices=choices([(str(TOGETHER), _("Six people a slide")), ("1", _("One person a slide"))]),
        default=str(TOGETHER),
    )
    pace = IntegerField(
        _("Seconds a slide"),
        [
            InputRequired(message=_("Enter a whole number of seconds.")),
            NumberRange(FASTEST, SLOWEST),
        ],
        default=10,
    )
    stories = BooleanField(_("Show stories"), default=True)

    def given(self) -> RollInput:
        """The form as the service takes it."""
        return RollInput(
            title=self.title.data or "",
            subtitle=self.subtitle.data or "",
            palette=self.palette.data or "",
            people=int(self.people.data or TOGETHER),
            pace=self.pace.data or 10,
            stories=self.stories.data,
        )


class NewRollForm(RollForm):
    """A roll of a list."""

    list_id = SelectField(_("Award list"), coerce=int)


class PublicationForm(FlaskForm):
    """On what ground names and pictures become public."""

    basis = SelectField(_("Basis of publication"), choices=choices(BASES.items()))
    reference = StringField(
        _("Document and date"),
        [DataRequired(message=_("Name the document and its date.")), Length(max=200)],
        description=_("For example the decision’s number, or where the consents are kept."),
    )

    def given(self) -> str:
        """The ground in one sentence, as it is kept and shown."""
        reference = (self.reference.data or "").strip()
        return gettext(
            "%(basis)s: %(reference)s", basis=BASES[self.basis.data], reference=reference
        )
