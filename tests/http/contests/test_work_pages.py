"""Works over HTTP: handed in with real pictures, looked at by judges, shown and voted for."""

import io
import random
import re
from datetime import datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from blueprints.contests.services import seats, works
from blueprints.contests.services.works import GalleryInput
from store.actors import SYSTEM
from tests.http.contests.test_results_pages import publish
from tests.services.contests.test_works import LATER, hall_with_gallery, token, voter
from tests.support.contests import Hall, make_hall
from tests.support.desk import Staff
from tests.support.people import csrf, send, sign_in
from tests.support.uploading import post_form, sent_file

GPS, PLACE = 34853, {1: "N", 2: (31.0, 10.0, 0.0), 3: "E", 4: (121.0, 7.0, 0.0)}


def photograph() -> io.BytesIO:
    """A JPEG that tells where it was taken."""
    picture, out = Image.new("RGB", (900, 600), "#884422"), io.BytesIO()
    exif = Image.Exif()
    exif[GPS] = PLACE
    picture.save(out, "JPEG", exif=exif)
    out.seek(0)
    return out


def hand_in(client: FlaskClient, hall: Hall, **changed: object) -> object:
    page = f"/work/{token(hall, 0)}"
    data = {"title": "清晨的车间", "text": "", "csrf_token": csrf(client, page), **changed}
    return client.post(f"{page}/{hall.round_id}", data=data, content_type="multipart/form-data")


