"""Addresses that are printed: which of them will still lead here in years."""

import pytest

from web.lasting import is_lasting

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    "address",
    ["https://zs.example.org", "https://gonghui.example.cn:8443/pingtai", "https://例子.中国"],
)
def test_names_under_https_last(address: str) -> None:
    assert is_lasting(address)


@pytest.mark.parametrize(
    "address",
    [
        "http://zs.example.org",
        "https://192.0.2.7",
        "https://192.0.2.7:8443/",
        "https://[2001:db8::1]",
        "https://localhost",
        "https://LOCALHOST.:443",
        "https://hall.local",
        "https://server",
        "https://10.1",
        "https://[broken",
        "https://",
        "",
        "zs.example.org",
    ],
)
def test_others_do_not(address: str) -> None:
    assert not is_lasting(address)
