"""What other features put on the start page.

Features register functions when the app is made; the start page knows none of them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from store.actors import Actor


@dataclass(frozen=True)
class Section:
    """A place in the application that a signed-in person works in."""

    title: str
    text: str
    href: str
    icon: str


Panel = Callable[[], Markup]
SectionSource = Callable[[Actor], list[Section]]

_panels: list[Panel] = []
_sections: list[SectionSource] = []


def add(panel: Panel) -> Panel:
    """Show a piece of html to everybody: `panel()` gives it, or `Markup()` for nothing.

    `Markup(render_template(…))`, so that whoever made the html vouches for it.
    """
    if panel not in _panels:
        _panels.append(panel)
    return panel


def add_section(source: SectionSource) -> SectionSource:
    """Show the sections that `source(actor)` gives to whoever is signed in."""
    if source not in _sections:
        _sections.append(source)
    return source


def shown() -> list[Markup]:
    """The panels that have something to show."""
    return [html for panel in _panels if (html := panel())]


def sections(actor: Actor) -> list[Section]:
    """Every section of this actor, in the order in which features registered."""
    return [section for source in _sections for section in source(actor)]
