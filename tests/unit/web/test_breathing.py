"""Long work gives others their turn every so often, and loses nothing by it."""

import zipfile

import pytest

from store import breathing


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    found = list[float]()
    monkeypatch.setattr(breathing.time, "sleep", found.append)
    return found


def test_items_come_all_with_pauses_between(pauses: list[float]) -> None:
    seen = [(item, len(pauses)) for item in breathing.breathing(range(120), every=50)]
    assert [item for item, _pauses in seen] == list(range(120))
    assert [seen[n][1] for n in (0, 49, 50, 99, 100, 119)] == [0, 0, 1, 1, 2, 2]
    assert list(breathing.in_parts([1, 2, 3, 4, 5], 2)) == [[1, 2], [3, 4], [5]]
    assert pauses == [0] * 5


def test_an_archive_is_unpacked_with_pauses(pauses: list[float]) -> None:
    packed = breathing.BreathingFile()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("sheet.xml", bytes(range(256)) * 400)
    with zipfile.ZipFile(breathing.BreathingFile(packed.getvalue())) as archive:
        before = len(pauses)
        with archive.open("sheet.xml") as sheet:
            while sheet.read(16 * 1024):
                pass
    assert len(pauses) - before > 5
