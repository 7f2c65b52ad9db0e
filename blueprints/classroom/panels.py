"""The pieces of the room and of the studio: rendered alike in pages and in live frames.

A panel is a template with one root `<… id="room-NAME">` and a view of plain data. It names the
subjects after whose events it is drawn anew. Nothing here needs a request, and nothing in a room
panel belongs to one viewer: "mine" is added in the browser.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from flask import current_app, g
from flask_babel import force_locale  # type: ignore[import-untyped]
from markupsafe import Markup

from web.languages import SHORT_NAMES

Where = Literal["room", "studio"]
View = Callable[[int], dict[str, Any]]
SWAP = "morph:outerHTML"


@dataclass(frozen=True)
class Panel:
    """`view(session_id)` gives what `classroom/<where>/_<name>.html` shows."""

    where: Where
    name: str
    view: View
    subjects: tuple[str, ...]

    @property
    def target(self) -> str:
        """Its root in the page."""
        return f"#{self.where}-{self.name}"


_panels: dict[tuple[str, str], Panel] = {}


def add(where: Where, name: str, view: View, *subjects: str) -> None:
    """Declare a panel, redrawn after events whose kind begins with one of `subjects`."""
    _panels[where, name] = Panel(where, name, view, subjects)


def names(where: Where) -> list[str]:
    """The panels of the room or of the studio."""
    return [name for of, name in _panels if of == where]


def html(where: Where, name: str, session_id: int) -> Markup:
    """The panel in the language that is in force."""
    template = current_app.jinja_env.get_template(f"classroom/{where}/_{name}.html")
    values = _panels[where, name].view(session_id)
    return Markup(template.render(session_id=session_id, **values))  # noqa: S704 - Jinja escaped it


def fragments(
    where: Where, kinds: Iterable[str], session_id: int, language: str
) -> list[dict[str, str]]:
    """The panels that events of these kinds change, as a frame carries them."""
    subjects = {kind.partition(".")[0] for kind in kinds}
    with _request_of_nobody(), force_locale(SHORT_NAMES[language]):
        return [
            {"target": panel.target, "swap": SWAP, "html": str(html(where, name, session_id))}
            for (of, name), panel in _panels.items()
            if of == where and not subjects.isdisjoint(panel.subjects)
        ]


@contextmanager
def _request_of_nobody() -> Iterator[None]:
    """Addresses need a request; browsers put their own token in (static/js/classroom/deeds.js)."""
    with current_app.app_context(), current_app.test_request_context():
        g.csrf_token = ""  # where Flask-WTF keeps it, whoever caused the events
        yield
