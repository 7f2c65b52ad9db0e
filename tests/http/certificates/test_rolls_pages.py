"""Honor rolls over HTTP: what the public sees, what it never sees, and how staff get there."""

import io
import re
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from blueprints.certificates.award_rows import AwardRow
from blueprints.certificates.models import HonorRoll
from blueprints.certificates.services import lists, rolls
from store import db
from store.actors import SYSTEM
from tests.support.award_lists import rows_of
from tests.support.certificates import text_of
from tests.support.honors import BASIS, ROWS, hide, honored_list, jpeg, public_roll
from tests.support.people import World, csrf, make_world, send, sign_in, signed_in


@pytest.fixture
def world(app: Flask, now: datetime) -> World:
    return make_world(now)


@pytest.fixture
def list_id(world: World, now: datetime) -> int:
    return honored_list(world.west, now)


@pytest.fixture
def roll(list_id: int, now: datetime) -> HonorRoll:
    return db.session.get_one(HonorRoll, public_roll(list_id, now))


@pytest.fixture
def draft(list_id: int, now: datetime) -> HonorRoll:
    roll_id = rolls.create_roll(SYSTEM, list_id, rolls.RollInput("光荣榜"), now)
    return db.session.get_one(HonorRoll, roll_id)


@pytest.fixture
def staff(app: Flask, world: World) -> FlaskClient:
    return signed_in(app, "qian")


def public_addresses(roll: HonorRoll, recipient_id: int) -> list[str]:
    base = f"/honor/{roll.slug}"
    return [base, f"{base}/slideshow", f"{base}/photo/{recipient_id}", f"{base}/poster.pdf"]


def test_everybody_sees_a_published_roll_and_gets_no_cookie(
    client: FlaskClient, roll: HonorRoll
) -> None:
    page = client.get(f"/honor/{roll.slug}")
    assert page.status_code == 200
    assert "Set-Cookie" not in page.headers
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert "no-cache" in page.headers["Cache-Control"]
    for word in ("光荣榜", "一等奖", "赵示一", "示例机床厂工会", "成绩优异", BASIS):
        assert word in page.text
    assert page.text.index("一等奖") < page.text.index("二等奖") < page.text.index("孙示")
    show = client.get(f"/honor/{roll.slug}/slideshow")
    assert show.status_code == 200
    assert "赵示一" in show.text
    assert 'data-pace="10"' in show.text


def test_a_portrait_is_sent_while_its_person_is_shown(
    client: FlaskClient, roll: HonorRoll, list_id: int
) -> None:
    with_photo, without = (row.id for row in rows_of(list_id)[:2])
    answer = client.get(f"/honor/{roll.slug}/photo/{with_photo}")
    assert answer.status_code == 200
    assert answer.data.startswith(b"\xff\xd8\xff")
    again = {"If-None-Match": answer.headers["ETag"]}
    assert client.get(f"/honor/{roll.slug}/photo/{with_photo}", headers=again).status_code == 304
    assert client.get(f"/honor/{roll.slug}/photo/{without}").status_code == 404


def test_a_card_gets_a_smaller_picture(
    client: FlaskClient, roll: HonorRoll, list_id: int, now: datetime
) -> None:
    one = rows_of(list_id)[0].id
    lists.set_photo(SYSTEM, list_id, one, jpeg(size=(1500, 2000)), now)
    sizes = []
    for query in ("", "?small=1"):
        answer = client.get(f"/honor/{roll.slug}/photo/{one}{query}")
        sizes.append(Image.open(io.BytesIO(answer.data)).size)
    assert sizes == [(900, 1200), (360, 480)]
    assert "?small=1" in client.get(f"/honor/{roll.slug}").text


