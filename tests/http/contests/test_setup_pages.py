"""The pages of set-up: from an empty list to an open round, without JavaScript."""

import re
from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.contests.models import Contest, ContestEvent, Round, RoundState
from blueprints.contests.services import progress, setup
from store import db
from store.actors import SYSTEM
from tests.support.contests import Hall, make_hall
from tests.support.desk import Browser, Staff
from tests.support.people import World, account, make_world, signed_in

pytestmark = pytest.mark.usefixtures("stopped_clock")


@pytest.fixture
def world(app: Flask, now: datetime) -> World:
    return make_world(now)


@pytest.fixture
def boss(app: Flask, world: World) -> Browser:
    """The administrator of the western district, signed in."""
    return Browser(signed_in(app, "qian"))


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    return make_hall(now, open_round=False)


@pytest.fixture
def organiser(app: Flask, hall: Hall, now: datetime) -> Browser:
    return Staff(app, hall, now).browser("organiser")


def newest(model: type) -> int:
    found = db.session.scalar(sa.select(sa.func.max(model.id)))
    assert found is not None
    return found


def test_from_nothing_to_an_open_round(boss: Browser, world: World) -> None:
    page = boss.get("/contests/").text
    assert "还没有竞赛" in page
    assert "新建竞赛" in page
    made = boss.post(
        "/contests/new",
        title="长三角职工技能竞赛",
        venue="礼堂",
        starts_on="2026-05-12",
        public="y",
        organisation_id=str(world.west),
    )
    contest = newest(Contest)
    assert made.location.endswith(f"/contests/{contest}")
    assert "添加赛项" in boss.get(f"/contests/{contest}").text
    boss.post(f"/contests/{contest}/events", title="数控铣")
    rounds = f"/contests/events/{newest(ContestEvent)}/rounds/new"
    assert "去掉一个最高分" in boss.get(rounds).text
    added = boss.post(rounds, title="决赛", preset="theory_practical", release="together")
    round_id = newest(Round)
    assert added.location.endswith(f"/contests/rounds/{round_id}/entries")
    lines = "A01, 赵示一, 示例精工工会, 1\nA02, 钱示二, 示例重工工会, 2"
    boss.post(f"/contests/rounds/{round_id}/entries/lines", lines=lines)
    boss.post(f"/contests/{contest}/judges", name="评委甲", unit="")
    assert "至少需要 3 位评委" in boss.get(f"/contests/rounds/{round_id}").text
    assert "steps/open" not in boss.get(f"/contests/{contest}").text
    boss.post(f"/contests/{contest}/judges/lines", lines="评委乙\n评委丙, 示例工会")
    ready = boss.get(f"/contests/rounds/{round_id}").text
    assert "已准备就绪" in ready
    assert f"/contests/rounds/{round_id}/desk/steps/open" in ready
    boss.post(f"/contests/rounds/{round_id}/desk/steps/open", key="first-opening")
    assert db.session.get_one(Round, round_id, populate_existing=True).state == RoundState.OPEN
    hub = boss.get(f"/contests/{contest}").text
    for way in ("desk", "seats"):
        assert f"{way}" in hub
    for way in ("", "/hall", "/overlay"):
        assert f'href="/board/{round_id}{way}"' in hub
    assert f'href="/results/{round_id}"' in hub
    assert (
        "礼堂" in boss.get("/contests/").text or "长三角职工技能竞赛" in boss.get("/contests/").text
    )


def test_a_form_keeps_what_is_not_set_by_it(hall: Hall, organiser: Browser) -> None:
    page = organiser.get(f"/contests/{hall.contest_id}/settings").text
    assert 'value="示例比武"' in page
    ticked = re.findall(r'<input[^>]* checked[^>]* name="(\w+)"', page)
    assert ticked == ["public"]
    organiser.post(f"/contests/{hall.contest_id}/settings", title="示例比武 2026", blind="y")
    contest = db.session.get_one(Contest, hall.contest_id, populate_existing=True)
    assert (contest.title, contest.public, contest.blind) == ("示例比武 2026", False, True)


def test_judges_of_a_round_are_ticked(hall: Hall, organiser: Browser) -> None:
    first = str(hall.judges[0].id)
    organiser.post(f"/contests/rounds/{hall.round_id}/judges", judge=[first, "x", "99"])
    page = organiser.get(f"/contests/rounds/{hall.round_id}").text
    assert page.count(" checked") == 2  # the judge, and when marks are released
    assert "至少需要 3 位评委，现有 1 位" in page


def test_prizes_are_kept_in_order(hall: Hall, organiser: Browser) -> None:
    path = f"/contests/rounds/{hall.round_id}"
    organiser.post(f"{path}/prizes", title=["一等奖", "", "二等奖"], count=["1", "", "2"])
    page = organiser.get(path).text
    assert page.index('value="一等奖"') < page.index('value="二等奖"')


def test_names_are_shown_after_decoding(app: Flask, now: datetime) -> None:
    hall = make_hall(now, blind=True)
    staff = Staff(app, hall, now)
    path = f"/contests/{hall.contest_id}/decoding"
    assert staff.browser("scorer").post(path).status_code == 403
    assert "解密" in staff.browser("organiser").get(f"/contests/{hall.contest_id}").text
    staff.browser("chief_referee").post(path)
    contest = db.session.get_one(Contest, hall.contest_id, populate_existing=True)
    assert contest.decoded_at == now


def test_staff_is_named_and_taken_back(
    app: Flask, hall: Hall, organiser: Browser, now: datetime
) -> None:
    account("wang", "王示九", hall.organisation_id, now)
    path = f"/contests/{hall.contest_id}"
    organiser.post(f"{path}/staff", username="wang", role="announcer")
    page = organiser.get(path).text
    assert "王示九" in page
    grants = re.findall(rf"{path}/staff/(\d+)/removal", page)
    assert organiser.post(f"{path}/staff/{grants[-1]}/removal").status_code == 303
    assert "王示九" not in organiser.get(path).text
    assert organiser.post(f"{path}/staff/999/removal").status_code == 404


@pytest.mark.parametrize("begun", [False, True])
def test_the_language_of_the_page(hall: Hall, organiser: Browser, begun: bool) -> None:
    if begun:
        progress.open_round(SYSTEM, hall.round_id, hall.now)
    for address in (
        f"/contests/{hall.contest_id}",
        f"/contests/rounds/{hall.round_id}",
        f"/contests/rounds/{hall.round_id}/entries",
        "/contests/",
    ):
        assert 'lang="en"' in organiser.get(f"{address}?lang=en").text
        english = organiser.get(f"{address}?lang=en").text
        assert "Contests" in english
        assert "竞赛</a>" not in english


def test_many_contests_are_paged_and_searched(app: Flask, world: World, boss: Browser, now) -> None:
    for n in range(52):
        setup.create_contest(SYSTEM, world.west, setup.ContestInput(f"比武 {n:02d}"), now)
    setup.create_contest(SYSTEM, world.east, setup.ContestInput("东区比武"), now)
    setup.create_contest(SYSTEM, world.west, setup.ContestInput("试一试", rehearsal=True), now)
    page = boss.get("/contests/").text
    assert "比武 51" in page
    assert "东区比武" not in page
    assert "试一试" not in page
    assert "比武 00" in boss.get("/contests/?page=2").text
    assert "比武 07" in boss.get("/contests/?q=07").text
    assert "没有这个名称的竞赛" in boss.get("/contests/?q=%25%27").text
    assert "【演练】 试一试" in boss.get("/contests/?show=rehearsals").text
