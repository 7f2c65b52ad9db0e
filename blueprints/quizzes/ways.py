"""The ways between a quiz's pages, for those who may go them."""

from dataclasses import dataclass

from flask import current_app, request, url_for
from flask_babel import lazy_gettext as _

from blueprints.contests.access import Right, may
from blueprints.quizzes.models import Quiz
from store.actors import Actor


@dataclass(frozen=True)
class Way:
    """A page of the quiz: its endpoint takes `quiz_id`, or `key` where the public goes."""

    endpoint: str
    label: str
    icon: str
    right: Right
    by_key: bool = False


@dataclass(frozen=True)
class Shown:
    """A way as a page draws it."""

    label: str
    icon: str
    url: str
    here: bool


WAYS = (
    Way("quizzes.setup_quiz", _("Set-up"), "settings", Right.VIEW),
    Way("quizzes.desk_page", _("Quiz desk"), "clipboard-list", Right.RUN),
    Way("quizzes.card_page", _("Announcer’s card"), "presentation", Right.ANNOUNCE),
    Way("quizzes.seats_page", _("Seats and phones"), "qrcode", Right.RUN),
    Way("quizzes.presses_page", _("Press log"), "list-numbers", Right.RUN),
    Way("quizzes.quiz_hall", _("Hall screen"), "device-tv", Right.VIEW, by_key=True),
    Way("quizzes.quiz_page", _("Observers’ phones"), "device-mobile", Right.VIEW, by_key=True),
)


def ways(actor: Actor, quiz: Quiz) -> list[Shown]:
    """Where this actor may go from here."""
    contest, known = quiz.round.contest, current_app.view_functions
    return [
        Shown(
            str(way.label),
            way.icon,
            url_for(way.endpoint, **({"key": quiz.key} if way.by_key else {"quiz_id": quiz.id})),
            request.endpoint == way.endpoint,
        )
        for way in WAYS
        if way.endpoint in known and may(actor, contest, way.right)
    ]
