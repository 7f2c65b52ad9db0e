"""Sign-in, and one's own password."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length, ValidationError


class SignInForm(FlaskForm):
    """User name and password; `next` is where one wanted to go."""

    username = StringField(
        _("User name"), [InputRequired(message=_("Give your user name.")), Length(max=100)]
    )
    password = PasswordField(
        _("Password"), [InputRequired(message=_("Give your password.")), Length(max=200)]
    )
    next = HiddenField()


class PasswordForm(FlaskForm):
    """Change one's own password; the current one isn't asked for where there is none to know."""

    current = PasswordField(_("Current password"), [Length(max=200)])
    new = PasswordField(
        _("New password"),
        [InputRequired(message=_("Give the new password.")), Length(max=200)],
        description=_(
            "At least 10 characters of three kinds (capitals, small letters, digits, signs), "
            "or at least 16 characters. Not your name."
        ),
    )
    again = PasswordField(_("New password again"), [InputRequired(message=_("Give it once more."))])

    def validate_again(self, field: PasswordField) -> None:
        """The two must be the same."""
        if field.data != self.new.data:
            raise ValidationError(str(_("The two passwords are not the same.")))
