"""What strangers can do at the public addresses of certificates."""

import pytest
from flask import Flask

from blueprints.certificates.award_rows import AwardRow, tidied
from blueprints.certificates.queries.outputs import file_name
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


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("001-\u202efdp.exe", "001-fdp.exe.pdf"),
        ("001-赵\u200b一\ufeff", "001-赵一.pdf"),
        ("001-../../赵", "001-.._.._赵.pdf"),
        ("001-赵\r\nX-Evil: 1", "001-赵 X-Evil_ 1.pdf"),
        ("\u2066", "_.pdf"),
    ],
)
def test_a_files_name_is_what_it_looks_like(stem: str, name: str) -> None:
    assert file_name(stem, ".pdf") == name


def test_signs_that_nobody_sees_are_left_out_of_names() -> None:
    """Else two people of one name would differ, and nobody would find who is searched for."""
    row = tidied(
        AwardRow("赵\u200b一\u202e", unit="\ufeff示例\x7f厂", values={"a\u2060": "\u2067b"})
    )
    assert (row.name, row.unit, row.values) == ("赵一", "示例厂", {"a": "b"})
    assert tidied(AwardRow("می\u200cخواهم")).name == "می\u200cخواهم"
