"""Forms of seals and keys. What services check is not checked twice."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import IntegerField, PasswordField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from blueprints.certificates.services.authority.keys import LONGEST_PASSWORD
from blueprints.certificates.services.authority.seals import LARGEST_MM, SMALLEST_MM
from blueprints.certificates.services.authority.titles import TITLE_LENGTH

_ = lazy_gettext


class SealForm(FlaskForm):
    """Bring a seal along."""

    title = StringField(
        _("Title"), [InputRequired(message=_("Give the seal a title.")), Length(max=TITLE_LENGTH)]
    )
    size_mm = IntegerField(
        _("Diameter in mm"),
        [
            InputRequired(message=_("Give the diameter.")),
            NumberRange(SMALLEST_MM, LARGEST_MM),
        ],
        default=42,
        description=_("As the seal is on paper: 40 to 42 mm usually, 45 mm at most."),
    )
    image = FileField(
        _("Picture"),
        description=_("SVG, or PNG with a transparent background and 600 pixels a side or more."),
    )


class KeyForm(FlaskForm):
    """Bring a signing key along."""

    title = StringField(
        _("Title"), [InputRequired(message=_("Give the key a title.")), Length(max=TITLE_LENGTH)]
    )
    pkcs12 = FileField(_("Key file"), description=_("PKCS #12, with the ending .p12 or .pfx."))
    password = PasswordField(
        _("Password of the file"),
        [Length(max=LONGEST_PASSWORD)],
        description=_("Kept encrypted, to sign with; never shown again."),
    )
