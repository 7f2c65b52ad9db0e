"""The form by which a holder takes a certificate to their account."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from blueprints.certificates.codes import LONGEST_TYPED

_ = lazy_gettext


class ClaimForm(FlaskForm):
    """The code and the full name, as both stand on the certificate."""

    code = StringField(
        _("Verification code"),
        [InputRequired(message=_("Give the code.")), Length(max=LONGEST_TYPED)],
        description=_("16 letters and digits, printed beside the QR code."),
    )
    full_name = StringField(
        _("Your full name"),
        [InputRequired(message=_("Give your full name.")), Length(max=120)],
        description=_("As it stands on the certificate."),
    )
