"""A reveal in HTML for halls: one set of partials for page, catch-up panel and live frames.

Nothing here needs a request, so that a frame is made once per language for everybody.
"""

from typing import Any

from flask import current_app
from flask_babel import force_locale

from blueprints.contests.queries.reveal import HallView
from web.languages import SHORT_NAMES as LOCALES


def screen(view: HallView, language: str) -> str:
    """What changes with every step."""
    return _part("screen", view, language)


def panel(view: HallView, language: str, ticket: str = "") -> str:
    """The whole, with the page's own ticket where there is one."""
    address = panel_address(view.id, language)
    return _part("panel", view, language, panel_url=address, ticket=ticket)


def panel_address(ceremony_id: int, language: str) -> str:
    """Where a browser that missed something gets the panel; usable without a request."""
    return f"/reveal/{ceremony_id}/panel?lang={language}"


def photo_address(view: HallView, key: str) -> str:
    """A photograph under the step that shows it: before that step there is none."""
    return f"/reveal/{view.id}/photo/{view.number}/{key}.jpg"


def _part(name: str, view: HallView, language: str, **values: Any) -> str:
    template = current_app.jinja_env.get_template(f"contests/reveal/_{name}.html")
    with force_locale(LOCALES[language]):
        return template.render(view=view, language=language, photo=photo_address, **values)
