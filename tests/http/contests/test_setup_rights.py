"""The pages of set-up: who gets them, who changes anything, and what bad input is told."""

from datetime import datetime

import pytest
from flask import Flask

from blueprints.contests.models import Judge
from store import db
from tests.support.contests import Hall, make_hall
from tests.support.desk import Browser, Staff

pytestmark = pytest.mark.usefixtures("stopped_clock")


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    return make_hall(now, open_round=False)


@pytest.fixture
def organiser(app: Flask, hall: Hall, now: datetime) -> Browser:
    return Staff(app, hall, now).browser("organiser")


FOREIGN = "2147483648"


PAGES = (
    "/contests/{contest}",
    "/contests/{contest}/settings",
    "/contests/{contest}/play",
    "/contests/{contest}/contest-file.json",
    "/contests/rounds/{round}",
    "/contests/rounds/{round}/scheme",
    "/contests/rounds/{round}/entries",
    "/contests/rounds/{round}/entries/file",
    "/contests/rounds/{round}/entries/template.xlsx",
    "/contests/rounds/{round}/entries/{entry}",
    "/contests/events/{event}/rounds/new",
)


TO_VIEW = {
    "/contests/{contest}",
    "/contests/{contest}/play",
    "/contests/{contest}/contest-file.json",
    "/contests/rounds/{round}",
    "/contests/rounds/{round}/entries",
}


def filled(hall: Hall, address: str) -> str:
    return address.format(
        contest=hall.contest_id,
        round=hall.round_id,
        event=hall.round.event_id,
        entry=hall.entry(0).key,
        judge=hall.judges[0].id,
    )


@pytest.mark.parametrize("address", PAGES)
def test_who_gets_a_page(app: Flask, hall: Hall, now: datetime, address: str) -> None:
    staff, path = Staff(app, hall, now), filled(hall, address)
    assert staff.browser("organiser").get(path).status_code == 200
    expected = 200 if address in TO_VIEW else 403
    assert staff.browser("scorer").get(path).status_code == expected
    assert staff.browser("stranger").get(path).status_code == 404
    anonymous = app.test_client().get(path)
    assert anonymous.status_code in (303, 302, 404)


POSTS = (
    "/contests/{contest}/settings",
    "/contests/{contest}/events",
    "/contests/{contest}/judges",
    "/contests/{contest}/judges/lines",
    "/contests/{contest}/judges/{judge}",
    "/contests/{contest}/judges/{judge}/removal",
    "/contests/{contest}/staff",
    "/contests/events/{event}/title",
    "/contests/events/{event}/removal",
    "/contests/events/{event}/rounds/new",
    "/contests/rounds/{round}",
    "/contests/rounds/{round}/scheme",
    "/contests/rounds/{round}/judges",
    "/contests/rounds/{round}/prizes",
    "/contests/rounds/{round}/removal",
    "/contests/rounds/{round}/play",
    "/contests/rounds/{round}/entries",
    "/contests/rounds/{round}/entries/lines",
    "/contests/rounds/{round}/entries/file",
    "/contests/rounds/{round}/entries/file/confirmation",
    "/contests/rounds/{round}/entries/order",
    "/contests/rounds/{round}/entries/codes",
    "/contests/rounds/{round}/entries/taken",
    "/contests/rounds/{round}/entries/teams",
    "/contests/rounds/{round}/entries/{entry}",
    "/contests/rounds/{round}/entries/{entry}/removal",
    "/contests/rounds/{round}/entries/{entry}/place",
)


FIELDS = {"title": "x", "name": "x", "lines": "x", "preset": "speech", "release": "each", "to": "1"}


@pytest.mark.parametrize("address", POSTS)
def test_only_who_sets_up_changes_anything(
    app: Flask, hall: Hall, now: datetime, address: str
) -> None:
    staff, path = Staff(app, hall, now), filled(hall, address)
    before = hall.round.contest.version
    assert staff.browser("scorer").post(path, **FIELDS).status_code == 403
    assert staff.browser("stranger").post(path, **FIELDS).status_code == 404
    assert app.test_client().post(path, data=FIELDS).status_code == 400  # no token
    assert staff.browser("organiser").post_bare(path, **FIELDS).status_code == 400
    assert hall.round.contest.version == before


