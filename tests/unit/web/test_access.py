"""Addresses to go back to stay on this site."""

import pytest

from store.actors import Actor, Grant
from web.access import holds_any, safe_next


@pytest.mark.parametrize("target", ["/", "/contests/12?page=2", "/join/a-b_c#x", "/搜索?q=铣"])
def test_addresses_on_this_site_are_kept(target: str) -> None:
    assert safe_next(target) == target


@pytest.mark.parametrize(
    "target",
    [
        None,
        "",
        "contests",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "\\\\evil.example",
        " //evil.example",
        "/a\\b",
    ],
)
def test_other_addresses_are_not(target: str | None) -> None:
    assert safe_next(target, "/home") == "/home"


def test_a_role_anywhere_counts_and_an_administrator_holds_all() -> None:
    scorer = Actor("account", 1, "", frozenset({Grant("scorer", "contest", contest_id=3)}))
    admin = Actor("account", 2, "", frozenset({Grant("administrator", "system")}))
    assert holds_any(scorer, "organiser", "scorer")
    assert not holds_any(scorer, "organiser")
    assert holds_any(admin, "organiser")
