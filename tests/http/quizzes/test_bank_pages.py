"""The question bank in a browser: finding, adding, correcting, putting away; who may see it."""

import re
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


CHOICE = {
    "kind": "single",
    "text": "基层工会委员会的会员应有多少人以上？",
    "options-0": "15人",
    "options-1": "25人",
    "options-2": "50人",
    "right": "1",
    "source": "《工会法》第十一条",
    "subject": "工会法",
    "level": "national",
    "difficulty": "1",
}


def test_a_question_is_added_corrected_and_put_away(keeper: Keeper) -> None:
    bank = f"/banks/{keeper.organisation_id}"
    assert keeper.browser.post(f"{bank}/questions/new", **CHOICE).status_code == 303
    listed = keeper.browser.get(bank).text
    assert "会员应有多少人" in listed
    question = re.search(rf"{bank}/questions/\d+", listed)
    assert question is not None
    assert 'value="25人"' in keeper.browser.get(question[0]).text
    wrong = keeper.browser.post(question[0], **{**CHOICE, "right": "3"})
    assert wrong.status_code == 422
    assert "答案" in wrong.text
    changed = {**CHOICE, "text": "建立基层工会委员会，会员应有多少人以上？"}
    assert keeper.browser.post(question[0], **changed).status_code == 303
    assert "建立基层工会委员会" in keeper.browser.get(bank).text
    keeper.browser.post(f"{question[0]}/putting-away")
    assert "建立基层工会委员会" not in keeper.browser.get(bank).text
    assert "建立基层工会委员会" in keeper.browser.get(f"{bank}?use=retired").text
