"""Forms of a quiz's set-up. What services check is not checked twice; they answer in words."""

import re
from dataclasses import replace

from flask_babel import lazy_gettext, lazy_pgettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from blueprints.quizzes.rules.kinds import SegmentKind
from blueprints.quizzes.rules.segments import AnswerBy, EarlyPress, SecondChance, SegmentRules
from web.choices import choices

_ = lazy_gettext

KINDS = {
    SegmentKind.REQUIRED: _("Required: a question for one seat of every team in turn"),
    SegmentKind.TOGETHER: _("Together: every team answers the same question on the phone"),
    SegmentKind.BUZZER: _("Buzzer: who presses first answers"),
    SegmentKind.RISK: _("Risk: the team chooses what it plays for"),
    SegmentKind.RELAY: _("Relay: a team’s seats one after the other against one clock"),
    SegmentKind.TIE_BREAK: _("Tie-break: orders tied teams, changes no total"),
    SegmentKind.AUDIENCE: _("Audience: for the hall, nobody’s points"),
}
SHORT_KINDS = {
    SegmentKind.REQUIRED: _("Required questions"),
    SegmentKind.TOGETHER: _("Everybody answers"),
    SegmentKind.BUZZER: _("Buzzer questions"),
    SegmentKind.RISK: _("Risk questions"),
    SegmentKind.RELAY: lazy_pgettext("quiz", "Relay"),
    SegmentKind.TIE_BREAK: _("Tie-break"),
    SegmentKind.AUDIENCE: _("Audience questions"),
}
EARLY = {
    EarlyPress.FOUL: _("Foul: its points, and out of this question"),
    EarlyPress.FIRST_FREE: _("The first time out of this question, then its points as well"),
    EarlyPress.LOCKED: _("Out of this question, no points"),
    EarlyPress.IGNORED: _("Locked for a moment, no more"),
}
SECOND = {
    SecondChance.NOBODY: _("Nobody"),
    SecondChance.NEXT_PRESS: _("The team that pressed next"),
    SecondChance.REOPEN: _("The buzzers open again for the others"),
}
ANSWER_BY = {
    AnswerBy.VOICE: _("Spoken; the desk rules"),
    AnswerBy.PHONE: _("On the seat’s phone; the program proposes the ruling"),
}
_BUZZED = ("foul", "early", "open_while_reading", "press_s", "start_s", "second")
_BUZZED += ("second_right", "second_wrong")
SHOWN: dict[SegmentKind, tuple[str, ...]] = {
    SegmentKind.REQUIRED: ("seat", "right", "wrong", "pass_is_wrong", "answer_s", "answer_by"),
    SegmentKind.TOGETHER: ("right", "wrong", "pass_is_wrong", "answer_s"),
    SegmentKind.BUZZER: ("right", "wrong", "pass_is_wrong", "answer_s", *_BUZZED),
    SegmentKind.RISK: ("stakes", "seat", "pass_is_wrong", "start_s", "answer_s"),
    SegmentKind.RELAY: ("right", "wrong", "pass_is_wrong", "answer_s"),
    SegmentKind.TIE_BREAK: ("right", "wrong", "pass_is_wrong", "answer_s", *_BUZZED),
    SegmentKind.AUDIENCE: ("answer_s",),
}
_EITHER = [InputRequired(message=_("Enter a number; 0 for none."))]


class SegmentForm(FlaskForm):
    """A segment: its title and rules. Which fields a kind has is in SHOWN."""

    title = StringField(
        _("Title"), [InputRequired(message=_("Give the segment a title.")), Length(max=80)]
    )
    questions = IntegerField(_("Number of questions"), _EITHER)
    reserves = IntegerField(
        _("Reserve questions"), _EITHER, description=_("For questions that are thrown out.")
    )
    seat = IntegerField(
        _("Seat that answers"), [Optional()], description=_("Empty: the team decides.")
    )
    right = IntegerField(lazy_pgettext("quiz", "Right"), _EITHER)
    wrong = IntegerField(_("Wrong"), _EITHER, description=_("With a minus sign where points go."))
    foul = IntegerField(_("Foul"), _EITHER)
    pass_is_wrong = BooleanField(
        _("No answer counts as a wrong one"),
        description=_("Giving up, or running out of time."),
    )
    stakes = StringField(
        _("Points a team may play for"),
        description=_("Right adds them, wrong takes them. For example 10, 20, 30."),
    )
    answer_s = IntegerField(_("Seconds to answer"), _EITHER)
    start_s = IntegerField(_("Seconds to begin the answer"), _EITHER)
    press_s = IntegerField(
        _("Seconds the buzzers stay open"),
        _EITHER,
        description=_("Nobody presses: the question is void or goes to the audience."),
    )
    answer_by = RadioField(_("Answers come"), choices=choices(ANSWER_BY.items()))
    early = RadioField(_("Pressing before “go”"), choices=choices(EARLY.items()))
    open_while_reading = BooleanField(
        _("Reading may be interrupted"),
        description=_("Buzzers are open as soon as the question is shown."),
    )
    second = RadioField(_("After a wrong answer"), choices=choices(SECOND.items()))
    second_right = IntegerField(
        _("Right, second chance"), [Optional()], description=_("Empty: the same as at first.")
    )
    second_wrong = IntegerField(_("Wrong, second chance"), [Optional()])

    @classmethod
    def of(cls, kind: SegmentKind, title: str, rules: SegmentRules) -> "SegmentForm":
        """With a segment's rules, without the fields that its kind has not."""
        values = {name: getattr(rules, name) for name in cls._names(kind)}
        values["stakes"] = ", ".join(str(one) for one in rules.stakes)
        form = cls(data={"title": title, **values})
        for name in set(form._fields) - set(cls._names(kind)) - {"title", "csrf_token"}:
            del form[name]
        return form

    @staticmethod
    def _names(kind: SegmentKind) -> tuple[str, ...]:
        return ("questions", "reserves", *SHOWN[kind])

    def rules(self, before: SegmentRules) -> SegmentRules:
        """The rules with what was entered; the rest, and the draw's rule, stay."""
        names = [name for name in self._fields if name not in ("title", "csrf_token", "stakes")]
        changed = {name: self[name].data for name in names}
        if "stakes" in self._fields:
            changed["stakes"] = tuple(int(n) for n in re.findall(r"\d{1,6}", self.stakes.data))
        kinds = {"early": EarlyPress, "second": SecondChance, "answer_by": AnswerBy}
        changed |= {name: kinds[name](changed[name]) for name in kinds if name in changed}
        return replace(before, **changed)


class BeginningForm(FlaskForm):
    """What every team has at the beginning."""

    base = IntegerField(
        _("Points of every team at the beginning"), [InputRequired(message=_("Enter a number."))]
    )
    seats = IntegerField(_("Contestants of a team"), [InputRequired(message=_("Enter a number."))])


class QuizForm(BeginningForm):
    """The quiz itself. What the buzzers' numbers mean is told in docs/buzzers.md."""

    trust_ms = IntegerField(
        _("Most that a phone’s word counts, milliseconds"),
        _EITHER,
        description=_("Nobody wins by a press that counts earlier than this before it arrived."),
    )
    gather_ms = IntegerField(
        _("Wait for other presses, milliseconds"),
        _EITHER,
        description=_("From the first press until the race is decided."),
    )
    asymmetry = IntegerField(
        _("How uneven lines may be, percent"),
        _EITHER,
        description=_("100 assumes nothing about the network; then more races are too close."),
    )


class NewQuizForm(BeginningForm):
    """A round that becomes a quiz, with a ready-made show to begin with."""

    show = SelectField(_("Begin with"))
