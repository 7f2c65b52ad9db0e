"""What strangers can do at the public addresses of certificates."""

import pytest
from flask import Flask

from blueprints.certificates.routes.verifying import network


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("2001:db8::1", "2001:db8::/64"),  # the noughts that aren't written count, too
        ("2001:db8::2:0:0:1", "2001:db8::/64"),
        ("unknown", "unknown"),
    ],
)
def test_one_machine_is_one_asker_however_its_address_is_written(
    app: Flask, address: str, counted_as: str
) -> None:
    with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert network() == counted_as
