"""A contestant's phone in HTML: one set of partials for the page, the panel and live frames."""

from typing import Any

from flask import current_app
from flask_babel import force_locale  # type: ignore[import-untyped]

from blueprints.quizzes.queries.seats import PhoneView, Sitting
from web.languages import SHORT_NAMES

KIND = "quiz-seat"


def room_of(contestant_id: int, device: int, language: str) -> str:
    """The live room of one phone at one seat: `quiz-seat:12:1:zh`."""
    return f"{ticket_room(contestant_id, device)}:{language}"


def ticket_room(contestant_id: int, device: int) -> str:
    """What a phone's live ticket is for, whatever its language."""
    return f"{KIND}:{contestant_id}:{device}"


def panel_address(contestant_id: int, language: str) -> str:
    """Where a phone that missed something gets the panel; usable without a request."""
    return f"/quiz/seat/{contestant_id}/panel?lang={language}"


def screen(seat: Sitting, view: PhoneView, language: str) -> str:
    """What changes with every move."""
    return _part("screen", seat, view, language)


def panel(seat: Sitting, view: PhoneView, language: str, ticket: str = "") -> str:
    """The whole live part, with the page's own ticket where there is one."""
    return _part(
        "panel",
        seat,
        view,
        language,
        room=room_of(seat.contestant_id, seat.device, language),
        panel_url=panel_address(seat.contestant_id, language),
        ticket=ticket,
    )


def _part(name: str, seat: Sitting, view: PhoneView, language: str, **values: Any) -> str:
    template = current_app.jinja_env.get_template(f"quizzes/seats/_{name}.html")
    with force_locale(SHORT_NAMES[language]):
        return template.render(seat=seat, view=view, stage=view.stage, turn=view.turn, **values)
