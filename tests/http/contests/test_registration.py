"""Online registration: the window, limits under race, two tabs, hostile input, decisions."""

import io
import re
import threading
from dataclasses import replace
from datetime import datetime, timedelta
from html import unescape

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from blueprints.contests.models import Entry, EntryDetails, Registration, RegistrationWindow
from blueprints.contests.registering import RegistrationRules
from blueprints.contests.services import life, registration
from blueprints.contests.services.life import LifeInput
from blueprints.contests.services.setup import units
from blueprints.people import services as people
from store import UserError, db
from store.actors import ANONYMOUS, SYSTEM
from tests.support.contests import Hall, make_hall
from tests.support.desk import Browser, Staff
from tests.support.forms import fields_of
from tests.support.honors import jpeg
from tests.support.people import account

TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    app.extensions["clock"] = lambda: now
    return make_hall(now, entries=1, open_round=False)


@pytest.fixture
def rules(now: datetime) -> RegistrationRules:
    day = timedelta(days=1)
    return RegistrationRules(now - day, now + day, consent="仅用于本次竞赛")


@pytest.fixture
def organiser(app: Flask, hall: Hall, now: datetime) -> Browser:
    return Staff(app, hall, now).browser("organiser")


def opened(hall: Hall, rules: RegistrationRules, now: datetime) -> str:
    registration.set_window(SYSTEM, hall.contest_id, rules, now)
    key = db.session.get_one(RegistrationWindow, hall.contest_id).key
    return f"/register/{key}"


def form(client: FlaskClient, path: str, **fields: str) -> dict[str, object]:
    """The public form filled in."""
    page = client.get(path).text
    keys = dict(re.findall(r'name="(client_key)"[^>]* value="([^"]*)"', page))
    token = TOKEN.search(page)
    assert token is not None
    return {
        "csrf_token": unescape(token[1]),
        **keys,
        "event_id": re.search(r'<option[^>]* value="(\d+)"', page)[1],  # type: ignore[index]
        "name": "钱示二",
        "unit": "示例电气工会",
        "contact": "13800001234",
        "agreed": "y",
        **fields,
    }


def rows() -> list[Registration]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(Registration).order_by(Registration.id)))


def own(answer: TestResponse) -> str:
    assert answer.status_code == 303, answer.text
    return str(answer.location).partition("?")[0]


def test_somebody_registers_changes_it_and_becomes_an_entrant(
    app: Flask, hall: Hall, rules: RegistrationRules, organiser: Browser, now: datetime
) -> None:
    visitor, path = app.test_client(), opened(hall, rules, now)
    address = own(visitor.post(path, data=form(visitor, path, members="孙示三、李示四")))
    page = visitor.get(address)
    assert page.headers["Cache-Control"] == "no-store"
    assert "待组委会审核" in page.text
    (row,) = rows()
    assert b"1380" not in (row.contact or b"")
    assert row.consent == "仅用于本次竞赛"
    fields = {"csrf_token": TOKEN.search(page.text)[1], **fields_in(page.text)}  # type: ignore[index]
    assert visitor.post(address, data={**fields, "name": ["钱示二队"]}).status_code == 303
    stale = visitor.post(address, data={**fields, "name": ["旧标签页"]})  # the other tab
    assert (stale.status_code, rows()[0].name) == (422, "钱示二队")
    desk = f"/contests/{hall.contest_id}/registration"
    organiser.post(f"{desk}/{row.id}/decision", do="refuse")
    assert rows()[0].state == "at_office"  # not without a reason
    organiser.post(f"{desk}/{row.id}/decision", do="refuse", reason="缺少单位意见")
    assert "缺少单位意见" in visitor.get(address).text
    page = visitor.get(address)
    visitor.post(address, data={**fields, **fields_in(page.text), "certificate": ["三级"]})
    organiser.post(f"{desk}/{row.id}/decision", do="approve")
    for _twice in range(2):
        organiser.post(f"{desk}/entering")
    entry = db.session.scalars(sa.select(Entry).where(Entry.name == "钱示二队")).one()
    assert entry.code == "001"  # the number stays
    assert [one["name"] for one in entry.document["members"]] == ["孙示三", "李示四"]
    assert db.session.get_one(EntryDetails, entry.id).certificate == "三级"
    assert "已列入选手名单" in visitor.get(address).text
    assert visitor.post(f"{address}/withdrawal", data=fields).status_code == 409


def fields_in(page: str) -> dict[str, list[str]]:
    found = fields_of(page.replace('<form class="form card-body"', '<form id="own" '), "own")
    return {name: values for name, values in found.items() if name != "photo"}