def test_who_withdrew_is_gone_from_everything_at_once(
    client: FlaskClient, roll: HonorRoll, list_id: int, now: datetime
) -> None:
    page, show, photo, poster = public_addresses(roll, rows_of(list_id)[0].id)
    seen = client.get(photo)
    assert "赵示一" in text_of(client.get(poster).data)
    hide(list_id, 0, now)
    for address in (page, show):
        assert "赵示一" not in client.get(address).text
    assert client.get(photo).status_code == 404
    cached = {"If-None-Match": seen.headers["ETag"]}
    assert client.get(photo, headers=cached).status_code == 404
    assert "赵示一" not in text_of(client.get(poster).data)


def test_a_roll_that_everybody_left_is_empty_but_whole(
    client: FlaskClient, roll: HonorRoll, list_id: int, now: datetime
) -> None:
    page, show, _photo, poster = public_addresses(roll, 1)
    for position in range(3):
        hide(list_id, position, now)
    assert "目前没有可以展示的人员" in client.get(page).text
    assert client.get(show).text.count('<section class="slide') == 1
    printed = client.get(poster)
    assert printed.status_code == 200
    assert "光荣榜" in text_of(printed.data)


def test_a_picture_of_another_list_is_not_sent(
    world: World, client: FlaskClient, roll: HonorRoll, now: datetime
) -> None:
    other = rows_of(honored_list(world.east, now))[0].id
    assert client.get(f"/honor/{roll.slug}/photo/{other}").status_code == 404


def test_a_draft_and_a_withdrawn_roll_are_for_their_staff_only(
    app: Flask, client: FlaskClient, staff: FlaskClient, draft: HonorRoll, list_id: int,
    now: datetime,
) -> None:  # fmt: skip
    stranger = app.test_client()
    sign_in(stranger, "sun")
    for address in public_addresses(draft, rows_of(list_id)[0].id):
        assert client.get(address).status_code == 404
        assert stranger.get(address).status_code == 404
        assert staff.get(address).status_code == 200
    assert "未公开" in staff.get(f"/honor/{draft.slug}").text
    rolls.publish_roll(SYSTEM, draft.id, BASIS, now)
    assert client.get(f"/honor/{draft.slug}").status_code == 200
    assert "未公开" not in staff.get(f"/honor/{draft.slug}").text
    rolls.withdraw_roll(SYSTEM, draft.id, "", now)
    for address in public_addresses(draft, rows_of(list_id)[0].id):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("slug", ["x", "0" * 16, ".%2e", "' or 1=1", "光荣榜"])
def test_odd_addresses_are_not_found(client: FlaskClient, roll: HonorRoll, slug: str) -> None:
    assert client.get(f"/honor/{slug}").status_code == 404
    assert client.get(f"/honor/{slug}/poster.pdf").status_code == 404


@pytest.mark.parametrize("size", ["a1", "", "A3", "../a3"])
def test_odd_sizes_are_not_found(client: FlaskClient, roll: HonorRoll, size: str) -> None:
    address = f"/honor/{roll.slug}/poster.pdf"
    assert client.get(address, query_string={"size": size}).status_code == 404


def test_texts_of_others_are_only_texts(client: FlaskClient, world: World, now: datetime) -> None:
    evil = AwardRow("<script>x</script>", "同志", '"><img src=x>', "{{ 7*7 }}", "</h1>")
    slug = db.session.get_one(HonorRoll, public_roll(honored_list(world.west, now, (evil,)), now))
    base = f"/honor/{slug.slug}"
    for address in (base, f"{base}/slideshow"):
        text = client.get(address).text
        assert "<script>x" not in text
        assert "<img src=x>" not in text
        assert "{{ 7*7 }}" in text
    printed = text_of(client.get(f"{base}/poster.pdf").data)
    assert "<script>x</script>" in printed
    assert "{{7*7}}" in printed


