"""Results over HTTP: published for everybody, before that for the staff alone."""

import json
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

import scoring
from blueprints.contests.services import desk, progress, setup
from store.actors import SYSTEM, Actor
from tests.support.contests import Hall, make_hall
from tests.support.desk import Staff

SECOND = Actor("system", 2, "another person")
MARKS = {0: ("9.10", "9.20", "9.30"), 1: ("9.50", "9.40", "9.60"), 2: ("9.37", "8.73", "7.39")}


def judged(now: datetime, **settings: object) -> Hall:
    hall = make_hall(now, **settings)  # type: ignore[arg-type]
    for entry, values in MARKS.items():
        for judge, value in enumerate(values):
            hall.mark(judge, entry, "performance", value)
            hall.lock(judge, entry)
    return hall


def publish(hall: Hall) -> None:
    progress.close_round(SYSTEM, hall.round_id, hall.now)
    progress.confirm_round(SECOND, hall.round_id, hall.now)
    progress.publish_round(SYSTEM, hall.round_id, hall.now)


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    return judged(now)


def test_before_publication_a_page_says_so(hall: Hall, client: FlaskClient) -> None:
    answer = client.get(f"/results/{hall.round_id}")
    assert answer.status_code == 404
    assert "成绩尚未公布" in answer.text
    assert f'href="/board/{hall.round_id}"' in answer.text
    assert "9.500" not in answer.text
    data = client.get(f"/results/{hall.round_id}.json")
    assert data.status_code == 404
    assert data.is_json


def test_the_staff_see_it_before_under_a_banner(
    app: Flask, hall: Hall, client: FlaskClient, now: datetime
) -> None:
    staff = Staff(app, hall, now)
    answer = staff.browser("announcer").get(f"/results/{hall.round_id}")
    assert answer.status_code == 200
    assert "未公布" in answer.text
    assert "9.500" in answer.text
    assert staff.browser("stranger").get(f"/results/{hall.round_id}").status_code == 404
    assert staff.browser("stranger").get(f"/results/{hall.round_id}.json").status_code == 404
    data = staff.browser("supervisor").get(f"/results/{hall.round_id}.json")
    assert data.status_code == 200


def test_a_draft_is_nobodys_result(app: Flask, client: FlaskClient, now: datetime) -> None:
    hall = make_hall(now, open_round=False)
    assert "成绩尚未公布" not in client.get(f"/results/{hall.round_id}").text
    assert client.get(f"/results/{hall.round_id}").status_code == 404
    assert client.get("/results/999").status_code == 404
    assert client.get("/results/99999999999999999999.json").status_code == 404


@pytest.mark.parametrize("release", ["each", "together", "published"])
def test_the_published_result_is_there_with_its_marks(
    app: Flask, client: FlaskClient, now: datetime, release: str
) -> None:
    hall = judged(now, release=release)
    publish(hall)
    answer = client.get(f"/results/{hall.round_id}")
    assert answer.status_code == 200
    assert answer.text.index("钱示二") < answer.text.index("赵示一") < answer.text.index("孙示三")
    for figure in ("9.500", "9.200", "8.730", "9.37"):
        assert figure in answer.text
    assert "去掉一个最高分、一个最低分" in answer.text
    assert "Set-Cookie" not in answer.headers


def test_the_data_is_what_the_engine_makes_of_the_same_marks(
    hall: Hall, client: FlaskClient
) -> None:
    publish(hall)
    told = client.get(f"/results/{hall.round_id}.json").get_json()
    file = {
        "format": "guildhall-contest/1",
        "title": "the same",
        "judges": [{"id": f"J{n}"} for n in range(3)],
        "entries": [{"id": hall.entry(n).ref, "name": "x"} for n in range(3)],
        "schemes": [{**hall.round.scheme.document, "id": "s"}],
        "rounds": [
            {
                "id": hall.round.ref,
                "scheme": "s",
                "entries": [hall.entry(n).ref for n in range(3)],
                "judges": ["J0", "J1", "J2"],
                "marks": [
                    {
                        "judge": f"J{judge}",
                        "entry": hall.entry(entry).ref,
                        "item": "performance",
                        "value": value,
                    }
                    for entry, values in MARKS.items()
                    for judge, value in enumerate(values)
                ],
            }
        ],
    }
    expected = scoring.compute(scoring.load(file)).to_json()
    assert told["rounds"] == json.loads(json.dumps(expected))["rounds"]


