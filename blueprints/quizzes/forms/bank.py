"""Forms of the question bank. What services check is not checked twice."""

import re
from typing import Any

from flask_babel import lazy_gettext, lazy_pgettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired, MultipleFileField
from wtforms import (
    BooleanField,
    FieldList,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

from blueprints.quizzes.queries.bank import Filter
from blueprints.quizzes.rules.kinds import QuestionKind
from blueprints.quizzes.rules.questions import CHOICES, LETTERS, MOST_OPTIONS, QuestionInput
from blueprints.quizzes.services.bank.columns import DIFFICULTIES, KINDS, LEVELS, MEDIA
from web.choices import choices

_ = lazy_gettext

TAG_MARKS = re.compile(r"[,，、;；]")
ACCEPTED_MARKS = re.compile(r"[|｜]")

USES = {
    "fresh": lazy_pgettext("bank", "Never asked"),
    "used": lazy_pgettext("bank", "Asked before"),
    "practice": lazy_pgettext("bank", "For practice"),
    "retired": lazy_pgettext("bank", "Put away"),
}


class FilterForm(FlaskForm):
    """What the list is narrowed to; anything unknown narrows nothing."""

    class Meta:
        csrf = False

    words = StringField(_("Search"))
    subject = SelectField(lazy_pgettext("bank", "Subject"), validate_choice=False)
    level = SelectField(
        lazy_pgettext("bank", "Level"), choices=choices([("", _("All")), *LEVELS.items()])
    )
    kind = SelectField(
        lazy_pgettext("bank", "Kind"), choices=choices([("", _("All")), *KINDS.items()])
    )
    difficulty = SelectField(
        lazy_pgettext("bank", "Difficulty"),
        choices=choices([("", _("All")), *DIFFICULTIES.items()]),
    )
    tag = SelectField(lazy_pgettext("bank", "Tag"), validate_choice=False)
    media = SelectField(
        lazy_pgettext("bank", "Picture or sound"),
        choices=choices([("", _("All")), *MEDIA.items(), ("none", _("None"))]),
    )
    use = SelectField(
        lazy_pgettext("bank", "Use"), choices=choices([("", _("All")), *USES.items()])
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


class QuestionForm(FlaskForm):
    """One question. Which fields count depends on its kind; the page shows only those."""

    kind = SelectField(lazy_pgettext("bank", "Kind"), choices=choices(KINDS.items()))
    text = TextAreaField(lazy_pgettext("bank", "Question"))
    options = FieldList(StringField(), min_entries=MOST_OPTIONS, max_entries=MOST_OPTIONS)
    right = SelectMultipleField(
        _("Right options"), coerce=int, choices=choices(enumerate(LETTERS)), validate_choice=False
    )
    truth = RadioField(
        lazy_pgettext("bank", "Answer"),
        choices=choices(
            [("1", lazy_pgettext("bank", "True")), ("0", lazy_pgettext("bank", "False"))]
        ),
        validate_choice=False,
    )
    blanks = TextAreaField(
        lazy_pgettext("bank", "Answer"),
        description=_("A line for every blank; what is accepted as well stands after |."),
    )
    reference = TextAreaField(lazy_pgettext("bank", "Answer"), description=_("What judges go by."))
    explanation = TextAreaField(lazy_pgettext("bank", "Explanation"))
    source = StringField(
        lazy_pgettext("bank", "Source"), description=_("For example the law and its article.")
    )
    subject = StringField(lazy_pgettext("bank", "Subject"))
    level = SelectField(lazy_pgettext("bank", "Level"), choices=choices(LEVELS.items()))
    difficulty = SelectField(
        lazy_pgettext("bank", "Difficulty"),
        coerce=int,
        choices=choices(DIFFICULTIES.items()),
        default=2,
    )
    tags = StringField(lazy_pgettext("bank", "Tags"), description=_("Parted by commas."))
    ref = StringField(
        lazy_pgettext("bank", "No."), description=_("Left empty, it gets the next free number.")
    )
    for_practice = BooleanField(
        lazy_pgettext("bank", "For practice"),
        description=_(
            "Workers may practise it on their phones. Without this it is kept for contests and "
            "shown to nobody else."
        ),
    )
    media = FileField(_("Picture, sound or film"))

    def given(self) -> QuestionInput:
        """The question as the service takes it."""
        return QuestionInput(
            ref=self.ref.data or "",
            kind=self.kind.data or "",
            subject=self.subject.data or "",
            level=self.level.data or "",
            difficulty=self.difficulty.data or 0,
            text=self.text.data or "",
            options=tuple(one or "" for one in self.options.data),
            answer=self._answer(),
            explanation=self.explanation.data or "",
            source=self.source.data or "",
            tags=tuple(TAG_MARKS.split(self.tags.data or "")),
            for_practice=self.for_practice.data,
        )

    def _answer(self) -> tuple[Any, ...]:
        kind = self.kind.data
        if kind == QuestionKind.TRUE_FALSE:
            return (int(self.truth.data),) if self.truth.data in ("0", "1") else ()
        if kind == QuestionKind.FILL_IN:
            lines = (self.blanks.data or "").splitlines()
            return tuple(ACCEPTED_MARKS.split(line) for line in lines if line.strip())
        if kind == QuestionKind.OPEN:
            return (self.reference.data or "",)
        return tuple(self.right.data or ())


def filled(question: QuestionInput) -> dict[str, Any]:
    """A question as the form shows it."""
    kind, answer = question.kind, question.answer
    shown = {
        name: getattr(question, name)
        for name in ("kind", "text", "explanation", "source", "subject", "level", "difficulty")
    }
    return shown | {
        "ref": question.ref,
        "for_practice": question.for_practice,
        "tags": "，".join(question.tags),
        "options": list(question.options),
        "right": list(answer) if kind in CHOICES else [],
        "truth": str(answer[0]) if kind == QuestionKind.TRUE_FALSE else None,
        "blanks": "\n".join("|".join(one) for one in answer)
        if kind == QuestionKind.FILL_IN
        else "",
        "reference": "".join(answer) if kind == QuestionKind.OPEN else "",
    }


class ImportForm(FlaskForm):
    """A file of questions."""

    file = FileField(_("File"), [FileRequired(message=_("Choose a file."))])


class MediaForm(FlaskForm):
    """Many pictures or recordings, each named after its question's number."""

    files = MultipleFileField(_("Files"))
