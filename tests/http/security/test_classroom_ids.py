"""What belongs to one session is found under no other, whoever asks and whatever it is."""

import pytest
from flask import Flask
from werkzeug.routing import Rule

from blueprints.classroom.models import ClassSession
from blueprints.classroom.services import entering
from blueprints.people.queries import actor_for_account
from store import db
from tests.http.permissions import class_requests
from tests.http.permissions.cast import Scene
from tests.http.permissions.class_things import things
from tests.http.permissions.requests import addresses, fields_of
from tests.support.classroom import Room, add_session, guest_browser, make_room
from tests.support.people import csrf

WHERE = {"session_id", "key"}
NO_THINGS = {"name", "kind", "number"}  # words and pages; not what a session has
OF_SEASONS = {"classroom.book_cover"}


def _other(scene: Scene) -> ClassSession:
    """Another session of the union, in which the administrator has come in, too."""
    session_id, _key = add_session(scene.west, scene.now, {}, key="test-other-001")
    other = db.session.get_one(ClassSession, session_id)
    actor = actor_for_account(scene.accounts["administrator"])
    assert actor is not None
    entering.enter(actor, other, "", "旁听", scene.now)
    return other


def _foreign(scene: Scene, endpoint: str, rule: Rule, other: ClassSession) -> dict[str, str]:
    """The variables of an address: the other session, and everything else of the first."""
    own = {name: str(class_requests.value(scene, endpoint, name)) for name in rule.arguments}
    places = {"session_id": str(other.id), "key": other.key}
    return own | {name: places[name] for name in WHERE & rule.arguments}


def _nested(scene: Scene) -> list[tuple[str, str, Rule]]:
    return [
        (endpoint, method, rule)
        for endpoint, method, rule in addresses(scene.app)
        if endpoint.startswith("classroom.")
        and endpoint not in OF_SEASONS
        and WHERE & rule.arguments
        and rule.arguments - WHERE - NO_THINGS
    ]


def test_nothing_of_one_session_is_found_under_another(scene: Scene) -> None:
    things(scene)
    other, found = _other(scene), []
    nested = _nested(scene)
    browser = scene.visitor("administrator")
    for endpoint, method, rule in nested:
        path = rule.build(_foreign(scene, endpoint, rule, other), append_unknown=False)
        assert path is not None
        sent = fields_of(scene, endpoint) if method != "GET" else None
        answer = browser.open(path[1], method=method, data=sent)
        if answer.status_code != 404:
            found.append(f"{method} {path[1]}: {answer.status_code}")
    assert found == []
    assert len(nested) >= 30


@pytest.mark.parametrize("deed", ["reading/open", "reading/highlight", "reading/clear"])
def test_an_excerpt_of_another_session_is_not_read(scene: Scene, deed: str) -> None:
    excerpt, other = things(scene)["excerpt"], _other(scene)
    answer = scene.visitor("administrator").post(
        f"/classroom/sessions/{other.id}/studio/{deed}",
        data={"excerpt": excerpt, "page": 1, "box": "10,10,100,100"},
    )
    assert answer.status_code == 404


def test_a_guest_of_one_session_is_nobody_in_another(app: Flask, now) -> None:
    app.extensions["clock"] = lambda: now
    room = make_room(now)
    number, key = add_session(room.world.west, now, {}, key="test-other-001")
    guest = guest_browser(app, room, "晴空")
    cookie = guest.get_cookie(f"class_{room.session_id}", path=f"/class/{room.key}")
    assert cookie is not None and cookie.http_only and cookie.path == f"/class/{room.key}"
    guest.set_cookie(f"class_{number}", cookie.value, path=f"/class/{key}")
    assert guest.get(f"/class/{key}/room").status_code == 303  # to the door
    assert guest.get(f"/class/{key}/mine.json").status_code == 403


def test_a_viewer_reaches_nothing_of_the_studio(app: Flask, now) -> None:
    app.extensions["clock"] = lambda: now
    room: Room = make_room(now)
    guest = guest_browser(app, room, "晴空")
    token = csrf(guest, f"/class/{room.key}/room")
    for name in ("queue", "people", "sanctions", "polls"):
        assert guest.get(f"/class/{room.key}/panels/{name}").status_code == 404
        path = f"/classroom/sessions/{room.session_id}/studio/panels/{name}"
        assert guest.get(path).status_code == 303  # to the sign-in
    path = f"/classroom/sessions/{room.session_id}/announce"
    assert guest.post(path, data={"text": "我是主持人", "csrf_token": token}).status_code == 401
