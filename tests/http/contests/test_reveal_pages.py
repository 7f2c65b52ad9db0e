"""Reveal over HTTP: not a byte of what wasn't shown, taps that count once, the way to its end."""

import io
import json
import re
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from blueprints.contests.live.reveal import room_of
from blueprints.contests.models import CeremonyStep, EntryPortrait
from blueprints.contests.queries.reveal import source_of
from blueprints.contests.services import reveal
from realtime import Identity, messages, rooms
from store import db, write
from store.actors import SYSTEM
from store.files import files
from tests.support.contests import NAMES, Hall, make_hall
from tests.support.desk import Staff
from tests.support.reveals import begun, ceremony, confirmed, taps, to_the_end
from tests.support.uploading import sent_file
from web.languages import LANGUAGES as LANGUAGES_OF_DESKS

LANGUAGES = ("zh", "en")
OF_THE_BOARD = ("/board", "/contests", "/results")


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    """Confirmed behind a freeze; everybody has a photograph."""
    made = confirmed(make_hall(now, entries=4))
    with write():
        for n in range(4):
            photo = files().put(f"photograph {n}".encode())
            db.session.add(
                EntryPortrait(
                    entry_id=made.entry(n).id, photo=photo, line=f"介绍{n}", changed_at=now
                )
            )
    return made


def outlets(client: FlaskClient, hall: Hall, ceremony_id: int) -> dict[str, str]:
    """Everything that anybody can have of a round and its ceremony."""
    addresses = [
        f"/reveal/{ceremony_id}/hall",
        f"/reveal/{ceremony_id}/hall?lang=en",
        *(f"/reveal/{ceremony_id}/panel?lang={language}" for language in LANGUAGES),
        f"/board/{hall.round_id}",
        f"/board/{hall.round_id}/panel",
        f"/results/{hall.round_id}",
        f"/results/{hall.round_id}.json",
        f"/results/{hall.round_id}.csv",
        f"/contests/{hall.contest_id}/contest-file.json",
        f"/contests/{hall.contest_id}/packages",
        "/",
    ]
    found = {}
    for address in addresses:
        answer = client.get(address)
        found[address] = f"{answer.headers}\n{answer.get_data(as_text=True)}"
    for language in LANGUAGES:
        room = room_of(ceremony_id, language)
        kind = rooms.find(room)
        assert kind is not None
        place = kind.position_of(room)
        found[f"frame {room}"] = str(kind.frame_of(room, 0, place[1])) + str(place)
        caught_up = client.get(f"/live/catch-up?room={room}&epoch={place[0]}&after=0")
        found[f"catch-up {room}"] = caught_up.get_data(as_text=True)
    for number in range(1, ceremony(ceremony_id).steps + 1):
        for n in range(4):
            answer = client.get(f"/reveal/{ceremony_id}/photo/{number}/{hall.entry(n).key}.jpg")
            found[f"photo {number} {n}"] = answer.get_data(as_text=True)
    return found


def test_no_byte_of_a_place_leaves_before_its_step(
    client: FlaskClient, hall: Hall, now: datetime
) -> None:
    """Names in what shows the ceremony; totals, lines and photographs in everything there is.

    (The frozen board lists who takes part, without totals.)
    """
    found = begun(hall, now)
    final = source_of(hall.round).final
    documents = db.session.scalars(
        db.select(CeremonyStep.document)
        .where(CeremonyStep.ceremony_id == found.id)
        .order_by(CeremonyStep.number)
    )
    told = [json.dumps(document, ensure_ascii=False) for document in documents]
    for shown in range(found.steps + 1):
        given = outlets(client, hall, found.id)
        everywhere = "\n".join(given.values())
        ceremonial = "\n".join(t for o, t in given.items() if not o.startswith(OF_THE_BOARD))
        may_be_known = "".join(told[:shown])
        for one in final:
            n = NAMES.index(one.entrant.label)
            assert (one.entrant.label in ceremonial) == (one.entrant.label in may_be_known)
            assert (one.total in everywhere) == (one.total in may_be_known)
            assert (f"photograph {n}" in everywhere) == (one.entrant.line in may_be_known)
            assert one.entrant.line in may_be_known or one.entrant.line not in everywhere
        if shown < found.steps:
            taps(found.id, 1, now)


