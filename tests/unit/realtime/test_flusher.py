"""One frame per room and window, each continuing the one before."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from flask import Flask

from realtime import rooms
from realtime.flusher import Flusher
from realtime.hashes import MemoryHashes
from tests.unit.realtime.steps import Steps

ROOM = "flush:1"


class Scene:
    """A flusher over a room whose place and rendering the test decides."""

    def __init__(self) -> None:
        self.steps = Steps()
        self.place = (1, 10)
        self.viewers = 0
        self.fails = 0
        self.frames: list[dict[str, Any]] = []
        self.at: list[float] = []
        rooms.register(
            "flush",
            authorise=lambda _actor, _key: True,
            position=lambda _key: self.place,
            render=self.render,
        )
        app = Flask("flusher")
        self.flusher = Flusher(app, self.steps.runner, self.emit, MemoryHashes())
        self.flusher.widen_with(lambda _room: self.viewers)

    def render(self, room: str, after: int, upto: int) -> dict[str, Any]:
        if self.fails:
            self.fails -= 1
            raise RuntimeError("a bug in a feature")
        return {"fragments": [{"target": "#x", "html": f"{after}-{upto}"}]}

    def emit(self, event: str, frame: dict[str, Any], room: str) -> None:
        assert (event, room) == ("frame", ROOM)
        self.frames.append(frame)
        self.at.append(round(self.steps.now, 3))

    def mark(self, count: int = 1) -> None:
        self.place = (self.place[0], self.place[1] + count)
        self.flusher.touch(ROOM)


@pytest.fixture
def scene() -> Iterator[Scene]:
    yield Scene()
    rooms.forget("flush")


def test_many_touches_are_one_frame(scene: Scene) -> None:
    assert scene.flusher.joined(ROOM) == (1, 10)
    for _ in range(50):
        scene.mark()
    scene.steps.advance(1)
    (frame,) = scene.frames
    assert frame == {
        "room": ROOM,
        "epoch": 1,
        "after": 10,
        "seq": 60,
        "fragments": [{"target": "#x", "html": "10-60"}],
    }


def test_frames_form_a_chain(scene: Scene) -> None:
    scene.flusher.joined(ROOM)
    for count in range(1, 40):
        scene.mark(count % 3)
        scene.steps.advance(0.07)
    scene.steps.advance(1)
    assert scene.frames[0]["after"] == 10
    assert scene.frames[-1]["seq"] == scene.place[1]
    assert all(one["seq"] == two["after"] for one, two in pairwise(scene.frames))


def test_the_first_frame_is_quick_and_the_window_widens(scene: Scene) -> None:
    scene.flusher.joined(ROOM)
    for viewers, window in ((0, 0.1), (2500, 0.175), (5000, 0.25), (50_000, 0.25)):
        scene.viewers, scene.at = viewers, []
        begun = scene.steps.now
        for _ in range(100):
            scene.mark()
            scene.steps.advance(0.01)
        scene.steps.advance(2)
        assert scene.at[0] - begun == pytest.approx(0.02, abs=0.001)
        assert {round(b - a, 3) for a, b in pairwise(scene.at)} == {window}


def test_nothing_is_rendered_when_nobody_ever_came(scene: Scene) -> None:
    scene.fails = 1
    scene.mark()
    scene.steps.advance(1)
    assert (scene.frames, scene.fails) == ([], 1)


def test_a_newcomer_is_told_the_place_the_next_frame_continues(scene: Scene) -> None:
    scene.flusher.joined(ROOM)
    scene.mark(5)
    assert scene.flusher.joined(ROOM) == (1, 10)  # the frame 10-15 is on its way
    scene.steps.advance(1)
    assert scene.flusher.joined(ROOM) == (1, 15)


def test_another_epoch_or_a_step_back_is_a_reset(scene: Scene) -> None:
    scene.flusher.joined(ROOM)
    for place in ((2, 3), (2, 1)):
        scene.place = place
        scene.flusher.touch(ROOM)
        scene.steps.advance(1)
        assert scene.frames[-1] == {
            "room": ROOM,
            "epoch": 2,
            "after": 0,
            "seq": place[1],
            "reset": True,
        }


def test_a_room_that_begins_is_no_reset(scene: Scene) -> None:
    scene.place = (0, 0)
    scene.flusher.joined(ROOM)
    scene.place = (7, 1)
    scene.flusher.touch(ROOM)
    scene.steps.advance(1)
    assert (scene.frames[0]["after"], "reset" in scene.frames[0]) == (0, False)


def test_a_failing_render_is_tried_again_and_loses_nothing(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    scene.flusher.joined(ROOM)
    scene.fails = 2
    scene.mark(3)
    scene.steps.advance(2)
    assert [(f["after"], f["seq"]) for f in scene.frames] == [(10, 13)]
    assert caplog.text.count("live work for room flush:1 failed") == 2
    scene.fails = 3
    scene.mark()
    scene.steps.advance(2)
    scene.mark()
    scene.steps.advance(2)
    assert [(f["after"], f["seq"]) for f in scene.frames] == [(10, 13), (13, 15)]


def test_too_much_for_one_frame_becomes_several(scene: Scene) -> None:
    def render(_room: str, after: int, upto: int) -> dict[str, Any]:
        return {"items": [], "seq": min(upto, after + 4)}

    rooms.register(
        "flush",
        authorise=lambda _actor, _key: True,
        position=lambda _key: scene.place,
        render=render,
    )
    scene.flusher.joined(ROOM)
    scene.mark(10)
    scene.steps.advance(2)
    assert [(f["after"], f["seq"]) for f in scene.frames] == [(10, 14), (14, 18), (18, 20)]


def test_touching_what_is_no_room_is_a_bug(scene: Scene) -> None:
    with pytest.raises(ValueError, match="no such kind"):
        scene.flusher.touch("unheard-of:1")