def test_a_picture_is_kept_without_its_place_and_shown_when_the_gallery_opens(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    app.extensions["clock"] = lambda: now
    hall = hall_with_gallery(now)
    answer = hand_in(client, hall, pictures=(photograph(), "a.jpg"))
    assert answer.status_code == 303  # type: ignore[attr-defined]
    page = app.test_client().get(f"/gallery/{hall.round_id}")
    assert "清晨的车间" in page.text
    address = re.search(rf"/gallery/{hall.round_id}/[0-9a-f]{{64}}\.jpg", page.text)
    assert address is not None
    picture = Image.open(io.BytesIO(app.test_client().get(address[0]).data))
    assert picture.format == "JPEG"
    assert GPS not in picture.getexif()
    later = GalleryInput(None, now + timedelta(days=1), now + LATER, 1)
    works.set_gallery(SYSTEM, hall.round_id, later, now)
    stranger = app.test_client()
    assert stranger.get(f"/gallery/{hall.round_id}").status_code == 404
    assert stranger.get(address[0]).status_code == 404


def test_a_photograph_as_heavy_as_phones_make_them_is_taken(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    app.extensions["clock"] = lambda: now
    hall, side, sent = hall_with_gallery(now), 1600, io.BytesIO()
    grains = random.Random(1).randbytes(side * side * 3)
    Image.frombytes("RGB", (side, side), grains).save(sent, "PNG", compress_level=0)
    assert 6_000_000 < len(sent.getvalue()) < 16_000_000
    page, picture = f"/work/{token(hall, 0)}", sent_file(sent.getvalue(), "IMG_0001.png")
    fields = {"title": "清晨的车间", "csrf_token": csrf(client, page), "pictures": picture}
    assert post_form(client, f"{page}/{hall.round_id}", **fields).status_code == 303


def test_a_result_leads_to_its_gallery_only_where_everybody_may_see_it(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    app.extensions["clock"] = lambda: now
    hall = hall_with_gallery(now)
    publish(hall)
    link = f"/gallery/{hall.round_id}"
    assert link in client.get(f"/results/{hall.round_id}").text
    works.set_gallery(SYSTEM, hall.round_id, GalleryInput(None, None, None, 0), now)
    assert link not in client.get(f"/results/{hall.round_id}").text


def test_the_desk_has_the_address_of_a_public_gallery_to_pass_on(app: Flask, now: datetime) -> None:
    app.extensions["clock"] = lambda: now
    hall = hall_with_gallery(now)
    page = f"/contests/rounds/{hall.round_id}/works"
    desk = Staff(app, hall, now).browser("scorer")
    assert "公众作品展示" in desk.get(page).text
    works.set_gallery(SYSTEM, hall.round_id, GalleryInput(None, None, None, 0), now)
    assert "公众作品展示" not in desk.get(page).text


def test_what_is_no_picture_is_refused_and_the_text_is_kept(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    app.extensions["clock"] = lambda: now
    hall = hall_with_gallery(now)
    for content in (b"<svg onload=alert(1)>", b"\xff\xd8\xff\xe0 no picture", b"MZ"):
        answer = hand_in(client, hall, pictures=(io.BytesIO(content), "a.jpg"), text="我的说明")
        assert answer.status_code == 422  # type: ignore[attr-defined]
        assert "我的说明" in answer.text  # type: ignore[attr-defined]
    assert "还没有作品" in client.get(f"/gallery/{hall.round_id}").text
    assert client.get("/work/no-such-link").status_code == 404


def test_judges_see_works_by_code_and_others_do_not(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    app.extensions["clock"] = lambda: now
    hall = hall_with_gallery(now, blind=True)
    hand_in(client, hall, pictures=(photograph(), "a.jpg"))
    judge = app.test_client()
    code = seats.issue_join_code(SYSTEM, hall.judges[0].id, now)
    judge.post(f"/join/{code}", data={"take_over": "1", "csrf_token": csrf(judge, f"/join/{code}")})
    address = f"/judge/{hall.judges[0].id}/rounds/{hall.round_id}/works"
    page = judge.get(address)
    assert page.status_code == 200
    assert "A01" in page.text
    assert "赵示一" not in page.text
    picture = re.search(rf"{address}/[0-9a-f]{{64}}\.jpg", page.text)
    assert picture is not None
    assert judge.get(picture[0]).status_code == 200
    assert app.test_client().get(picture[0]).status_code == 404
    assert app.test_client().get(address).status_code == 404


def test_the_console_leads_to_the_works_where_there_are_any(app: Flask, now: datetime) -> None:
    app.extensions["clock"] = lambda: now
    for hall, has_works in ((hall_with_gallery(now), True), (make_hall(now), False)):
        judge, code = app.test_client(), seats.issue_join_code(SYSTEM, hall.judges[0].id, now)
        token = csrf(judge, f"/join/{code}")
        judge.post(f"/join/{code}", data={"take_over": "1", "csrf_token": token})
        console = f"/judge/{hall.judges[0].id}/rounds/{hall.round_id}/"
        assert (f'href="{console}works"' in judge.get(console).text) is has_works


def test_whoever_is_judged_under_a_code_is_told_to_leave_the_name_out(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    app.extensions["clock"] = lambda: now
    for blind in (True, False):
        hall = hall_with_gallery(now, blind=blind)
        page = client.get(f"/work/{token(hall, 0)}").text
        assert ("请勿出现姓名" in page) is blind
        assert ("赵示一" not in page) is blind


def test_a_vote_is_given_and_taken_back_by_clicks(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    app.extensions["clock"] = lambda: now
    hall = hall_with_gallery(now, votes=1)
    hand_in(client, hall, text="一篇征文")
    voter(hall, "li4", now)
    person = app.test_client()
    sign_in(person, "li4")
    page = f"/gallery/{hall.round_id}"
    found = re.search(r"/gallery/works/([^/]+)/vote", person.get(page).text)
    assert found is not None
    send(person, found[0], round_id=str(hall.round_id))
    assert "已投票" in person.get(page).text
    send(person, found[0], round_id=str(hall.round_id), back="1")
    assert "您还剩 1 票" in person.get(page).text
    anybody = app.test_client()
    assert "登录后投票" in anybody.get(page).text


def test_a_refused_plan_of_the_gallery_keeps_its_moments(app: Flask, now: datetime) -> None:
    hall = make_hall(now, entries=1, judges=1)
    organiser = Staff(app, hall, now).browser("organiser")
    page = f"/contests/rounds/{hall.round_id}/works"
    moments = {"works_until": "2026-05-01T18:00", "opens_at": "2026-05-02T08:00"}
    answer = organiser.post(page, **moments, votes="3", votes_until="2026-05-02T07:00")
    assert answer.status_code == 422
    form = answer.text.partition('id="plan"')[2]
    assert "notice-error" in form
    for kept in (*moments.values(), "3", "2026-05-02T07:00"):
        assert f'value="{kept}"' in form
