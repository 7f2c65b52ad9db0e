"""Decoding in two hands: nobody who runs a contest can tell who is behind a code, by no outlet.

Every address that answers to a GET is asked by the staff, and so will every address made later.
A name may still be where it was handed in (registrations), but never beside anything by which
the entrant is known at the desk.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.contests import boards
from blueprints.contests.models import (
    AppealLink,
    CheckIn,
    EligibilityDecision,
    EntryPortrait,
    Registration,
)
from blueprints.contests.sealing import seal, unseal
from blueprints.contests.services import appeals, codes, desk, progress, setup
from blueprints.people.queries import actor_for_account
from realtime import rooms
from store import db, write
from store.actors import SYSTEM, Actor
from tests.http.permissions.cast import Scene, make_scene
from tests.http.permissions.reading import words_of
from tests.http.permissions.requests import addresses, ask
from tests.support.contests import make_hall
from tests.support.judging_defended import with_steps
from web.languages import LANGUAGES

STAFF = ("administrator",)  # who may see whatever anybody on the staff may
# Classes and documents of other matters know nothing of a contest's entrants.
ABOUT = ("campaigns.", "certificates.prints", "contests.", "home.", "people.")
NAME, UNIT, LINE = "司徒加密", "示例加密工会", "加密车间三代铣工"
SECRETS = (NAME, UNIT, LINE)
# What stood beside a name before the draw, and could have been written down.
TOKEN, DECIDER, WHY, TAPPER = (
    "remembered-token-of-old",
    "示例审查人",
    "补交证书后合格",
    "示例检录人",
)
REMEMBERED = (TOKEN, DECIDER, WHY, TAPPER)


@pytest.fixture
def scene(app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """A coded contest under way; its first entrant registered online, with a portrait."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    monkeypatch.setitem(app.extensions, "clock", lambda: now)
    scene = make_scene(app, now)
    hall = make_hall(now, entries=2, blind=True, open_round=False, parent_id=scene.west)
    scene.hall = with_steps(hall, "draw", "decoding")
    given = [setup.EntryInput(NAME, UNIT)]
    setup.add_entries(SYSTEM, hall.round_id, given, now)
    entrant = hall.entry(2)
    event_id = hall.round.event_id
    with write():
        db.session.add(EntryPortrait(entry_id=entrant.id, line=LINE, changed_at=now))
        _register(hall.contest_id, event_id, entrant.id, now)
    return scene


def _register(contest_id: int, event_id: int, entry_id: int, now: datetime) -> None:
    db.session.add(
        Registration(
            contest_id=contest_id,
            event_id=event_id,
            entry_id=entry_id,
            number=9001,
            token_hash="0" * 64,
            client_key="registered-1",
            name=NAME,
            unit=UNIT,
            consent="",
            state="accepted",
            created_at=now,
            changed_at=now,
        )
    )


def _keeper(scene: Scene) -> Actor:
    found = actor_for_account(scene.accounts["encryption_referee"])
    assert found is not None
    return found


def _under_way(scene: Scene) -> Scene:
    hall = scene.hall
    codes.draw_sealed(_keeper(scene), hall.round.event_id, "Z", "", scene.now)
    progress.open_round(SYSTEM, hall.round_id, scene.now)
    desk.call_entry(SYSTEM, hall.round_id, hall.entry(0).key, scene.now)
    for judge in range(3):
        hall.mark(judge, 0, "performance", "9.1")
    key = hall.entry(0).key
    receipt = desk.deduct(SYSTEM, hall.round_id, key, "1", "超时", "deduct-key", scene.now)
    scene.deduction = receipt.seq
    scene.here = {role: scene.visitor(role) for role in STAFF}  # each signs in once
    return scene


def _outlets(scene: Scene, roles: tuple[str, ...] = STAFF) -> Iterator[tuple[str, str]]:
    for endpoint, method, rule in addresses(scene.app):
        if method == "GET" and endpoint.startswith(ABOUT):
            for role in roles:
                yield f"{endpoint} as {role}", words_of(ask(scene, role, endpoint, method, rule))
    for audience in ("", "?audience=public"):
        for role in roles:
            answer = scene.visitor(role).get(f"/contests/{scene.hall.contest_id}/file{audience}")
            yield f"the contest file{audience} as {role}", words_of(answer)


