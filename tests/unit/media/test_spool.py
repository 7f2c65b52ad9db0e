"""Parts: once, whole, in a window."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from media.errors import Refused
from media.folders import Folders, new_key
from media.spool import About, Spool
from tests.support.recordings import WEBM_H264, digest

NOW = datetime(2026, 5, 12, 1, 10, tzinfo=UTC)


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    about = About("room", "account:1", WEBM_H264, NOW.timestamp())
    return Spool.begin(Folders(tmp_path), new_key(NOW), about)


def add(spool: Spool, number: int, content: bytes) -> bool:
    return spool.add(number, digest(content), content)


def test_a_part_is_known_again_after_it_was_packaged(spool: Spool) -> None:
    assert add(spool, 0, b"one")
    arrived = spool.arrived(0)
    spool.empty(0)
    assert not add(spool, 0, b"one")
    with pytest.raises(Refused, match="other_bytes"):
        add(spool, 0, b"two")
    assert spool.arrived(0) == arrived


def test_of_two_at_once_one_wins(spool: Spool) -> None:
    contents = [bytes([n]) * 1000 for n in range(20)]

    def attempt(content: bytes) -> str:
        try:
            return "stored" if add(spool, 0, content) else "known"
        except Refused as refused:
            return refused.code

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(attempt, contents))
    assert sorted(answers) == ["other_bytes"] * 19 + ["stored"]
    assert spool.read(0) == contents[answers.index("stored")]


def test_keys_sort_as_they_were_made() -> None:
    later = datetime(2026, 5, 12, 1, 10, 0, 5000, tzinfo=UTC)
    assert new_key(NOW) < new_key(later)


@pytest.mark.parametrize("key", ["", "..", "0" * 31, "A" * 32, "0" * 33])
def test_what_is_no_key_names_no_folder(tmp_path: Path, key: str) -> None:
    with pytest.raises(ValueError, match="no key"):
        Folders(tmp_path).spool(key)
