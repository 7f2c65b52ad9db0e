"""Forms of the question bank. What services check is not checked twice."""

from flask_babel import lazy_gettext, lazy_pgettext
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField

from blueprints.quizzes.queries.bank import Filter
from blueprints.quizzes.rules.kinds import Level, MediaKind, QuestionKind
from web.choices import choices

_ = lazy_gettext

KINDS = {
    QuestionKind.SINGLE: _("Single choice"),
    QuestionKind.MULTIPLE: _("Multiple choice"),
    QuestionKind.TRUE_FALSE: _("True or false"),
    QuestionKind.FILL_IN: _("Fill in"),
    QuestionKind.OPEN: _("Open question"),
}
LEVELS = {
    Level.NATIONAL: lazy_pgettext("quiz", "National"),
    Level.PROVINCIAL: lazy_pgettext("quiz", "Provincial"),
    Level.CITY: lazy_pgettext("quiz", "City"),
}
DIFFICULTIES = {
    1: lazy_pgettext("quiz", "Easy"),
    2: lazy_pgettext("quiz", "Medium"),
    3: lazy_pgettext("quiz", "Hard"),
}
MEDIA = {
    MediaKind.PICTURE: lazy_pgettext("quiz", "Picture"),
    MediaKind.AUDIO: lazy_pgettext("quiz", "Audio"),
    MediaKind.VIDEO: lazy_pgettext("quiz", "Video"),
}
USES = {
    "fresh": lazy_pgettext("quiz", "Never asked"),
    "used": lazy_pgettext("quiz", "Asked before"),
    "practice": _("For practice"),
    "retired": lazy_pgettext("quiz", "Put away"),
}


class FilterForm(FlaskForm):
    """What the list is narrowed to; anything unknown narrows nothing."""

    class Meta:
        csrf = False

    words = StringField(_("Search"))
    subject = SelectField(_("Subject"), validate_choice=False)
    level = SelectField(
        lazy_pgettext("quiz", "Level"), choices=choices([("", _("All")), *LEVELS.items()])
    )
    kind = SelectField(_("Kind"), choices=choices([("", _("All")), *KINDS.items()]))
    difficulty = SelectField(
        _("Difficulty"), choices=choices([("", _("All")), *DIFFICULTIES.items()])
    )
    tag = SelectField(_("Tag"), validate_choice=False)
    media = SelectField(
        _("Picture or sound"),
        choices=choices([("", _("All")), *MEDIA.items(), ("none", _("None"))]),
    )
    use = SelectField(
        lazy_pgettext("quiz", "Use"), choices=choices([("", _("All")), *USES.items()])
    )

    def offer(self, subjects: list[str], tags: list[str]) -> None:
        """What there is to choose from in this bank."""
        self.subject.choices = choices([("", _("All")), *((one, one) for one in subjects if one)])
        self.tag.choices = choices([("", _("All")), *((one, one) for one in tags)])

    def wanted(self) -> Filter:
        """As the query takes it."""
        difficulty = self.difficulty.data or ""
        return Filter(
            words=(self.words.data or "").strip()[:80],
            subject=(self.subject.data or "")[:80],
            level=_known(self.level.data, LEVELS),
            kind=_known(self.kind.data, KINDS),
            difficulty=int(difficulty) if difficulty in ("1", "2", "3") else 0,
            tag=(self.tag.data or "")[:40],
            media=_known(self.media.data, {**MEDIA, "none": ""}),
            use=_known(self.use.data, USES),
        )


def _known(value: str | None, known: object) -> str:
    return value if value and value in known else ""  # type: ignore[operator]
