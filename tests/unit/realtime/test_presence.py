"""Presence, in one process and over Redis: a blip is not a leave."""

from datetime import UTC, datetime, timedelta

import pytest

from realtime.hashes import Hashes, MemoryHashes, RedisHashes
from realtime.identities import ANONYMOUS, Identity
from realtime.presence import Member, Place, Presence
from realtime.viewers import Viewers

START = datetime(2026, 5, 12, 1, 10, tzinfo=UTC)
JUDGE, OTHER = Identity("judge", 7), Identity("judge", 8)
ROOM = "desk:1"


@pytest.fixture(params=["memory", "redis"])
def hashes(request: pytest.FixtureRequest) -> Hashes:
    if request.param == "memory":
        return MemoryHashes()
    return RedisHashes(request.getfixturevalue("redis_url"))


class Scene:
    """A presence whose hooks write down what they were told, and a clock."""

    def __init__(self, hashes: Hashes, process: str = "one") -> None:
        self.now = START
        self.told: list[tuple[str, str]] = []
        self.presence = Presence(
            hashes,
            process,
            lambda who, _room, _now: self.told.append(("join", str(who))),
            lambda who, _room, _now: self.told.append(("leave", str(who))),
        )

    def pass_time(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        self.presence.sweep(self.now)

    def join(self, identity: Identity, device: str, sid: str) -> Place:
        place = Place(ROOM, identity, device, sid)
        self.presence.join(place, self.now)
        return place

    def leave(self, place: Place) -> None:
        self.presence.leave(place, self.now)

    def members(self) -> list[tuple[str, str]]:
        return [(str(m.identity), m.device) for m in self.presence.members(ROOM, self.now)]


@pytest.fixture
def scene(hashes: Hashes) -> Scene:
    return Scene(hashes)


def test_a_blip_of_three_seconds_is_no_leave(scene: Scene) -> None:
    place = scene.join(JUDGE, "phone", "s1")
    scene.pass_time(60)
    scene.leave(place)
    scene.pass_time(3)
    assert scene.members() == [("judge:7", "phone")]
    scene.join(JUDGE, "phone", "s2")
    scene.pass_time(30)
    assert scene.told == [("join", "judge:7")]
    (member,) = scene.presence.members(ROOM, scene.now)
    assert member == Member(JUDGE, "phone", since=START, seen=scene.now)


def test_after_the_grace_it_is_a_leave(scene: Scene) -> None:
    place = scene.join(JUDGE, "phone", "s1")
    scene.leave(place)
    scene.pass_time(4.9)
    assert scene.told == [("join", "judge:7")]
    (member,) = scene.presence.members(ROOM, scene.now)
    assert (member.seen, scene.presence.count(ROOM)) == (START, 1)
    scene.pass_time(0.2)
    assert scene.told[1:] == [("leave", "judge:7")]
    assert (scene.members(), scene.presence.count(ROOM)) == ([], 0)
    scene.pass_time(60)
    assert len(scene.told) == 2


def test_the_last_device_makes_the_leave(scene: Scene) -> None:
    phone, _ = scene.join(JUDGE, "phone", "s1"), scene.join(JUDGE, "tablet", "s2")
    assert (scene.presence.count(ROOM), len(scene.members())) == (1, 2)
    scene.leave(phone)
    scene.pass_time(10)
    assert scene.told == [("join", "judge:7")]
    assert scene.members() == [("judge:7", "tablet")]


def test_anonymous_people_are_told_apart_by_device(scene: Scene) -> None:
    for device in ("a", "b", "b"):
        scene.join(ANONYMOUS, device, f"s-{device}-{len(scene.told)}")
    assert scene.presence.count(ROOM) == 2
    assert scene.told == [("join", "anonymous")] * 2


def test_the_expelled_leave_without_grace(scene: Scene) -> None:
    for sid in ("s1", "s2"):
        scene.join(JUDGE, "phone", sid)
    scene.join(OTHER, "phone", "s3")
    assert sorted(scene.presence.expel(ROOM, JUDGE, scene.now)) == ["s1", "s2"]
    assert scene.members() == [("judge:8", "phone")]
    assert scene.told[2:] == [("leave", "judge:7")]
    assert scene.presence.expel(ROOM, JUDGE, scene.now) == []


def test_two_processes_see_the_same_people_and_tell_once(redis_url: str) -> None:
    one = Scene(RedisHashes(redis_url), "one")
    two = Scene(RedisHashes(redis_url), "two")
    place = one.join(JUDGE, "phone", "s1")
    assert two.members() == [("judge:7", "phone")]
    one.leave(place)
    two.join(JUDGE, "phone", "s2")  # came back to the other process
    for scene in (one, two):
        scene.pass_time(10)
    assert one.told + two.told == [("join", "judge:7")]
    two.leave(Place(ROOM, JUDGE, "phone", "s2"))
    for scene in (two, one):
        scene.pass_time(20)
    assert one.told + two.told == [("join", "judge:7"), ("leave", "judge:7")]


def test_a_process_that_died_takes_its_people_with_it(redis_url: str) -> None:
    dead = Scene(RedisHashes(redis_url), "dead")
    alive = Scene(RedisHashes(redis_url), "alive")
    for scene in (dead, alive):
        scene.presence.beat(START)
    dead.join(JUDGE, "phone", "s1")
    alive.join(OTHER, "phone", "s2")
    alive.pass_time(59)
    alive.presence.beat(alive.now)
    assert len(alive.members()) == 2
    alive.pass_time(2)
    assert alive.members() == [("judge:8", "phone")]
    assert alive.told == [("join", "judge:8"), ("leave", "judge:7")]


def test_viewers_are_counted_over_all_processes(hashes: Hashes) -> None:
    now, here, there = [1000.0], {"board:1": 3}, {"board:1": 5, "board:2": 1}
    one = Viewers(hashes, "one", lambda room: here.get(room, 0), lambda: now[0])
    two = Viewers(hashes, "two", lambda room: there.get(room, 0), lambda: now[0])
    two.tell(there)
    assert [one.count(room) for room in ("board:1", "board:2", "board:3")] == [8, 1, 0]
    del there["board:2"]
    two.tell(there)
    assert one.count("board:2") == 0
    now[0] += 11  # the other process has gone silent
    assert one.count("board:1") == 3


def test_who_is_in_two_rooms_counts_once_and_some_not_at_all(hashes: Hashes) -> None:
    scene = Scene(hashes)
    rooms = ("class:1:zh", "class:1:en")
    for room, people in zip(rooms, ((1, 2, 3, 9), (3, 4, 8)), strict=True):
        for person in people:
            place = Place(room, Identity("viewer", person), "phone", f"{room}{person}")
            scene.presence.join(place, scene.now)
    count = scene.presence.count_in_all
    assert count(rooms) == 6  # 1, 2, 3, 4, 8, 9
    givers = [Identity("viewer", person) for person in (3, 8, 9, 77)]
    assert count(rooms, without=givers) == count(rooms[::-1], without=givers) == 3
    assert count(("class:2:zh", "class:2:en"), without=givers) == 0
