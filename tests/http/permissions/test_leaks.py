"""No mark leaves the desk before it is released, through any outlet; no name before decoding.

The marks looked for are ones that no page would show by chance. Every address that answers
to a GET is asked by everybody outside the desk, and so will every address made later.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask

from blueprints.contests import boards
from blueprints.contests.models import LedgerRow
from blueprints.contests.services import (
    appeals,
    desk,
    freezing,
    judging,
    notices,
    progress,
    setup,
)
from blueprints.contests.services.appeals import Letter
from blueprints.contests.services.judging import MarkInput
from realtime import rooms
from store import db, write
from store.actors import SYSTEM
from tests.http.permissions.cast import Scene, make_scene
from tests.http.permissions.reading import words_of
from tests.http.permissions.requests import addresses, ask

OUTSIDE = ("stranger", "worker", "nobody", "judge")
SECRET_MARK = "37.5"
SECRET_NOTE = "评语只给组委会"


@pytest.fixture
def scene(app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """A round in which judge 2 has marked the first entrant, and judge 1 has not."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    monkeypatch.setitem(app.extensions, "clock", lambda: now)
    return make_scene(app, now).settle()


def _mark(scene: Scene, release: str) -> LedgerRow:
    setup.update_round(SYSTEM, scene.hall.round_id, "决赛", release, scene.now)
    return _give_mark(scene)


def _give_mark(scene: Scene) -> LedgerRow:
    hall = scene.hall
    desk.call_entry(SYSTEM, hall.round_id, hall.entry(0).key, scene.now)
    for item in ("skill", "effect"):
        hall.mark(1, 0, item, "0")  # a judge's subtotal is shown when the sheet is complete
    given = MarkInput(
        hall.round_id, hall.entry(0).key, "content", SECRET_MARK, "secret-key", note=SECRET_NOTE
    )
    receipt = judging.submit_mark(hall.judges[1], given, scene.now)
    return db.session.query(LedgerRow).filter_by(round_id=hall.round_id, seq=receipt.seq).one()


def _outlets(scene: Scene) -> Iterator[tuple[str, str]]:
    """(who and where, what they were given) for every GET, from everybody outside the desk."""
    for endpoint, method, rule in addresses(scene.app):
        if method == "GET":
            for role in OUTSIDE:
                yield f"{endpoint} as {role}", words_of(ask(scene, role, endpoint, method, rule))
    for role in OUTSIDE:
        answer = scene.visitor(role).get(f"/results/{scene.hall.round_id}.pdf")
        yield f"the result sheet as {role}", words_of(answer)


def _frames(scene: Scene) -> Iterator[tuple[str, str]]:
    """What the rooms of the public and of judges would be sent."""
    hall = scene.hall
    names = [f"board:{hall.round_id}:{language}" for language in boards.LOCALES]
    names += [f"judge:{judge.id}" for judge in hall.judges]
    for room in names:
        kind = rooms.find(room)
        assert kind is not None
        yield room, str(kind.frame_of(room, 1, kind.position_of(room)[1]))  # 1: it was opened


@pytest.mark.parametrize("release", ["together", "published"])
def test_an_unreleased_mark_is_in_no_outlet(scene: Scene, release: str) -> None:
    row = _mark(scene, release)
    secrets = (SECRET_MARK, SECRET_NOTE, row.hash)
    found = [
        (outlet, secret)
        for outlet, text in (*_outlets(scene), *_frames(scene))
        for secret in secrets
        if secret in text
    ]
    assert found == []


def test_the_same_mark_is_seen_once_it_is_released(scene: Scene) -> None:
    """The search above would find it: it looks where released marks do appear."""
    _mark(scene, "each")
    assert any(SECRET_MARK in text for _outlet, text in _outlets(scene))
    assert any(SECRET_MARK in text for _outlet, text in _frames(scene))


@pytest.fixture
def blind(scene: Scene) -> Scene:
    """The contest is blind, and its first entrant has a name like nobody else's."""
    with write():
        scene.hall.round.contest.blind = True
        scene.hall.round.contest.version += 1
        first = scene.hall.entry(0)
        first.name, first.unit = "司徒盲评", "示例盲评工会"
    _mark(scene, "each")
    return scene


