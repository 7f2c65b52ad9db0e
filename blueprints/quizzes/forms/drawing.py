"""The rule of a draw as a table of lines."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext, lazy_pgettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, FieldList, Form, FormField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, NumberRange, Optional

from blueprints.quizzes.rules.drawing import MOST_OF_A_PART, MOST_PARTS, Part
from blueprints.quizzes.services.bank.columns import DIFFICULTIES, KINDS, LEVELS, MEDIA
from web.choices import choices

_ = lazy_gettext

_ANY: list[tuple[Any, Any]] = [("", lazy_pgettext("bank", "Any"))]


class PartForm(Form):
    """One line: so many questions that fit. Without a number it is no line."""

    n = IntegerField(
        lazy_pgettext("bank", "Number"),
        [Optional(), NumberRange(0, MOST_OF_A_PART, _("A number up to 200, please."))],
    )
    subject = SelectField(lazy_pgettext("bank", "Subject"), validate_choice=False)
    level = SelectField(lazy_pgettext("bank", "Level"), choices=choices([*_ANY, *LEVELS.items()]))
    kind = SelectField(lazy_pgettext("bank", "Kind"), choices=choices([*_ANY, *KINDS.items()]))
    difficulty = SelectField(
        lazy_pgettext("bank", "Difficulty"), choices=choices([*_ANY, *DIFFICULTIES.items()])
    )
    media = SelectField(
        lazy_pgettext("bank", "Picture or sound"), choices=choices([*_ANY, *MEDIA.items()])
    )
    tag = SelectField(lazy_pgettext("bank", "Tag"), validate_choice=False)

    def part(self) -> Part:
        """As the rule has it."""
        difficulty = self.difficulty.data or ""
        return Part(
            n=self.n.data or 0,
            subject=(self.subject.data or "")[:80],
            level=self.level.data or "",
            kind=self.kind.data or "",
            difficulty=int(difficulty) if difficulty in ("1", "2", "3") else 0,
            tag=(self.tag.data or "")[:40],
            media=self.media.data or "",
        )


class RuleForm(FlaskForm):
    """All lines, and what is drawn besides."""

    parts = FieldList(FormField(PartForm), max_entries=MOST_PARTS)
    reserves = IntegerField(
        _("Reserve questions"), [InputRequired(), NumberRange(0, 20, _("0 to 20, please."))]
    )
    practice = BooleanField(
        _("Also questions open for practice"),
        description=_("Workers may know these already."),
    )

    def offer(self, subjects: Iterable[str], tags: Iterable[str]) -> None:
        """What there is to choose from in the bank."""
        for line in self.parts:
            line.subject.choices = choices([*_ANY, *_pairs(subjects, line.subject.data)])
            line.tag.choices = choices([*_ANY, *_pairs(tags, line.tag.data)])

    def given(self) -> list[Part]:
        """The lines that draw something."""
        found = [line.form.part() for line in self.parts]
        return [part for part in found if part.n]


class DrawForm(FlaskForm):
    """The seed of a draw."""

    seed = StringField(_("Seed"))
    reason = StringField(_("Why it is drawn again"))


class PickForm(FlaskForm):
    """A question of the bank by its number."""

    ref = StringField(_("Number in the bank"), [InputRequired(message=_("Give the number."))])
    reserve = BooleanField(_("As a reserve"))


def rows(parts: Iterable[Part]) -> list[dict[str, Any]]:
    """Lines of a rule as the form shows them, with an empty one at the end."""
    shown = [{**vars(part), "difficulty": str(part.difficulty or "")} for part in parts]
    return [*shown, {}][:MOST_PARTS]


def _pairs(words: Iterable[str], chosen: str | None) -> list[tuple[str, str]]:
    """What is offered, and what is chosen even where the bank has it no more."""
    every = list(words)
    extra = [chosen] if chosen and chosen not in every else []
    return [(one, one) for one in (*every, *extra)]