def test_unchanged_data_is_not_sent_again(hall: Hall, client: FlaskClient, now: datetime) -> None:
    publish(hall)
    first = client.get(f"/results/{hall.round_id}.json")
    again = {"If-None-Match": first.headers["ETag"]}
    assert client.get(f"/results/{hall.round_id}.json", headers=again).status_code == 304
    progress.confirm_prizes(SYSTEM, hall.round_id, now)
    assert client.get(f"/results/{hall.round_id}.json", headers=again).status_code == 200


def test_a_blind_result_gives_codes_for_names_and_refs(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    hall = judged(now, blind=True)
    publish(hall)
    page = client.get(f"/results/{hall.round_id}").text
    data = client.get(f"/results/{hall.round_id}.json")
    rows = data.get_json()["rounds"][0]["results"]
    assert [row["entry"] for row in rows] == ["A02", "A01", "A03"]
    for entry in (hall.entry(n) for n in range(3)):
        assert entry.name not in page
        assert entry.ref not in page + data.text


def test_a_recusal_a_deduction_and_a_status_are_told(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    hall = judged(now)
    judge = hall.judges[1].id
    assert judge is not None
    keys = [hall.entry(n).key for n in range(3)]
    desk.excuse_judge(SYSTEM, hall.round_id, keys[0], judge, "recused", "师徒", now)
    desk.deduct(SYSTEM, hall.round_id, keys[1], "0.5", "超时", "deduct-1", now)
    desk.set_status(SYSTEM, hall.round_id, keys[2], "dq", "冒名", now)
    publish(hall)
    text = client.get(f"/results/{hall.round_id}").text
    assert "评委 2 回避" in text
    assert "超时" in text
    assert "取消资格" in text
    assert "师徒" not in text


def test_the_overview_lists_rounds_that_have_begun(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    hall = judged(now)
    draft = setup.add_round(SYSTEM, hall.round.event_id, "尚未开始的一轮", "speech", "each", now)
    page = client.get(f"/contests/{hall.contest_id}/results")
    assert f'href="/board/{hall.round_id}"' in page.text
    assert "尚未开始的一轮" not in page.text
    publish(hall)
    assert f'href="/results/{hall.round_id}"' in client.get(page.request.path).text
    staff = Staff(app, hall, now).browser("scorer")
    assert f"/{draft}" in staff.get(page.request.path).text
    assert client.get("/contests/999/results").status_code == 404


def test_the_start_page_tells_what_is_on_now(hall: Hall, client: FlaskClient) -> None:
    assert f'href="/board/{hall.round_id}"' in client.get("/").text
    publish(hall)
    assert f'href="/results/{hall.round_id}"' in client.get("/").text
    inside = setup.ContestInput("内部测试", public=False)
    setup.update_contest(SYSTEM, hall.contest_id, inside, hall.now)
    assert f"/{hall.round_id}" not in client.get("/").text


def test_the_rule_of_the_prizes_is_told_with_its_policies(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    hall = make_hall(now, open_round=False)
    policy = setup.PrizePolicy(rounding="half_up", boundary="skip", minimum="6.5")
    setup.set_prizes(SYSTEM, hall.round_id, [("一等奖", "10%"), ("二等奖", 2)], now, policy)
    progress.open_round(SYSTEM, hall.round_id, now)
    publish(hall)
    page = client.get(f"/results/{hall.round_id}").text
    assert "一等奖 10%，二等奖 2 名" in page or "一等奖 10%、二等奖 2 名" in page
    assert "百分比以全部选手为基数，取整方式：四舍五入" in page
    assert "获奖最低总分：6.5" in page and "并列跨过奖项名额时：并列者均获下一奖项" in page
    english = client.get(f"/results/{hall.round_id}?lang=en").text
    assert "一等奖: 10%" in english and "rounded: half up" in english
