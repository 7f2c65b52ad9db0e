"""Stored files are found by their content, and one that is lost is told as lost."""

import pytest
from flask import Flask

from store.errors import FileLost
from store.files import files


def test_the_same_content_is_one_file(app: Flask) -> None:
    name = files().put(b"a certificate")
    assert files().put(b"a certificate") == name
    assert files().read(name) == b"a certificate"


def test_nothing_but_a_name_leads_to_a_file(app: Flask) -> None:
    for name in ("../secret_key", "", "A" * 64, "a" * 63, "a" * 65):
        with pytest.raises(ValueError, match="no name"):
            files().path(name)


def test_a_file_that_is_gone_is_told_as_lost(app: Flask) -> None:
    name = files().put(b"soon gone")
    files().remove(name)
    with pytest.raises(FileLost):
        files().read(name)
