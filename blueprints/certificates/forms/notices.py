"""The form of a notice. What services check is not checked twice."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from blueprints.certificates.services.notices import (
    LONGEST_TEXT,
    MOST_ADDRESSED,
    MOST_NUMBER,
    MOST_TITLE,
    NoticeInput,
)
from web.choices import choices
from web.languages import LANGUAGES

_ = lazy_gettext

KINDS = {"notice": _("Notice of commendation"), "decision": _("Decision to honor")}


def _number(value: object) -> int | None:
    """A chooser's value: empty is None. Anything else that isn't a number is refused."""
    return None if value in (None, "", "None") else int(str(value))


class NewNoticeForm(FlaskForm):
    """What a draft begins with; the sentences are written for it."""

    list_id = SelectField(_("Award list"), coerce=int)
    kind = RadioField(_("Kind of document"), choices=choices(KINDS.items()), default="decision")
    language = RadioField(
        _("Language of the document"), choices=choices(LANGUAGES.items()), default="zh_Hans_CN"
    )


class NoticeForm(FlaskForm):
    """A draft."""

    kind = SelectField(_("Kind of document"), choices=choices(KINDS.items()))
    language = SelectField(_("Language of the document"), choices=choices(LANGUAGES.items()))
    document_number = StringField(
        _("Document number"),
        [Length(max=MOST_NUMBER)],
        description=_("As the office gives it, with the year in brackets."),
    )
    title = TextAreaField(
        _("Title of the document"),
        [InputRequired(message=_("Give the document a title.")), Length(max=MOST_TITLE)],
        description=_("A line break here breaks the printed title there."),
    )
    addressed_to = StringField(_("Addressed to"), [Length(max=MOST_ADDRESSED)])
    opening = TextAreaField(
        _("Opening"),
        [InputRequired(message=_("Write an opening paragraph.")), Length(max=LONGEST_TEXT)],
    )
    closing = TextAreaField(_("Closing"), [Length(max=LONGEST_TEXT)])
    annex = BooleanField(
        _("Names in an annex"),
        description=_("A table on sheets of its own; better for long lists."),
    )
    issuer = StringField(
        _("Issuer"), [InputRequired(message=_("Name the issuer.")), Length(max=MOST_TITLE)]
    )
    issued_on = DateField(_("Date of the document"), [InputRequired(message=_("Enter the date."))])
    seal_id = SelectField(
        _("Seal"),
        coerce=_number,
        validators=[Optional()],
        description=_("Somebody else has to approve its use."),
    )

    def given(self) -> NoticeInput:
        """The form as the service takes it."""
        names = ("kind", "language", "document_number", "title", "addressed_to", "opening")
        texts = {name: self[name].data or "" for name in (*names, "closing", "issuer")}
        texts["title"] = texts["title"].replace("\r\n", "\n")
        return NoticeInput(
            **texts,
            issued_on=self.issued_on.data.isoformat() if self.issued_on.data else "",
            annex=self.annex.data,
            seal_id=self.seal_id.data,
        )