def test_stories_can_be_left_out(client: FlaskClient, world: World, now: datetime) -> None:
    rows = (AwardRow("赵示一", "同志", "", "一等奖", story="第一段。\n第二段。"), ROWS[1])
    told = honored_list(world.west, now, rows)
    for stories in (True, False):
        roll_id = public_roll(told, now, stories=stories)
        slug = db.session.get_one(HonorRoll, roll_id).slug
        page = client.get(f"/honor/{slug}").text
        assert page.count("<details") == int(stories)
        assert ("<p>第二段。</p>" in page) is stories


def test_from_the_list_to_the_public_page(
    app: Flask, client: FlaskClient, staff: FlaskClient, list_id: int
) -> None:
    address = f"/certificates/rolls/new?list={list_id}"
    form = staff.get(address)
    assert "示例竞赛" in form.text
    assert re.search(rf'<option selected value="{list_id}"', form.text)
    sent = send(
        staff, address, address,
        list_id=str(list_id), title="光荣榜", subtitle="", palette="plain", people="1", pace="8",
    )  # fmt: skip
    assert sent.status_code == 303
    page = sent.headers["Location"]
    assert client.get(page).status_code in {302, 303, 401}
    refused = send(staff, f"{page}/publication", page, basis="decision", reference=" ")
    assert refused.status_code == 422
    assert "请填写文件名称" in refused.text
    published = send(staff, f"{page}/publication", page, basis="decision", reference="示工发3号")
    assert published.status_code == 303
    shown = staff.get(page).text
    assert "已公开的表彰决定或通报：示工发3号" in shown
    slug = re.search(r"/honor/([0-9a-z]{16})", shown)
    assert slug is not None
    assert client.get(slug[0]).status_code == 200
    assert send(staff, f"{page}/withdrawal", page, reason="有误").status_code == 303
    assert client.get(slug[0]).status_code == 404
    assert send(staff, f"{page}/deletion", page).headers["Location"] == page


@pytest.mark.parametrize(
    "fields",
    [
        {"title": ""},
        {"title": "长" * 201},
        {"pace": "many"},
        {"pace": "1"},
        {"palette": "pink"},
        {"list_id": "999"},
        {"list_id": "x"},
        {"people": "40"},
    ],
)
def test_odd_forms_are_refused(staff: FlaskClient, list_id: int, fields: dict[str, str]) -> None:
    good = {"list_id": str(list_id), "title": "榜", "palette": "red", "people": "6", "pace": "9"}
    address = "/certificates/rolls/new"
    assert send(staff, address, address, **{**good, **fields}).status_code == 422


def test_another_bodys_staff_see_nothing(app: Flask, draft: HonorRoll) -> None:
    stranger = app.test_client()
    sign_in(stranger, "sun")
    page = f"/certificates/rolls/{draft.id}"
    assert stranger.get(page).status_code == 404
    assert stranger.get(f"{page}/settings").status_code == 404
    token = csrf(stranger, "/account")
    for step in ("publication", "withdrawal", "deletion"):
        fields = {"csrf_token": token, "basis": "consent", "reference": "x"}
        assert stranger.post(f"{page}/{step}", data=fields).status_code == 404
    assert "光荣榜</a>" not in stranger.get("/certificates/rolls").text


def test_settings_change_a_public_roll_at_once(
    client: FlaskClient, staff: FlaskClient, roll: HonorRoll
) -> None:
    page = f"/certificates/rolls/{roll.id}/settings"
    fields = {"title": "先锋榜", "palette": "plain", "people": "1", "pace": "20", "stories": "y"}
    slug = roll.slug
    assert send(staff, page, page, **fields).status_code == 303
    assert "先锋榜" in client.get(f"/honor/{slug}").text
    assert 'data-pace="20"' in client.get(f"/honor/{slug}/slideshow").text


def test_it_speaks_english_too(client: FlaskClient, staff: FlaskClient, roll: HonorRoll) -> None:
    assert "Basis of publication" in client.get(f"/honor/{roll.slug}?lang=en").text
    assert "Take the roll down" in staff.get(f"/certificates/rolls/{roll.id}?lang=en").text