def test_a_step_back_takes_everything_back(client: FlaskClient, hall: Hall, now: datetime) -> None:
    found = begun(hall, now)
    to_the_end(found.id, now)
    for _step in range(found.steps):
        reveal.move(SYSTEM, found.id, ceremony(found.id).moves, back=True, now=now)
    seen = "\n".join(outlets(client, hall, found.id).values())
    assert not any(f"介绍{n}" in seen or f"photograph {n}" in seen for n in range(4))
    assert not any(one.total in seen for one in source_of(hall.round).final)


def test_a_rehearsal_is_for_the_staff_and_says_so(
    app: Flask, client: FlaskClient, hall: Hall, now: datetime
) -> None:
    real, trial = begun(hall, now), begun(hall, now, rehearsal=True)
    to_the_end(trial.id, now)
    for part in ("hall", "panel?lang=zh", f"photo/1/{hall.entry(0).key}.jpg"):
        assert client.get(f"/reveal/{trial.id}/{part}").status_code == 404
    for identity in ("anonymous", "judge:1"):
        assert not rooms.allowed(Identity.parse(identity), room_of(trial.id, "zh"))
    assert rooms.allowed(Identity.parse("anonymous"), room_of(real.id, "zh"))
    announcer = Staff(app, hall, now).browser("announcer")
    page = announcer.get(f"/reveal/{trial.id}/hall")
    assert page.status_code == 200 and "data-rehearsal" in page.text
    assert "data-rehearsal" not in client.get(f"/reveal/{real.id}/hall").text
    assert not any(name in client.get(f"/reveal/{real.id}/hall").text for name in NAMES)


def test_the_screen_of_a_broken_off_ceremony_goes_on_to_the_next_one(
    client: FlaskClient, hall: Hall, now: datetime
) -> None:
    first = begun(hall, now)
    reveal.end(SYSTEM, first.id, now)
    assert client.get(f"/reveal/{first.id}/hall").status_code == 200
    second = begun(hall, now)
    assert client.get(f"/reveal/{first.id}/hall").location == f"/reveal/{second.id}/hall"
    assert client.get(f"/reveal/{second.id}/hall").status_code == 200


def test_the_phone_taps_and_sees_what_comes(app: Flask, hall: Hall, now: datetime) -> None:
    found = begun(hall, now)
    staff = Staff(app, hall, now)
    phone, other = staff.browser("announcer"), staff.browser("chief_referee")
    address = f"/contests/reveals/{found.id}"
    page = phone.get(address).text
    assert NAMES[2] in page and 'name="at" value="0"' in page  # the lowest comes next
    first = phone.post(f"{address}/move", htmx=True, at="0").text
    assert 'name="at" value="1"' in first
    again = other.post(f"{address}/move", htmx=True, at="0").text  # meant for the same step
    assert 'name="at" value="1"' in again and ceremony(found.id).shown == 1
    back = phone.post(f"{address}/move", at="1", back="1")
    assert back.status_code == 303 and ceremony(found.id).shown == 0
    assert phone.post(f"{address}/move", htmx=True, at="x").status_code == 200
    assert ceremony(found.id).moves == 2
    for role, status in (("scorer", 403), ("stranger", 404)):
        assert staff.browser(role).get(address).status_code == status
        assert staff.browser(role).post(f"{address}/move", at="2").status_code == status


def test_from_the_last_step_one_tap_publishes(
    app: Flask, client: FlaskClient, hall: Hall, now: datetime
) -> None:
    staff = Staff(app, hall, now)
    organiser = staff.browser("organiser")
    began = organiser.post(f"/contests/rounds/{hall.round_id}/reveal", manner="suspense")
    found = re.search(r"/contests/reveals/(\d+)", began.location)
    assert began.status_code == 303 and found is not None
    address = found[0]
    to_the_end(int(found[1]), now)
    assert f"{address}/publish" not in staff.browser("announcer").get(address).text
    assert staff.browser("announcer").post(f"{address}/publish").status_code == 403
    assert f"{address}/publish" in organiser.get(address).text
    assert client.get(f"/results/{hall.round_id}").status_code == 404
    assert organiser.post(f"{address}/publish", key="a-key-of-this-page").status_code == 303
    assert client.get(f"/results/{hall.round_id}").status_code == 200
    assert hall.round.state == "published" and hall.round.frozen_seq is None
    assert ceremony(int(found[1])).completed


