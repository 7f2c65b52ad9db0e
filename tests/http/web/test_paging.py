"""Pages of a long list, and addresses of its other pages."""

import pytest
import sqlalchemy as sa
from flask import Flask, render_template_string

from web.paging import MOST_PER_PAGE, Page, page_number, page_url, paged

PAGES = '{% from "components/blocks.html" import pages %}{{ pages(page) }}'


def numbers(count: int) -> sa.Select[tuple[int]]:
    """1, 2 … `count`, without a table."""
    start = sa.select(sa.literal(1).label("n")).cte("numbers", recursive=True)
    rows = start.union_all(sa.select(start.c.n + 1).where(start.c.n < count))
    return sa.select(rows.c.n).order_by(rows.c.n)


@pytest.mark.parametrize(
    ("number", "first", "last"), [(1, 1, 50), (2, 51, 100), (3, 101, 120), (99, 101, 120)]
)
def test_a_page_holds_its_part_and_one_past_the_end_is_the_last(
    app: Flask, number: int, first: int, last: int
) -> None:
    with app.test_request_context(f"/page?page={number}"):
        page = paged(numbers(120))
    assert page.items == list(range(first, last + 1))
    assert (page.first, page.last, page.total, page.pages) == (first, last, 120, 3)


def test_rows_of_several_columns_stay_rows(app: Flask) -> None:
    query = numbers(2)
    with app.test_request_context("/page"):
        page = paged(query.add_columns(sa.literal("x")))
    assert [tuple(row) for row in page.items] == [(1, "x"), (2, "x")]


def test_a_page_is_never_longer_than_the_limit(app: Flask) -> None:
    with app.test_request_context("/page"):
        assert len(paged(numbers(300), per_page=1000).items) == MOST_PER_PAGE


@pytest.mark.parametrize("text", ["0", "-1", "x", "", "1e9", "²", "9" * 30])
def test_nonsense_is_the_first_page(app: Flask, text: str) -> None:
    with app.test_request_context("/page", query_string={"page": text}):
        assert page_number() == 1


def test_the_links_keep_the_filters(app: Flask) -> None:
    with app.test_request_context("/page?q=铣&zone=a&zone=b&page=2&lang=en"):
        assert page_url(3) == "/page?q=铣&zone=a&zone=b&page=3&lang=en".replace("铣", "%E9%93%A3")
        html = render_template_string(PAGES, page=Page([1] * 50, 2, 50, 120))
        assert "51–100 of 120" in html
        assert 'rel="prev"' in html
        assert 'rel="next"' in html
        assert not render_template_string(PAGES, page=Page([1], 1, 50, 1)).strip()
