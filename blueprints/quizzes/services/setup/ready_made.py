"""Ready-made shows: the usual orders of segments, to begin with and to change."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from blueprints.quizzes.rules.kinds import SegmentKind
from blueprints.quizzes.rules.segments import PRESETS, AnswerBy, SecondChance, SegmentRules
from blueprints.quizzes.services.setup.common import quiz_to_set_up, require_draft
from blueprints.quizzes.services.setup.segments import add_segment
from store import UserError, write
from store.actors import Actor

Planned = tuple[SegmentKind, str, SegmentRules]


@dataclass(frozen=True)
class ReadyMade:
    """A show of so many segments; `plan` gives them for teams of so many seats."""

    title: str  # lazy, as is the summary
    summary: str
    plan: Callable[[int], Iterator[Planned]]


def add_ready_made(actor: Actor, quiz_id: int, name: str, now: datetime) -> int:
    """Fill a quiz that has no segments yet; how many it has then."""
    with write():
        quiz = quiz_to_set_up(actor, quiz_id)
        require_draft(quiz)
        found = READY_MADE.get(name)
        if found is None:
            raise UserError(_("Choose one of the ready-made shows."), code="show")
        if quiz.segments:
            raise UserError(
                _("The quiz has segments already. Remove them, or add single ones."), status=409
            )
        planned = list(found.plan(quiz.seats))
        for kind, title, rules in planned:
            add_segment(actor, quiz_id, kind, title, rules, now)
        return len(planned)


def _required(seats: int) -> Iterator[Planned]:
    for seat in range(1, seats + 1):
        title = _("Required questions, seat %(n)d", n=seat)
        yield SegmentKind.REQUIRED, title, replace(PRESETS[SegmentKind.REQUIRED], seat=seat)


def _tie_break() -> Planned:
    return SegmentKind.TIE_BREAK, _("Tie-break"), PRESETS[SegmentKind.TIE_BREAK]


def _usual(seats: int) -> Iterator[Planned]:
    yield from _required(seats)
    for n in (1, 2):
        title = _("Buzzer questions, part %(n)d", n=n)
        yield SegmentKind.BUZZER, title, PRESETS[SegmentKind.BUZZER]
    yield _tie_break()


def _with_risk(seats: int) -> Iterator[Planned]:
    yield from _required(seats)
    yield SegmentKind.BUZZER, _("Buzzer questions"), PRESETS[SegmentKind.BUZZER]
    yield SegmentKind.RISK, _("Risk questions"), PRESETS[SegmentKind.RISK]
    yield _tie_break()


def _pictures(_seats: int) -> Iterator[Planned]:
    together = replace(PRESETS[SegmentKind.TOGETHER], questions=6)
    yield SegmentKind.TOGETHER, _("Pictures, everybody answers"), _pictured(together)
    buzzer = replace(PRESETS[SegmentKind.BUZZER], questions=4, second=SecondChance.NEXT_PRESS)
    yield SegmentKind.BUZZER, _("Pictures, buzzer"), _pictured(buzzer)
    yield SegmentKind.TIE_BREAK, _("Tie-break"), _pictured(PRESETS[SegmentKind.TIE_BREAK])


def _pictured(rules: SegmentRules) -> SegmentRules:
    return replace(rules, rule=(("media", "picture"),))


def _on_phones(_seats: int) -> Iterator[Planned]:
    rules = replace(PRESETS[SegmentKind.TOGETHER], questions=20, answer_by=AnswerBy.PHONE)
    yield SegmentKind.TOGETHER, _("Everybody answers on the phone"), rules
    yield _tie_break()


READY_MADE = {
    "usual": ReadyMade(
        lazy_gettext("Required, buzzer, tie-break"),
        lazy_gettext(
            "A round of required questions for every seat, two rounds of buzzer questions, a "
            "tie-break: six rounds for teams of three."
        ),
        _usual,
    ),
    "risk": ReadyMade(
        lazy_gettext("Required, buzzer, risk, tie-break"),
        lazy_gettext("Before the end every team chooses to play for 10, 20 or 30 points."),
        _with_risk,
    ),
    "pictures": ReadyMade(
        lazy_gettext("Pictures"),
        lazy_gettext("What is it? Everybody answers on the phone, then the buzzers."),
        _pictures,
    ),
    "phones": ReadyMade(
        lazy_gettext("All on phones"),
        lazy_gettext("Twenty questions that every team answers on its phone, and a tie-break."),
        _on_phones,
    ),
}
