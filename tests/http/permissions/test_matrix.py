"""Who gets what from every address. The whole table is in matrix.txt, to be read by people.

A new address without a line in it fails, and so does a changed right. After looking at what
changed: `python -m tests.http.permissions.write_matrix`.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask

from realtime import Identity, rooms
from realtime.gateway import EVENTS
from tests.http.permissions.cast import ROLES, Scene, make_scene
from tests.http.permissions.class_things import things
from tests.http.permissions.kept import kept
from tests.http.permissions.quiz_things import quiz_things
from tests.http.permissions.requests import addresses, ask

TABLE = Path(__file__).parent / "matrix.txt"
# Public pages have no token: changing a theme is harmless, looking at a file changes nothing.
# Programs bring a key of their own: a stream's, or that of a rehearsal's crowd.
WITHOUT_TOKEN = (
    "home.preferences",
    "certificates.verify_file",
    "contests.recompute_file",
    "contests.recompute_published",
    "classroom.rtmp_publish",
    "classroom.rtmp_done",
    "classroom.rehearsal_beat",
    "quizzes.quiz_guess",  # a game; its cookie is not sent from other sites
)
SIGNS = {401: "s", 403: "x", 404: "-"}


def verdict(status: int, location: str) -> str:
    """`.` let in · `s` sent to sign in · `x` refused · `-` not found · `!` a fault."""
    if status >= 500:
        return "!"
    if status in (302, 303) and location.partition("?")[0].endswith("/sign-in"):
        return "s"
    return SIGNS.get(status, ".")


def actual(app: Flask, now: datetime) -> dict[str, str]:
    """The table as the application behaves: endpoint and method → one sign per role.

    The scene is put back after each write that was let in: a refused one changes nothing.
    """
    app.extensions["clock"] = lambda: now
    scene = make_scene(app, now)
    table, of_rooms = {}, _rooms(scene)
    scene.settle()
    things(scene)
    quiz_things(scene)
    with kept() as put_back:
        for endpoint, method, rule in addresses(app):
            signs = ""
            for role in ROLES:
                answer = ask(scene, role, endpoint, method, rule)
                signs += verdict(answer.status_code, answer.headers.get("Location", ""))
                if method != "GET" and signs[-1] == ".":
                    put_back()
            table[f"{endpoint} {method}"] = signs
    return table | of_rooms


def _rooms(scene: Scene) -> dict[str, str]:
    """Who may join which kind of live room; a client event is taken in a joined room only."""
    quiz = quiz_things(scene)
    names = {
        "board": f"board:{scene.hall.round_id}:zh",
        "desk": f"desk:{scene.hall.round_id}:zh_Hans_CN",
        "checkin": f"checkin:{scene.hall.round_id}:zh_Hans_CN",
        "judge": f"judge:{scene.hall.judges[0].id}",
        "announcer": f"announcer:{scene.hall.round_id}:zh_Hans_CN",
        "reveal": f"reveal:{scene.ceremony}:zh",
        "class": f"class:{scene.room.id}:zh",
        "studio": f"studio:{scene.room.id}:zh",
        "viewer": f"viewer:{scene.participants['worker']}",
        "quiz": f"quiz:{quiz['quiz_id']}:zh",
        "quiz-desk": f"quiz-desk:{quiz['quiz_id']}:zh_Hans_CN",
        "quiz-card": f"quiz-card:{quiz['quiz_id']}:zh_Hans_CN",
        "quiz-seat": f"quiz-seat:{quiz['contestant_id']}",
    }
    return {
        f"{kind} ROOM": "".join(
            "." if rooms.allowed(Identity.parse(scene.identity(role, kind)), names[kind]) else "-"
            for role in ROLES
        )
        for kind in rooms.names()
    }


def written() -> dict[str, str]:
    """The table as people have read and agreed to it."""
    lines = TABLE.read_text().splitlines()
    pairs = [line.split() for line in lines if line and not line.startswith("#")]
    return {f"{endpoint} {method}": signs for endpoint, method, signs in pairs}


@pytest.fixture
def without_csrf(app: Flask) -> Iterator[None]:
    """Rights alone are looked at here; tokens have a test of their own."""
    clock = app.extensions.get("clock")
    app.config["WTF_CSRF_ENABLED"] = False
    yield
    app.config["WTF_CSRF_ENABLED"] = True
    app.extensions["clock"] = clock


# Every address is asked for in every role, beside whatever else runs.
@pytest.mark.timeout(900)
@pytest.mark.usefixtures("without_csrf")
def test_everybody_gets_what_the_table_says(app: Flask, now: datetime) -> None:
    found, agreed = actual(app, now), written()
    different = {
        address: f"table {agreed.get(address, 'has no line')}, application {found.get(address)}"
        for address in found.keys() | agreed.keys()
        if found.get(address) != agreed.get(address)
    }
    assert not different


def test_every_client_event_is_known_here() -> None:
    """`join` asks `rooms.allowed`, the others need a joined room: no further way in."""
    assert set(EVENTS) == {"join", "leave", "act", "probe"}


def test_no_form_is_taken_without_its_token(app: Flask, now: datetime) -> None:
    scene = make_scene(app, now)
    taken = [
        f"{endpoint} {method}"
        for endpoint, method, rule in addresses(app)
        if method != "GET"
        and ask_without_token(scene, endpoint, method, rule) != 400
        and endpoint not in WITHOUT_TOKEN
    ]
    assert taken == []


def ask_without_token(scene, endpoint, method, rule) -> int:
    return ask(scene, "nobody", endpoint, method, rule).status_code
