"""The pages of set-up: from an empty list to an open round, without JavaScript."""

import re
from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.contests.models import Contest, ContestEvent, Judge, Round, RoundState
from blueprints.contests.services import progress, setup
from store import db
from store.actors import SYSTEM
from tests.support.contests import Hall, make_hall
from tests.support.desk import Browser, Staff
from tests.support.people import World, account, make_world, sign_in

pytestmark = pytest.mark.usefixtures("stopped_clock")

FOREIGN = "2147483648"


@pytest.fixture
def world(app: Flask, now: datetime) -> World:
    return make_world(now)


@pytest.fixture
def boss(app: Flask, world: World) -> Browser:
    """The administrator of the western district, signed in."""
    client = app.test_client()
    sign_in(client, "qian")
    return Browser(client)


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


def test_a_judge_of_another_contest_is_not_found(
    hall: Hall, organiser: Browser, now: datetime
) -> None:
    other = make_hall(now)
    path = f"/contests/{hall.contest_id}/judges/{other.judges[0].id}"
    assert organiser.post(path, name="x").status_code == 404
    assert organiser.post(f"{path}/removal").status_code == 404
    assert db.session.get_one(Judge, other.judges[0].id).name == "评委示1"


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