def _names_in(outlets: Iterable[tuple[str, str]]) -> list[str]:
    return [outlet for outlet, text in outlets if "司徒盲评" in text or "示例盲评工会" in text]


def test_no_name_is_known_before_decoding(blind: Scene) -> None:
    assert _names_in((*_outlets(blind), *_frames(blind))) == []


def test_no_sheet_for_judges_tells_a_name_before_decoding(blind: Scene) -> None:
    """Sheets lie on judges' tables and on the notice board, whoever has printed them."""
    address, client = f"/certificates/prints/rounds/{blind.hall.round_id}", blind.visitor("scorer")
    sheets = {name: client.get(f"{address}/{name}.pdf") for name in ("result", "scores", "filled")}
    assert {name: sheet.status_code for name, sheet in sheets.items()} == dict.fromkeys(sheets, 200)
    words = {name: words_of(sheet) for name, sheet in sheets.items()}
    assert all("A01" in text for text in words.values())  # the code that the entrant goes by
    assert _names_in(words.items()) == []


def test_nothing_entered_behind_a_freeze_is_in_any_outlet(scene: Scene) -> None:
    """Neither the mark nor its hash, nor how many rows there are, nor that judging has ended."""
    hall = scene.hall
    setup.update_round(SYSTEM, hall.round_id, "决赛", "each", scene.now)
    frozen = [(name, text) for name, text in _frozen(scene) if SECRET_MARK in text]
    assert frozen == []
    freezing.unfreeze(SYSTEM, hall.round_id, "揭晓", scene.now)
    assert any(SECRET_MARK in text for _outlet, text in _frames(scene))


def _frozen(scene: Scene) -> Iterator[tuple[str, str]]:
    """What everybody is told while the first entrant is marked behind a frozen board."""
    hall = scene.hall
    freezing.freeze(SYSTEM, hall.round_id, "待揭晓", scene.now)
    before = _hints(scene)
    row = _give_mark(scene)
    progress.close_round(SYSTEM, hall.round_id, scene.now)
    assert _hints(scene) == before
    for outlet, text in (*_outlets(scene), *_frames(scene)):
        assert row.hash not in text and SECRET_NOTE not in text, outlet
        yield outlet, text


def _hints(scene: Scene) -> list[object]:
    """Tags, numbers and states by which a patient observer could tell that something happens."""
    hall, client = scene.hall, scene.visitor("nobody")
    panel = client.get(f"/board/{hall.round_id}/panel")
    room = f"board:{hall.round_id}:zh"
    kind = rooms.find(room)
    assert kind is not None
    pages = [f"/contests/{hall.contest_id}/results", f"/results/{hall.round_id}"]
    return [
        panel.headers["ETag"],
        panel.text,
        kind.position_of(room),
        client.get(f"/live/catch-up?room={room}&epoch=0&after=0").text,
        client.get(f"/contests/{hall.contest_id}/contest-file.json?audience=public").text,
        *(client.get(page).text for page in pages),
        client.get("/").text.partition("contests-now")[2],  # the page holds a token as well
    ]


LETTER = Letter("申诉与异议的原文", "写信人示密", "13911112222", "letter-key-1")


def test_what_people_write_to_the_organisers_is_in_no_outlet(scene: Scene) -> None:
    """Neither an appeal nor an objection, nor who wrote it; that there are some is told."""
    round_id, now = scene.prized.round_id, scene.now
    with write():
        round_ = scene.prized.round
        round_.contest.steps, round_.prizes_confirmed_at = ["appeals", "notice"], None
        round_.notice_from, round_.notice_until = now, now + timedelta(days=5)
    appeals.lodge_for(SYSTEM, round_id, scene.prized.entry(0).key, LETTER, now)
    notices.object_to(SYSTEM, round_id, LETTER, now)
    told = list(_outlets(scene))
    found = [
        outlet
        for outlet, text in told
        if any(secret in text for secret in (LETTER.words, LETTER.name, LETTER.contact))
    ]
    assert found == []
    assert any("results_trail" in outlet and "SHA-256" in text for outlet, text in told)
