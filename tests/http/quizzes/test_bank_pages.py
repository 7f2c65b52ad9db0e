"""The question bank in a browser: finding, adding, correcting, putting away; who may see it."""

from datetime import datetime

import pytest
from flask import Flask

from tests.support.banks import Keeper, make_keeper


@pytest.fixture
def keeper(app: Flask, now: datetime) -> Keeper:
    return make_keeper(app, now)


def test_an_empty_bank_is_listed_and_says_what_to_do(keeper: Keeper) -> None:
    assert f'href="/banks/{keeper.organisation_id}"' in keeper.browser.get("/banks").text
    page = keeper.browser.get(f"/banks/{keeper.organisation_id}")
    assert page.status_code == 200
