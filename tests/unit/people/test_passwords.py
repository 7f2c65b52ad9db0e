"""Which passwords are accepted, and how they are kept."""

import pytest
from argon2 import PasswordHasher
from flask import Flask

from blueprints.people import passwords
from store import UserError

USERNAME, NAME = "zhaoshiyi", "赵示一"


@pytest.mark.parametrize(
    "password",
    [
        "Granite-harbour-7",
        "Tr0mbone+x",
        "granite harbour sunrise",  # long enough to need no digits
        "工会比武现场评分系统真好用呀呀呀呀",
    ],
)
def test_a_good_password_is_accepted(app: Flask, password: str) -> None:
    passwords.check(password, USERNAME, NAME)


@pytest.mark.parametrize(
    "password",
    [
        "Sh0rt+pwd",  # nine characters
        "granite777777",  # two classes
        "x" * 129,
        "Zhaoshiyi-2026",  # the user name
        "2026-赵示一-abcdefg",  # the name
        "Password-2026",  # a common word with decoration
        "P@ssw0rd2026!",
        "Gonghui2026!!",
        "aaaaaaaaaaaaaaaaaa",  # one character
        "0123456789012345",
        "qwertyuiopqwertyuiop",
        "Abcdefgh-1234",
    ],
)
def test_a_weak_password_is_refused(app: Flask, password: str) -> None:
    with pytest.raises(UserError) as refused:
        passwords.check(password, USERNAME, NAME)
    assert refused.value.code == "weak_password"


def test_the_hash_is_argon2id_and_verifies() -> None:
    encoded = passwords.hash_password("Granite-harbour-7")
    assert encoded.startswith("$argon2id$")
    assert passwords.verify(encoded, "Granite-harbour-7")
    assert not passwords.verify(encoded, "Granite-harbour-8")


def test_full_width_typing_is_the_same_password() -> None:
    encoded = passwords.hash_password("Granite-harbour-7")
    assert passwords.verify(encoded, "Ｇｒａｎｉｔｅ－ｈａｒｂｏｕｒ－７")


def test_nothing_matches_an_account_without_a_password() -> None:
    assert not passwords.verify(None, "a password nobody has")


def test_a_hash_made_with_other_parameters_is_to_be_renewed() -> None:
    weaker = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash("x")
    assert passwords.needs_rehash(weaker)
    assert not passwords.needs_rehash(passwords.hash_password("x"))