def _frames(scene: Scene) -> Iterator[tuple[str, str]]:
    number = scene.hall.round_id
    names = [f"board:{number}:{one}" for one in boards.LOCALES]
    names += [f"desk:{number}:{one}" for one in LANGUAGES]
    names += [f"judge:{judge.id}" for judge in scene.hall.judges]
    for room in names:
        kind = rooms.find(room)
        assert kind is not None
        yield room, str(kind.frame_of(room, 1, kind.position_of(room)[1]))


def _signs(scene: Scene) -> tuple[str, ...]:
    """Everything by which entrants are known at the desk."""
    known = [scene.hall.entry(n) for n in range(3)]
    return tuple(sign for one in known for sign in (one.code, one.key, one.ref))


def test_no_outlet_joins_a_name_and_a_code(scene: Scene) -> None:
    _under_way(scene)
    signs = _signs(scene)
    joined = [
        outlet
        for outlet, text in (*_outlets(scene), *_frames(scene))
        if any(secret in text for secret in SECRETS) and any(sign in text for sign in signs)
    ]
    assert joined == []
    search = f"/contests/rounds/{scene.hall.round_id}/desk/panel?find="
    desk_of = scene.visitor("administrator")
    assert "data-line" in desk_of.get(search + "Z01").text
    assert "data-line" not in desk_of.get(search + NAME).text


def _remember(scene: Scene) -> None:
    """From before the contest was to be decoded in two hands: a link, a tap, a decision."""
    hall, before = scene.hall, scene.now - timedelta(hours=5)
    entry, who = hall.entry(2).id, {"actor": "account:9", "at": before}
    hashed = appeals.token_hash(TOKEN)
    with write():
        db.session.add_all(
            [
                AppealLink(entry_id=entry, token=seal(TOKEN), token_hash=hashed, made_at=before),
                CheckIn(
                    round_id=hall.round_id,
                    entry_id=entry,
                    state="late",
                    actor_name=TAPPER,
                    **who,
                ),
                EligibilityDecision(
                    entry_id=entry, verdict="eligible", reason=WHY, actor_name=DECIDER, **who
                ),
            ]
        )


def test_nothing_remembered_from_before_the_draw_is_found_beside_a_code(scene: Scene) -> None:
    _remember(scene)
    _under_way(scene)
    hall = scene.hall
    appeals.make_links(SYSTEM, hall.round_id, scene.now)
    found = [
        f"{said} in {outlet}"
        for outlet, text in (*_outlets(scene), *_frames(scene))
        for said in REMEMBERED
        if said in text
    ]
    assert found == []
    anybody = scene.app.test_client()
    for page in ("appeal", "work", "report"):
        assert anybody.get(f"/{page}/{TOKEN}").status_code == 404
    slips = [unseal(one.token) for one in db.session.scalars(sa.select(AppealLink))]
    assert len(slips) == 3 and TOKEN not in slips
    assert anybody.get(f"/appeal/{slips[0]}").status_code == 200


def test_one_hand_alone_changes_nothing_and_two_bring_the_names(scene: Scene) -> None:
    _under_way(scene)
    hall, witness = scene.hall, actor_for_account(scene.accounts["supervisor"])
    assert witness is not None
    progress.close_round(SYSTEM, hall.round_id, scene.now)
    progress.confirm_round(Actor("system", 2, "复核"), hall.round_id, scene.now)
    codes.confirm_decoding(witness, hall.contest_id, scene.now)
    desk_page = f"/contests/rounds/{hall.round_id}/desk"
    assert NAME not in scene.visitor("supervisor").get(desk_page).text
    page = scene.visitor("organiser").get(f"/contests/{hall.contest_id}/codes")
    assert page.status_code == 200 and NAME not in page.text
    assert (
        scene.visitor("organiser").get(f"/contests/{hall.contest_id}/codes/slips").status_code
        == 404
    )
    keeper = scene.visitor("encryption_referee")
    assert NAME in keeper.get(f"/contests/{hall.contest_id}/codes/slips").text
    assert keeper.get(desk_page).status_code == 404  # marks are not for who knows the codes
    answer = keeper.post(f"/contests/{hall.contest_id}/codes/decoding")
    assert answer.status_code == 303
    assert NAME in scene.visitor("supervisor").get(desk_page).text  # the search above finds it
