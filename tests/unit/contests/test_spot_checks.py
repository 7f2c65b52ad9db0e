"""Who is drawn for the spot-check, and from how many errors on everybody is checked."""

import hashlib

import pytest

from blueprints.contests.spot_checks import all_are_checked, draw, seed_of


def people(count: int) -> list[tuple[str, int | None]]:
    return [(f"e{n}", n) for n in range(1, count + 1)]


@pytest.mark.parametrize(
    ("count", "top", "lot"),
    [(0, 0, 0), (3, 3, 0), (10, 10, 0), (11, 10, 1), (16, 10, 1), (17, 10, 2), (50, 10, 6)],
)
def test_all_top_ten_and_at_least_15_percent_of_the_rest(count: int, top: int, lot: int) -> None:
    found = draw(people(count), "seed")
    assert (len(found.top), len(found.lot), found.rest) == (top, lot, max(0, count - 10))
    assert found.top == tuple(f"e{n}" for n in range(1, top + 1))
    assert not set(found.top) & set(found.lot)


def test_whoever_shares_place_ten_is_in_and_who_has_no_place_may_be_drawn() -> None:
    places: list[tuple[str, int | None]] = [*people(9), ("a", 10), ("b", 10), ("c", None)]
    found = draw(places, "seed")
    assert found.top[-2:] == ("a", "b") and found.lot == ("c",)


def test_anybody_can_draw_again() -> None:
    seed = seed_of("abcdef0123456789" * 4, "42")
    assert seed == "abcdef0123456789-42"
    rest = [f"e{n}" for n in range(11, 51)]
    order = sorted(rest, key=lambda ref: hashlib.sha256(f"{seed}:{ref}".encode()).hexdigest())
    assert draw(people(50), seed).lot == tuple(order[:6])
    assert draw(reversed(people(50)), seed).lot == tuple(order[:6])
    assert draw(people(50), seed_of("abcdef0123456789", "43")).lot != tuple(order[:6])


@pytest.mark.parametrize(
    ("sample", "errors", "all_of_them"),
    [(0, 0, False), (20, 0, False), (20, 1, False), (20, 2, True), (19, 1, True), (40, 2, False)],
)
def test_more_than_5_percent_errors_mean_everybody(
    sample: int, errors: int, all_of_them: bool
) -> None:
    refs = [f"e{n}" for n in range(sample)]
    assert all_are_checked(refs, set(refs[:errors])) is all_of_them
