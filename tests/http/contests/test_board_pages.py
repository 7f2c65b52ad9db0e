"""The board over HTTP: who gets it, in which form, and what it never holds."""

from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blueprints.contests.services import desk, progress, setup
from store import write
from store.actors import SYSTEM
from tests.support.contests import Hall, make_hall
from tests.support.desk import Staff

VIEWS = ("", "/hall", "/overlay", "/panel")
SECRET = ("9.37", "8.73", "7.39", "8.497")


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    """A round with the first entrant on stage."""
    hall = make_hall(now)
    desk.call_entry(SYSTEM, hall.round_id, hall.entry(0).key, now)
    return hall


def address(hall: Hall, view: str = "") -> str:
    return f"/board/{hall.round_id}{view}"


def close_to_the_public(hall: Hall) -> None:
    inside = setup.ContestInput("内部测试", public=False)
    setup.update_contest(SYSTEM, hall.contest_id, inside, hall.now)


@pytest.mark.parametrize("view", VIEWS)
def test_everybody_may_look(hall: Hall, client: FlaskClient, view: str) -> None:
    answer = client.get(address(hall, view))
    assert answer.status_code == 200
    assert "赵示一" in answer.text
    assert "正在评分" in answer.text
    assert '<section class="board" id="board"' in answer.text
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("number", ["999", "2147483647", "99999999999999999999"])
def test_an_unknown_round_is_not_found(
    app: Flask, client: FlaskClient, view: str, number: str
) -> None:
    assert client.get(f"/board/{number}{view}").status_code == 404


@pytest.mark.parametrize("view", VIEWS)
def test_a_contest_that_is_not_public_is_for_its_staff(
    app: Flask, hall: Hall, client: FlaskClient, view: str, now: datetime
) -> None:
    close_to_the_public(hall)
    assert client.get(address(hall, view)).status_code == 404
    staff = Staff(app, hall, now)
    assert staff.browser("announcer").get(address(hall, view)).status_code == 200
    assert staff.browser("stranger").get(address(hall, view)).status_code == 404


def test_a_draft_says_that_it_has_not_begun(app: Flask, client: FlaskClient, now: datetime) -> None:
    hall = make_hall(now, open_round=False)
    answer = client.get(address(hall))
    assert "本轮比赛尚未开始" in answer.text
    assert "赵示一" not in answer.text


def test_the_panel_says_where_it_stands(hall: Hall, client: FlaskClient) -> None:
    panel = client.get(address(hall, "/panel?view=hall&lang=en")).text
    assert panel.startswith('<section class="board" id="board" data-view="hall"')
    assert f'data-live-room="board:{hall.round_id}:en"' in panel
    assert f'data-seq="{hall.round.seq}"' in panel
    assert "Judging now" in panel
    assert "data-live-ticket" not in panel


def test_an_unchanged_panel_is_not_sent_again(hall: Hall, client: FlaskClient) -> None:
    first = client.get(address(hall, "/panel"))
    assert first.headers["Cache-Control"] == "no-cache"
    again = {"If-None-Match": first.headers["ETag"]}
    assert client.get(address(hall, "/panel"), headers=again).status_code == 304
    assert client.get(address(hall, "/panel?lang=en"), headers=again).status_code == 200
    hall.mark(0, 0, "performance", "9.10")
    changed = client.get(address(hall, "/panel"), headers=again)
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


@pytest.mark.parametrize("query", ["view=x", "lang=fr", "view=page&lang=", "lang=zh_Hans_CN"])
def test_other_panels_do_not_exist(hall: Hall, client: FlaskClient, query: str) -> None:
    assert client.get(address(hall, f"/panel?{query}")).status_code == 404


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("release", ["together", "published"])
def test_no_page_holds_a_mark_that_is_not_released(
    app: Flask, client: FlaskClient, now: datetime, view: str, release: str
) -> None:
    hall = make_hall(now, release=release)
    desk.call_entry(SYSTEM, hall.round_id, hall.entry(0).key, now)
    for judge, value in enumerate(SECRET[:3]):
        hall.mark(judge, 0, "performance", value)
    text = client.get(address(hall, view)).text
    assert not [value for value in SECRET if value in text]


@pytest.mark.parametrize("view", VIEWS)
def test_a_blind_contest_names_nobody(
    app: Flask, client: FlaskClient, now: datetime, view: str
) -> None:
    hall = make_hall(now, blind=True)
    text = client.get(address(hall, view)).text
    assert "A01" in text
    assert not [word for word in ("赵示一", "示例精工工会", hall.entry(0).ref) if word in text]


def test_a_name_is_text_and_nothing_else(app: Flask, client: FlaskClient, now: datetime) -> None:
    hall = make_hall(now, open_round=False, entries=0)
    evil = setup.EntryInput('<script>alert("x")</script>', "<b>示例</b>", "A&B")
    setup.add_entries(SYSTEM, hall.round_id, [evil], now)
    progress.open_round(SYSTEM, hall.round_id, now)
    text = client.get(address(hall)).text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


def test_the_hall_has_a_code_to_the_phones_board(hall: Hall, client: FlaskClient) -> None:
    text = client.get(address(hall, "/hall")).text
    assert f'href="http://localhost/board/{hall.round_id}"' in text


def test_the_page_works_without_a_script(hall: Hall, client: FlaskClient) -> None:
    hall.mark(0, 0, "performance", "9.10")
    text = client.get(address(hall)).text
    assert f'<a href="/board/{hall.round_id}">' in text  # refresh
    assert "http-equiv" not in text
    assert "9.100" in text


def test_no_style_stands_in_the_markup(hall: Hall, client: FlaskClient) -> None:
    for view in VIEWS:
        text = client.get(address(hall, view)).text
        assert " style=" not in text
        assert "<style" not in text


def test_a_dot_in_a_name_begins_no_line(hall: Hall, client: FlaskClient) -> None:
    with write():
        hall.entry(0).name = "阿卜杜热依木·买买提"
        hall.round.contest.version += 1
    page = client.get(address(hall, "/hall")).text
    assert page.count(">阿卜杜热依木\u2060·买买提<") == 2  # on stage and in the list
