"""The stage in HTML: one set of partials for pages, catch-up panels and live frames.

Nothing here needs a request, so that a frame is made once per view and language for everybody.
"""

from typing import Any

from flask import current_app
from flask_babel import force_locale  # type: ignore[import-untyped]

from blueprints.quizzes.queries.stage import Stage
from web.languages import SHORT_NAMES as LOCALES

VIEWS = ("page", "hall")  # observers' phones, the projector


def screen(stage: Stage, view: str, language: str) -> str:
    """What changes with every move."""
    return _part(view, stage, language)


def panel(stage: Stage, view: str, language: str, ticket: str = "") -> str:
    """The whole live part, with the page's own ticket where there is one."""
    return _part(
        "panel",
        stage,
        language,
        view=view,
        room=room_of(stage.quiz_id, view, language),
        panel_url=panel_address(stage.key, view, language),
        ticket=ticket,
    )


def room_of(quiz_id: int, view: str, language: str) -> str:
    """The live room of a view: `quiz:12:zh`, on the projector `quiz:12:zh:hall`."""
    return f"quiz:{quiz_id}:{language}" + (":hall" if view == "hall" else "")


def panel_address(key: str, view: str, language: str) -> str:
    """Where a browser that missed something gets the panel; usable without a request."""
    return f"/quiz/{key}/panel?view={view}&lang={language}"


def _part(name: str, stage: Stage, language: str, **values: Any) -> str:
    template = current_app.jinja_env.get_template(f"quizzes/stage/_{name}.html")
    with force_locale(LOCALES[language]):
        return template.render(stage=stage, language=language, **values)
