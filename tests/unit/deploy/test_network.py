"""The addresses that are printed for phones are addresses at which phones find the server."""

import pytest

from deploy.network import lan_addresses, reached_by_phones


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.1.1", "localhost", "::1"])
def test_what_only_this_machine_reaches_is_no_address_for_phones(host: str) -> None:
    assert reached_by_phones(host) == []


def test_one_address_is_its_own_and_all_are_those_of_the_machine() -> None:
    assert reached_by_phones("192.0.2.7") == ["192.0.2.7"]
    assert reached_by_phones("0.0.0.0") == reached_by_phones("::") == lan_addresses()
