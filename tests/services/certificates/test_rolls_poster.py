"""The poster: everybody stands inside of the field, nobody on anybody, a crowd on more sheets."""

import io
import itertools
from datetime import datetime

import pytest
from flask import Flask
from PIL import Image

from blueprints.certificates.models import HonorRoll
from blueprints.certificates.queries.rolls import AwardGroup, Honoree, even_rows, roll_by_slug
from blueprints.certificates.queries.rolls import poster as rolls_poster
from blueprints.certificates.queries.rolls.grid import (
    HEIGHT,
    LEFT,
    MOST_COLUMNS,
    TOP,
    WIDTH,
    Card,
    sheets,
    width_in_ems,
)
from store import db
from store.actors import ANONYMOUS
from tests.support.certificates import codes_in, pages_of, pictures_in, text_of
from tests.support.honors import hide, honored_list, public_roll
from tests.support.people import make_world


def person(number: int, *, photo: bool = True) -> Honoree:
    unit = "示例精密制造股份有限公司数控加工中心工会委员会"[: 6 + number % 18]
    name = ("赵示一", "欧阳示", "Alexandra Example-Longname von Beispielhausen")[number % 3]
    kept = "0" * 64 if photo and number % 5 else None
    return Honoree(number, name, "同志", unit, "", "", "", kept, ())


def groups(*counts: int, photo: bool = True) -> list[AwardGroup]:
    numbers = itertools.count()
    return [
        AwardGroup(f"{n}等奖", tuple(person(next(numbers), photo=photo) for _ in range(count)))
        for n, count in enumerate(counts, 1)
    ]


def overlap(one: Card, other: Card) -> bool:
    apart = (
        one.x + one.shape.width <= other.x + 0.01
        or other.x + other.shape.width <= one.x + 0.01
        or one.y + one.shape.height <= other.y + 0.01
        or other.y + other.shape.height <= one.y + 0.01
    )
    return not apart


@pytest.mark.parametrize("photo", [True, False])
@pytest.mark.parametrize(
    "counts", [(1,), (2,), (1, 3, 7), (6, 14, 20), (60,), (3, 40, 90), (1, 1, 1, 1, 1), (150,)]
)
def test_everybody_has_a_place_of_their_own(counts: tuple[int, ...], photo: bool) -> None:
    made = sheets(groups(*counts, photo=photo))
    placed = [card.who.id for sheet in made for card in sheet.cards]
    assert placed == list(range(sum(counts)))
    for sheet in made:
        for card in sheet.cards:
            assert card.x >= LEFT - 0.01
            assert card.x + card.shape.width <= LEFT + WIDTH + 0.01
            assert width_in_ems(card.who.name) * card.name <= card.shape.width
            assert card.y >= TOP
            assert card.y + card.shape.height <= TOP + HEIGHT + 0.01
        assert not any(overlap(a, b) for a, b in itertools.combinations(sheet.cards, 2))
        assert sheet.headings[0].y < sheet.cards[0].y


def test_sixty_stand_on_one_sheet_and_more_on_several() -> None:
    assert len(sheets(groups(60))) == 1
    assert len(sheets(groups(61))) == 2
    assert sheets([]) == []
    assert all(card.shape.columns <= MOST_COLUMNS for card in sheets(groups(150))[0].cards)


def test_the_highest_award_is_bigger_where_there_is_room() -> None:
    first, *others = sheets(groups(1, 3, 7))[0].cards
    assert first.shape.portrait > others[0].shape.portrait
    assert {card.shape.portrait for card in others} == {others[0].shape.portrait}


@pytest.mark.parametrize(("count", "rows"), [(7, [4, 3]), (6, [6]), (13, [5, 4, 4]), (0, [])])
def test_rows_are_even(count: int, rows: list[int]) -> None:
    people = [person(n) for n in range(count)]
    made = even_rows(people, 6)
    assert [len(row) for row in made] == rows
    assert [one for row in made for one in row] == people


@pytest.mark.usefixtures("app")
def test_the_pdf_has_its_people_and_forgets_who_withdrew(now: datetime) -> None:
    list_id = honored_list(make_world(now).west, now)
    roll = db.session.get_one(HonorRoll, public_roll(list_id, now))
    address = f"https://example.org/honor/{roll.slug}"
    before = rolls_poster.poster_pdf(roll_by_slug(ANONYMOUS, roll.slug), "a3", "zh", address)
    assert pages_of(before) == [(297.0, 420.0)]
    for word in ("光荣榜", "一等奖", "赵示一", "示例机床厂工会", "示例西区总工会", "2026年5月12日"):
        assert word in text_of(before)
    assert len([size for size in pictures_in(before) if size == (300, 400)]) == 1
    hide(list_id, 0, now)
    db.session.rollback()
    after = rolls_poster.poster_pdf(roll_by_slug(ANONYMOUS, roll.slug), "a3", "zh", address)
    assert "赵示一" not in text_of(after)
    assert "一等奖" not in text_of(after)
    assert (300, 400) not in pictures_in(after)


def drawn_to_the_edge(app: Flask, pdf: bytes) -> bool:
    """Whether no corner of the sheet was left as white paper."""
    png = app.extensions["studio"].renderer.picture(pdf, 0, 420)
    with Image.open(io.BytesIO(png)) as picture:
        width, height = picture.size
        corners = [(3, 3), (width - 4, 3), (3, height - 4), (width - 4, height - 4)]
        return all(picture.convert("RGB").getpixel(at) != (255, 255, 255) for at in corners)


@pytest.mark.parametrize("size", ["a4", "a3", "a2"])
def test_the_ground_fills_every_size(app: Flask, now: datetime, size: str) -> None:
    list_id = honored_list(make_world(now).west, now)
    roll = db.session.get_one(HonorRoll, public_roll(list_id, now))
    pdf = rolls_poster.poster_pdf(roll_by_slug(ANONYMOUS, roll.slug), size, "zh")
    assert drawn_to_the_edge(app, pdf)


def test_the_code_on_it_opens_the_page(app: Flask, now: datetime) -> None:
    list_id = honored_list(make_world(now).west, now)
    roll = db.session.get_one(HonorRoll, public_roll(list_id, now, palette="plain"))
    view = roll_by_slug(ANONYMOUS, roll.slug)
    address = f"https://example.org/honor/{roll.slug}"
    pdf = rolls_poster.poster_pdf(view, "a4", "en", address)
    assert pages_of(pdf) == [(210.0, 297.0)]
    assert "12May2026" in text_of(pdf) or "2026年5月12日" in text_of(pdf)
    picture = app.extensions["studio"].renderer.picture(pdf, 0, 2400)
    assert codes_in(picture) == [address]
    assert not codes_in(
        app.extensions["studio"].renderer.picture(
            rolls_poster.poster_pdf(view, "a4", "en"), 0, 2400
        )
    )
