"""Pages of a long list."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

import sqlalchemy as sa
from flask import Flask, request, url_for

from store import db

T = TypeVar("T")

PER_PAGE = 50
MOST_PER_PAGE = 200
MOST_PAGES = 100_000  # keeps the offset within what a database takes


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of `total` things; `number` counts from 1."""

    items: list[T]
    number: int
    per_page: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.per_page))

    @property
    def first(self) -> int:
        """Position of the first item shown, from 1; 0 when there is none."""
        return (self.number - 1) * self.per_page + 1 if self.items else 0

    @property
    def last(self) -> int:
        return self.first + len(self.items) - 1 if self.items else 0


def init_app(app: Flask) -> None:
    app.jinja_env.globals["page_url"] = page_url


def page_number() -> int:
    """The page asked for by `?page=`; anything that isn't a sensible number is page 1."""
    text = request.args.get("page", "1")
    if not text.isascii() or not text.isdigit() or len(text) > len(str(MOST_PAGES)):
        return 1
    return min(max(int(text), 1), MOST_PAGES)


def paged(query: sa.Select[Any], number: int | None = None, per_page: int = PER_PAGE) -> Page[Any]:
    """Run `query` (already ordered) for one page; a page past the end gives the last one."""
    per_page = min(per_page, MOST_PER_PAGE)
    counted = sa.select(sa.func.count()).select_from(query.order_by(None).subquery())
    total = db.session.scalar(counted) or 0
    number = min(number or page_number(), max(1, -(-total // per_page)))
    rows = db.session.execute(query.limit(per_page).offset((number - 1) * per_page))
    single = len(query.column_descriptions) == 1
    items = list(rows.scalars() if single else rows)
    return Page(items, number, per_page, total)


def page_url(number: int) -> str:
    """This page's address with another `page`, other query arguments kept.

    They come after the address is made: `url_for` would take `?_scheme=` or `?endpoint=` of a
    visitor for its own arguments.
    """
    assert request.endpoint is not None
    address = url_for(request.endpoint, **(request.view_args or {}))
    arguments = request.args.copy()
    arguments["page"] = str(number)
    return f"{address}?{urlencode(list(arguments.items(multi=True)))}"
