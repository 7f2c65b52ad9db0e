"""Fonts that administrators add: looked at, tried, kept; the others refused with the reason."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask

from blueprints.certificates import studio
from blueprints.certificates.queries import fonts as queries
from blueprints.certificates.queries.fonts.coverage import coverage, gb2312, general
from blueprints.certificates.services import fonts
from blueprints.certificates.services.fonts import FontInput
from documents.fonts.sources import installed
from store import UserError
from store.actors import SYSTEM
from tests.support.made_up_font import HAN, font
from tests.support.people import World, make_world


@pytest.fixture(scope="module", autouse=True)
def _children(_app: Flask) -> Iterator[None]:
    """One set of child processes for all tests here: each start costs seconds."""
    yield
    _app.extensions["studio"].close()


@pytest.fixture
def world(app: Flask, now: datetime) -> World:
    return make_world(now)


def test_the_lists_of_characters_are_complete() -> None:
    assert (len(gb2312()), len(general())) == (6763, 8105)
    assert ord("匠") in gb2312()
    assert ord("𬭸") in general() - gb2312()
    assert coverage({ord("a"), ord("匠")}).ascii == 1


def test_a_font_is_kept_for_its_role_and_shown(world: World, now: datetime) -> None:
    made = fonts.add_font(SYSTEM, FontInput(font(), "fangsong", "bought in 2025"), now)
    (card,) = queries.font_cards()
    assert (card.id, card.css_name, card.weight) == (made, "Guildhall FangSong", 400)
    assert card.coverage is not None
    assert (card.coverage.gb2312, card.coverage.ascii) == (6763, 95)
    assert card.coverage.general < 8105
    assert [one.family for one in studio.fonts()] == ["Guildhall FangSong"]
    assert queries.sample_picture(made).startswith(b"\x89PNG")


def test_a_retired_font_is_used_no_longer_and_may_come_back(world: World, now: datetime) -> None:
    made = fonts.add_font(SYSTEM, FontInput(font()), now)
    fonts.retire_font(SYSTEM, made, now)
    assert studio.fonts() == ()
    assert fonts.add_font(SYSTEM, FontInput(font(), "biaosong"), now) == made
    assert [one.family for one in studio.fonts()] == ["Guildhall BiaoSong"]


def test_a_family_is_added_once(world: World, now: datetime) -> None:
    fonts.add_font(SYSTEM, FontInput(font()), now)
    with pytest.raises(UserError, match="Shili FangSong"):
        fonts.add_font(SYSTEM, FontInput(font(characters=HAN + "ab")), now)
    fonts.add_font(SYSTEM, FontInput(font("Shili Two"), "fangsong"), now)
    with pytest.raises(UserError, match="Guildhall FangSong"):
        fonts.add_font(SYSTEM, FontInput(font("Shili Three"), "fangsong"), now)


REFUSED = {
    "restricted": (lambda: font(rights=2), ""),
    "bitmaps only": (lambda: font(rights=0x200), ""),
    "few characters": (lambda: font(characters="abc匠"), "fangsong"),
    "a built-in name": (lambda: font("Guildhall Song"), ""),
    "a name that leaves the style": (lambda: font('x"; } * { color: red'), ""),
    "cut short": (lambda: font()[:400], ""),
    "a collection": (lambda: installed("NotoSerifCJK-Regular.ttc").read_bytes()[:9_000], ""),
    "no font": (lambda: b"%PDF-1.7", ""),
    "nothing": (lambda: b"", ""),
    "no such role": (font, "comic"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_unusable_fonts_are_refused_and_not_kept(world: World, now: datetime, case: str) -> None:
    make, role = REFUSED[case]
    with pytest.raises(UserError):
        fonts.add_font(SYSTEM, FontInput(make(), role), now)
    assert queries.font_cards() == []


def test_only_administrators_add_and_retire(world: World, now: datetime) -> None:
    made = fonts.add_font(world.actor(world.administrator), FontInput(font()), now)
    admin = world.actor(world.west_admin)
    with pytest.raises(UserError):
        fonts.add_font(admin, FontInput(font("Shili Two")), now)
    with pytest.raises(UserError):
        fonts.retire_font(admin, made, now)
    assert len(studio.fonts()) == 1
