"""Children are replaced when they die, take too long or have done their share."""

from __future__ import annotations

import io
import os
import re
import resource
import select
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from documents import ChildError, Made, TemplateError
from documents.children import Child, Children
from documents.limits import Limits
from documents.protocol import BadFrame, Frame, read_frame, write_frame
from documents.renderer import Renderer
from documents.worker import Service, do
from tests.support.certificates import OPTIONS, certificate, person, text_of

PAGE = {"do": "picture", "page": 0, "width": 50}
LOOP = "{{% for {} in range(1000) %}}"
SLOW = "".join(map(LOOP.format, "abcd")) + "{% endfor %}" * 4


def wait_for_end(pids: list[int]) -> None:
    for pid in pids:
        try:
            process = os.pidfd_open(pid)
        except ProcessLookupError:
            continue
        ended, _, _ = select.select([process], [], [], 20)
        os.close(process)
        assert ended


@pytest.fixture
def pdf(renderer: Renderer) -> bytes:
    return renderer.separate(certificate(), [person()], OPTIONS)[0].pdf


def test_a_killed_child_is_replaced(pdf: bytes) -> None:
    children = Children("picture", 1)
    try:
        first = children.ask(PAGE, [pdf])
        [pid] = children.pids
        os.kill(pid, signal.SIGKILL)
        wait_for_end([pid])
        assert children.ask(PAGE, [pdf]) == first
        assert children.pids != [pid]
    finally:
        children.close()


def test_a_child_killed_before_it_is_asked_tells_by_what() -> None:
    child = Child("picture", Limits(), {}, 60)
    os.kill(child.pid, signal.SIGKILL)
    wait_for_end([child.pid])
    with pytest.raises(ChildError) as raised:
        child.ask(PAGE, [bytes(1_000_000)], 60)
    assert (raised.value.code, raised.value.detail) == ("died", "-9")


def test_a_child_is_recycled_after_its_share_of_jobs(pdf: bytes) -> None:
    children = Children("picture", 1, jobs_each=2)
    try:
        seen = []
        for _ in range(5):
            children.ask(PAGE, [pdf])
            seen += children.pids
        assert len(set(seen)) > 1
    finally:
        children.close()


def test_idle_children_are_stopped(pdf: bytes) -> None:
    children = Children("picture", 1, idle_seconds=0.05)
    try:
        children.ask(PAGE, [pdf])
        wait_for_end(children.pids)
        assert children.pids == []
        children.ask(PAGE, [pdf])
    finally:
        children.close()


def test_what_a_handler_refuses_is_told_and_the_child_lives_on(pdf: bytes) -> None:
    children = Children("picture", 1)
    try:
        with pytest.raises(ChildError) as raised:
            children.ask({**PAGE, "page": 7}, [pdf])
        assert (raised.value.code, raised.value.detail) == ("broken", "page")
        before = children.pids
        children.ask(PAGE, [pdf])
        assert children.pids == before
    finally:
        children.close()


def test_a_child_that_can_not_start_says_why() -> None:
    children = Children("render", 1, settings={})
    with pytest.raises(ChildError) as raised:
        children.ask({"do": "separate"})
    assert (raised.value.code, raised.value.detail) == ("broken", "KeyError: 'folder'")
    assert children.pids == []
    children.close()


def test_a_closed_pool_refuses(pdf: bytes) -> None:
    children = Children("picture", 1)
    children.close()
    with pytest.raises(ChildError) as raised:
        children.ask(PAGE, [pdf])
    assert raised.value.code == "closed"


def test_a_job_that_takes_too_long_is_ended_while_others_go_on(faces_folder: Path) -> None:
    renderer = Renderer(faces_folder, 2, seconds=6)  # enough for the others on a busy machine
    problems: list[TemplateError] = []

    def hang() -> None:
        try:
            renderer.separate(certificate(body=SLOW), [person()], OPTIONS)
        except TemplateError as problem:
            problems.append(problem)

    hanging = threading.Thread(target=hang)
    try:
        hanging.start()
        made = renderer.separate(certificate(), [person()], OPTIONS)
        hanging.join(60)
        assert "张三" in text_of(made[0].pdf)
        assert [problem.code for problem in problems] == ["too_long"]
        assert renderer.separate(certificate(), [person()], OPTIONS) == made
    finally:
        renderer.close()


def test_a_child_killed_in_the_middle_of_a_batch_is_not_noticed(faces_folder: Path) -> None:
    renderer = Renderer(faces_folder, 1)
    rows = [person(chr(0x4E00 + number)) for number in range(100)]
    made: list[list[Made]] = []
    working = threading.Thread(
        target=lambda: made.append(renderer.separate(certificate(), rows, OPTIONS))
    )
    try:
        renderer.separate(certificate(), rows[:1], OPTIONS)
        working.start()
        os.kill(renderer.pids[0], signal.SIGKILL)
        working.join(60)
        texts = [text_of(file.pdf) for file in made[0]]
        assert all(row.values["name"] in text for row, text in zip(rows, texts, strict=True))
    finally:
        renderer.close()


def test_a_child_has_set_its_own_limits(renderer: Renderer) -> None:
    renderer.separate(certificate(), [person()], OPTIONS)
    for pid in renderer.pids:
        limits = Path(f"/proc/{pid}/limits").read_text()
        assert re.search(r"Max address space\s+1610612736\s+1610612736", limits)
        assert re.search(r"Max open files\s+64\s+64", limits)
        assert re.search(r"Max core file size\s+0\s+0", limits)
        assert not re.search(r"Max cpu time\s+unlimited", limits)


def test_frames_carry_text_and_blobs() -> None:
    stream = io.BytesIO()
    write_frame(stream, {"do": "x", "name": "龘\ud800"}, [b"", b"\0\xff" * 70_000])
    write_frame(stream, {}, [])
    stream.seek(0)
    assert read_frame(stream) == ({"do": "x", "name": "龘\ud800"}, [b"", b"\0\xff" * 70_000])
    assert read_frame(stream) == ({}, [])
    assert read_frame(stream) is None


@pytest.mark.parametrize(
    "data",
    [
        b"GH",
        b"XXXX\0\0\0\0",
        b"GHF1\xff\xff\xff\xff",
        b"GHF1\0\0\0\x02[]",
        b"GHF1\0\0\0\x02{]",
        b'GHF1\0\0\0\x0e{"blobs":[-1]}',
        b'GHF1\0\0\0\x0d{"blobs":[9]}short',
        b'GHF1\0\0\0\x17{"blobs":[99999999999]}',
    ],
)
def test_a_bad_frame_is_refused(data: bytes) -> None:
    with pytest.raises(BadFrame):
        read_frame(io.BytesIO(data))


@pytest.fixture
def own_cpu() -> Iterator[None]:
    """A child's job limits the CPU of its process: here that of all further tests."""
    before = resource.getrlimit(resource.RLIMIT_CPU)
    yield
    resource.setrlimit(resource.RLIMIT_CPU, before)


@pytest.mark.usefixtures("own_cpu")
def test_a_full_disk_is_told_apart_from_other_faults() -> None:
    def fill(_header: dict[str, object], _blobs: list[bytes]) -> Frame:
        with Path("/dev/full").open("wb", buffering=0) as disk:
            disk.write(b"x")
        raise AssertionError

    def fail(_header: dict[str, object], _blobs: list[bytes]) -> Frame:
        raise FileNotFoundError

    service = Service({"fill": fill, "fail": fail})
    codes = [do(service, ({"do": name}, []))[0]["error"]["code"] for name in ("fill", "fail")]
    assert codes == ["storage", "broken"]