def test_the_words_are_those_of_a_registration(
    app: Flask, hall: Hall, rules: RegistrationRules, now: datetime
) -> None:
    """Not of the register of certificates, nor of an entrant who gives up."""
    visitor, path = app.test_client(), opened(hall, rules, now)
    page = visitor.get(path).text
    assert "提交报名" in page and "登记簿" not in page
    empty = visitor.post(path, data=form(visitor, path, name="", agreed=""))
    assert (
        "请填写姓名或队名" in empty.text and "须同意信息使用说明方可报名" in empty.text
    )  # all at once
    address = own(visitor.post(path, data=form(visitor, path)))
    token = TOKEN.search(visitor.get(address).text)[1]  # type: ignore[index]
    assert visitor.post(f"{address}/withdrawal", data={"csrf_token": token}).status_code == 303
    page = visitor.get(address).text
    assert "已撤回" in page and "弃权" not in page


def test_what_a_round_waits_for_leads_to_where_it_is_mended(
    app: Flask, hall: Hall, rules: RegistrationRules, organiser: Browser, now: datetime
) -> None:
    visitor, path = app.test_client(), opened(hall, rules, now)
    visitor.post(path, data=form(visitor, path))
    desk, contest = f"/contests/{hall.contest_id}/registration", f"/contests/{hall.contest_id}"
    organiser.post(f"{desk}/{rows()[0].id}/decision", do="approve")
    life.choose_steps(SYSTEM, hall.contest_id, LifeInput(("registration", "eligibility")), now)
    eligibility = f"/contests/events/{hall.round.event_id}/eligibility"
    for address in (desk, eligibility):
        assert f'<a class="setup-missing" href="{address}">' in organiser.get(contest).text
        page = organiser.get(f"/contests/rounds/{hall.round_id}").text
        assert f'<a href="{address}">' in page.partition('class="checklist"')[2]


def test_many_are_approved_one_press_each_on_their_tab(
    app: Flask, hall: Hall, rules: RegistrationRules, organiser: Browser, now: datetime
) -> None:
    visitor, path = app.test_client(), opened(hall, rules, now)
    for name in ("钱示二", "孙示三"):
        visitor.post(path, data=form(visitor, path, name=name))
    tab = f"/contests/{hall.contest_id}/registration?state=at_office"
    page = organiser.get(tab).text
    actions = re.findall(r'<form method="post" action="([^"]+)">.*?name="do" value="approve"', page)
    assert len(actions) == 2
    for action in actions:
        assert organiser.post(unescape(action), do="approve").location == tab
    assert {one.state for one in rows()} == {"approved"}
    assert 'name="do"' not in organiser.get(tab).text


def test_the_same_form_twice_is_one_registration_with_one_link(
    app: Flask, hall: Hall, rules: RegistrationRules, now: datetime
) -> None:
    visitor, path = app.test_client(), opened(hall, rules, now)
    sent = form(visitor, path)
    assert own(visitor.post(path, data=sent)) == own(visitor.post(path, data=sent))
    assert len(rows()) == 1
    again = visitor.post(path, data=form(visitor, path))  # a fresh form, the same person
    assert again.status_code == 422
    assert len(rows()) == 1


@pytest.mark.parametrize(("days", "said"), [(-3, "报名尚未开始"), (3, "报名已截止")])
def test_outside_of_its_window_nothing_is_taken(
    app: Flask, hall: Hall, rules: RegistrationRules, now: datetime, days: int, said: str
) -> None:
    visitor, path = app.test_client(), opened(hall, rules, now)
    sent = form(visitor, path)
    app.extensions["clock"] = lambda: now + timedelta(days=days)
    assert said in visitor.get(path).text
    assert visitor.post(path, data=sent).status_code == 422
    assert rows() == []


@pytest.mark.parametrize("limit", ["per_unit", "per_event", "unit"])
def test_the_last_place_is_given_once_however_many_ask(
    app: Flask, hall: Hall, rules: RegistrationRules, now: datetime, limit: str
) -> None:
    if limit == "unit":
        units.save_unit(SYSTEM, hall.contest_id, units.UnitInput("示例工会", most=2), now)
    else:
        rules = replace(rules, **{limit: 2})
    key = opened(hall, rules, now).rpartition("/")[2]
    event, done = hall.round.event_id, []
    db.session.rollback()

    def ask(n: int) -> None:
        with app.app_context():
            given = registration.RegistrationInput(
                event, f"选手示{n}", "示例工会", "x", agreed=True
            )
            try:
                registration.hand_in(ANONYMOUS, key, given, f"client-key-of-tab-{n:04d}", now)
                done.append("taken")
            except UserError as error:
                done.append(error.code)

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == ["full"] * 6 + ["taken"] * 2
    assert sorted(one.number for one in rows()) == [1, 2]