STEPS = ("unfreeze", "publish", "reopen")  # each would tell the result at once


def test_while_it_runs_the_desk_offers_no_step_that_would_tell_the_result(
    app: Flask, hall: Hall, now: datetime
) -> None:
    organiser = Staff(app, hall, now).browser("organiser")
    desk = f"/contests/rounds/{hall.round_id}/desk"
    plan = f"/contests/rounds/{hall.round_id}/reveal"
    before = organiser.get(desk).text
    found = begun(hall, now)
    for address in (desk, f"{desk}/actions"):
        page = organiser.get(address).text
        assert not [step for step in STEPS if f"/desk/steps/{step}" in page]
        assert f'href="{plan}"' in page and "正在揭晓" in page
    for step in STEPS:
        assert f"/desk/steps/{step}" in before
        shown = organiser.get(f"{desk}/steps/{step}", htmx=True).text
        assert "请先结束揭晓" in shown and 'type="submit"' not in shown
    reveal.end(SYSTEM, found.id, now)
    assert all(f"/desk/steps/{step}" in organiser.get(desk).text for step in STEPS)


def test_the_desks_hear_when_it_begins_and_ends(
    hall: Hall, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    monkeypatch.setattr(messages, "control", lambda room, name: heard.append(room))
    found = begun(hall, now)
    desks = [f"desk:{hall.round_id}:{language}" for language in LANGUAGES_OF_DESKS]
    assert heard == desks
    taps(found.id, 2, now)
    assert heard == desks  # a step changes nothing at the desk
    reveal.end(SYSTEM, found.id, now)
    begun(hall, now, rehearsal=True)
    assert heard == desks * 2


def test_the_preparation_says_what_is_missing(app: Flask, now: datetime) -> None:
    hall = make_hall(now, entries=4)
    staff = Staff(app, hall, now)
    organiser, address = staff.browser("organiser"), f"/contests/rounds/{hall.round_id}/reveal"
    assert organiser.get(address).status_code == 200
    refused = organiser.post(address, manner="suspense")
    assert refused.location.endswith(address)
    assert "notice" in organiser.get(address).text or "toast" in organiser.get(address).text
    assert staff.browser("scorer").post(address, manner="suspense").status_code == 403
    assert staff.browser("stranger").get(address).status_code == 404
    assert organiser.post(address, manner="nonsense").location.endswith(address)


def test_photographs_are_made_ready_and_for_the_staff(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    hall = make_hall(now, entries=2)
    staff, key = Staff(app, hall, now), hall.entry(0).key
    picture = io.BytesIO()
    Image.new("RGB", (300, 400), "#c2272d").save(picture, "PNG")
    address = f"/contests/rounds/{hall.round_id}/portraits/{key}"
    browser = staff.browser("organiser")
    sent = browser.post(
        address, line="  二十二年 车工 ", photo=sent_file(picture.getvalue(), "a.png")
    )
    assert sent.status_code == 303
    kept = browser.get(f"{address}.jpg")
    assert kept.status_code == 200 and kept.data.startswith(b"\xff\xd8")
    assert client.get(f"{address}.jpg").status_code in (302, 303, 404)
    assert staff.browser("scorer").post(address, line="x").status_code == 403
    broken = browser.post(address, line="y", photo=sent_file(b"\x89PNG\r\n\x1a\n junk", "b.png"))
    assert broken.status_code == 303
    assert "二十二年 车工" in browser.get(f"/contests/rounds/{hall.round_id}/reveal").text
    browser.post(address, line="", remove="1")
    assert browser.get(f"{address}.jpg").status_code == 404
