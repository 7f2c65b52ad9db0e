"""Pages as rows."""

from collections.abc import Iterable

from blueprints.classroom.excerpts.pagination import Page
from blueprints.classroom.models import ExcerptPage


def rows(pages: Iterable[Page]) -> list[ExcerptPage]:
    """One row a page, numbered from 1."""
    return [
        ExcerptPage(number=number, heading=page.heading, text="\n".join(page.paragraphs))
        for number, page in enumerate(pages, 1)
    ]