def test_a_unit_with_staff_of_its_own_approves_first(
    app: Flask, hall: Hall, rules: RegistrationRules, organiser: Browser, now: datetime
) -> None:
    data = people.OrganisationData("示例电气工会", "enterprise_union")
    below = people.create_organisation(SYSTEM, data, parent_id=hall.organisation_id, now=now)
    chief = account("unitchief", "示例单位主席", below, now, "Granite-harbour-7")
    people.grant_role(SYSTEM, chief, "organiser", now=now, organisation_id=below)
    units.save_unit(SYSTEM, hall.contest_id, units.UnitInput("示例电气工会"), now)
    visitor, path = app.test_client(), opened(hall, rules, now)
    own(visitor.post(path, data=form(visitor, path)))
    (row,) = rows()
    assert row.state == "submitted"
    staff = Staff(app, hall, now)
    assert staff.browser("scorer").post(f"/registrations/{row.id}/decision").status_code == 403
    staff._accounts["unit"] = chief
    unit = staff.browser("unit")
    assert "钱示二" in unit.get("/registrations").text
    assert unit.get(f"/contests/{hall.contest_id}/registration").status_code == 404
    office = f"/contests/{hall.contest_id}/registration/{row.id}/decision"
    organiser.post(office, do="approve")  # past the unit only with a reason
    assert rows()[0].state == "submitted"
    unit.post(f"/registrations/{row.id}/decision", do="approve")
    assert rows()[0].state == "at_office"
    unit.post(f"/registrations/{row.id}/decision", do="refuse", reason="x")
    assert rows()[0].state == "at_office"  # decided already
    organiser.post(office, do="approve")
    assert rows()[0].state == "approved"


@pytest.mark.parametrize(
    "wrong",
    [
        {"agreed": ""},
        {"name": " "},
        {"contact": ""},
        {"unit": ""},
        {"event_id": "999999"},
        {"event_id": "x"},
        {"client_key": "short"},
        {"client_key": "x" * 65},
        {"name": "名" * 121},
        {"members": "、".join(f"队员{n}" for n in range(31))},
        {"born_on": "1990-02-30"},
    ],
)
def test_hostile_input_is_refused_and_nothing_is_kept(
    app: Flask, hall: Hall, rules: RegistrationRules, now: datetime, wrong: dict[str, str]
) -> None:
    visitor, path = app.test_client(), opened(hall, rules, now)
    answer = visitor.post(path, data=form(visitor, path, **wrong))
    assert answer.status_code == 422
    assert rows() == []


def test_markup_stays_text(
    app: Flask, hall: Hall, rules: RegistrationRules, organiser: Browser, now: datetime
) -> None:
    hostile = "<script>alert(1)</script>"
    visitor, path = app.test_client(), opened(hall, replace(rules, consent=hostile), now)
    assert hostile not in visitor.get(path).text
    sent = form(visitor, path, name=hostile, unit=hostile, members=hostile)
    address = own(visitor.post(path, data=sent))
    for page in (visitor.get(address), organiser.get(f"/contests/{hall.contest_id}/registration")):
        assert hostile not in page.text
        assert "&lt;script&gt;" in page.text


def test_a_photograph_is_made_ready_and_seen_by_those_who_decide(
    app: Flask, hall: Hall, rules: RegistrationRules, organiser: Browser, now: datetime
) -> None:
    visitor, path = app.test_client(), opened(hall, replace(rules, photograph="needed"), now)
    sent = form(visitor, path)
    assert visitor.post(path, data=sent).status_code == 422
    broken = {**sent, "photo": (io.BytesIO(b"\xff\xd8\xff broken"), "a.jpg")}
    assert visitor.post(path, data=broken).status_code == 422
    good = {**sent, "photo": (io.BytesIO(jpeg()), "a.jpg")}
    address = own(visitor.post(path, data=good))
    assert visitor.get(f"{address}/photograph").data.startswith(b"\xff\xd8\xff")
    photo = f"/registrations/{rows()[0].id}/photograph"
    assert organiser.get(photo).status_code == 200
    assert app.test_client().get(photo).status_code in (303, 401)
    stranger = Staff(app, make_hall(now), now).browser("organiser")
    assert stranger.get(photo).status_code == 404


def test_a_renewed_address_ends_the_old_one_but_no_registration(
    app: Flask, hall: Hall, rules: RegistrationRules, organiser: Browser, now: datetime
) -> None:
    visitor, path = app.test_client(), opened(hall, rules, now)
    address = own(visitor.post(path, data=form(visitor, path)))
    organiser.post(f"/contests/{hall.contest_id}/registration/link")
    assert visitor.get(path).status_code == 404
    assert visitor.get(address).status_code == 200
    assert visitor.get("/registration/guessed-token-of-nobody").status_code == 404