@pytest.mark.parametrize(
    "address",
    [f"/contests/{FOREIGN}", f"/contests/rounds/{FOREIGN}", "/contests/rounds/999/entries"],
)
def test_what_is_not_there_is_not_found(organiser: Browser, address: str) -> None:
    assert organiser.get(address).status_code == 404


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("/contests/{contest}/settings", {"title": " "}),
        ("/contests/{contest}/settings", {"title": "x" * 201}),
        ("/contests/{contest}/settings", {"title": "x", "starts_on": "2026-02-30"}),
        ("/contests/rounds/{round}", {"title": "", "release": "each"}),
        ("/contests/rounds/{round}", {"title": "x", "release": "never"}),
        ("/contests/rounds/{round}/scheme", {"preset": ""}),
        ("/contests/rounds/{round}/scheme", {"preset": "olympic"}),
        ("/contests/rounds/{round}/scheme", {"preset": "team"}),
        ("/contests/rounds/{round}/scheme", {"preset": "team", "earlier_id": "x"}),
        ("/contests/events/{event}/rounds/new", {"title": "x", "preset": "", "release": "each"}),
        ("/contests/events/{event}/rounds/new", {"title": "", "preset": "speech"}),
        ("/contests/rounds/{round}/entries", {"name": ""}),
        ("/contests/rounds/{round}/entries", {"name": "x", "code": "A01"}),
        ("/contests/rounds/{round}/entries", {"name": "x" * 121}),
        ("/contests/rounds/{round}/entries/lines", {"lines": ""}),
        ("/contests/rounds/{round}/entries/lines", {"lines": "A01, 重复\nB1, "}),
        ("/contests/rounds/{round}/entries/{entry}", {"name": ""}),
        ("/contests/rounds/{round}/entries/{entry}", {"name": "x", "code": "A02"}),
    ],
)
def test_bad_input_is_said_at_the_form(
    hall: Hall, organiser: Browser, address: str, fields: dict[str, str]
) -> None:
    before = hall.round.contest.version
    answer = organiser.post(filled(hall, address), **fields)
    assert answer.status_code == 422
    assert "form-error" in answer.text or "cell-fault" in answer.text
    assert hall.round.contest.version == before


@pytest.mark.parametrize(
    ("address", "fields", "said"),
    [
        ("/contests/{contest}/events", {"title": ""}, "请填写赛项名称"),
        ("/contests/{contest}/judges", {"name": ""}, "请填写评委姓名"),
        ("/contests/{contest}/judges/lines", {"lines": "甲\n ,单位"}, "请填写评委姓名"),
        ("/contests/{contest}/staff", {"username": "nobody", "role": "scorer"}, "没有"),
        ("/contests/rounds/{round}/prizes", {"title": "一等奖", "count": "many"}, "1 至 10000"),
        ("/contests/rounds/{round}/entries/codes", {"prefix": "x" * 17}, ""),
        ("/contests/rounds/{round}/entries/teams", {}, "每个单位都已有队伍"),
        ("/contests/rounds/{round}/play", {}, "没有可供演练的打分"),
        ("/contests/events/{event}/removal", {}, "该赛项下有轮次"),
    ],
)
def test_a_refusal_is_said_on_the_page_one_comes_back_to(
    hall: Hall, organiser: Browser, address: str, fields: dict[str, str], said: str
) -> None:
    before = hall.round.contest.version
    answer = organiser.post(filled(hall, address), **fields)
    assert answer.status_code == 303
    page = organiser.get(answer.location.partition("#")[0]).text
    assert "toast-error" in page
    assert said in page
    assert hall.round.contest.version == before


def test_a_judge_of_another_contest_is_not_found(
    hall: Hall, organiser: Browser, now: datetime
) -> None:
    other = make_hall(now)
    path = f"/contests/{hall.contest_id}/judges/{other.judges[0].id}"
    assert organiser.post(path, name="x").status_code == 404
    assert organiser.post(f"{path}/removal").status_code == 404
    assert db.session.get_one(Judge, other.judges[0].id).name == "评委示1"
