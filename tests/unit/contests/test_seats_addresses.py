"""Addresses printed for phones."""

import pytest

from blueprints.contests.routes.addresses import reachable


@pytest.mark.parametrize(
    ("host", "public", "network", "expected"),
    [
        ("http://127.0.0.1:8000/", "", "10.0.0.7", "http://10.0.0.7:8000/join"),
        ("http://localhost/", "", "10.0.0.7", "http://10.0.0.7/join"),
        ("http://[::1]:8000/", "", "10.0.0.7", "http://10.0.0.7:8000/join"),
        ("https://10.0.0.9:8443/", "", "10.0.0.7", "https://10.0.0.9:8443/join"),
        ("http://hall.example.org/", "", "10.0.0.7", "http://hall.example.org/join"),
        ("http://127.0.0.1:8000/", "", None, "http://127.0.0.1:8000/join"),
        (
            "http://127.0.0.1:8000/",
            "https://u.example.org/",
            "10.0.0.7",
            "https://u.example.org/join",
        ),
    ],
)
def test_phones_get_an_address_that_they_reach(
    host: str, public: str, network: str | None, expected: str
) -> None:
    assert reachable("/join", host, public, network) == expected
