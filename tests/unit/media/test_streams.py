"""Where a recording may be entered again, however it was cut."""

import pytest

from media.streams import landmarks
from tests.support.recordings import MP4_H264, WEBM_H264, recording

MARK = {"webm": b"\x1f\x43\xb6\x75", "mp4": b"moof"}


@pytest.mark.parametrize(("kind", "container"), [(WEBM_H264, "webm"), (MP4_H264, "mp4")])
@pytest.mark.parametrize("size", [1, 7, 4096, 10_000_000])
def test_every_cluster_is_found_whatever_the_cuts(kind: str, container: str, size: int) -> None:
    content = recording(kind, 4)[:60_000]
    finder = landmarks(container)
    found = [
        position
        for at in range(0, len(content), size)
        for position in finder.feed(content[at : at + size])
    ]
    assert found
    skip = 4 if container == "mp4" else 0  # a box begins with its size
    for position in found:
        assert content[position + skip :][:4] == MARK[container]
