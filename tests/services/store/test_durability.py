"""Nobody hears of a write before it is on the disk, and many writes share one sync."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from store import after_commit, db, events, record, write
from store.durability import Disk
from tests.services.store.conftest import counters
from tests.services.store.counting import increment, total
from tests.support.processes import DEADLINE_S

WRITERS = 20
sqlite_only = pytest.mark.parametrize("new_url", ["sqlite"], indirect=True)


@dataclass(frozen=True)
class Counted:
    """Something that is told."""


def _disk(store: Flask, sync: object) -> Disk:
    disk = Disk(Path(db.engine.url.database or ""), sync)  # type: ignore[arg-type]
    store.extensions["disk"] = disk
    return disk


@sqlite_only
def test_a_write_is_told_of_after_its_sync(store: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "_after_commit", events._after_commit.copy())
    told: list[str] = []
    after_commit(Counted)(lambda _event: told.append("told"))
    _disk(store, lambda journal: told.append(f"synced {journal.stat().st_size > 0}"))
    with write():
        db.session.execute(sa.update(counters).values(value=1))
        record(Counted())
    assert told == ["synced True", "told"]


@sqlite_only
def test_what_cannot_be_synced_is_not_told(store: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "_after_commit", events._after_commit.copy())
    told: list[object] = []
    after_commit(Counted)(told.append)

    def broken(_journal: Path) -> None:
        raise OSError("the disk is gone")

    _disk(store, broken)
    with pytest.raises(OSError, match="gone"), write():
        record(Counted())
    assert told == []


@sqlite_only
def test_those_who_write_during_a_sync_share_the_next(store: Flask) -> None:
    at_work, go_on = threading.Event(), threading.Event()
    syncs: list[int] = []

    def slow(_journal: Path) -> None:
        syncs.append(total())  # what the next ones find in the journal is safe with them
        at_work.set()
        assert go_on.wait(DEADLINE_S)

    _disk(store, slow)
    with ThreadPoolExecutor(WRITERS) as pool:
        first = pool.submit(increment, store, 1)
        assert at_work.wait(DEADLINE_S)
        others = [pool.submit(increment, store, 1) for _ in range(WRITERS - 1)]
        while total() < WRITERS:  # all have committed: the gate is open while the disk works
            db.session.rollback()
        assert not any(one.done() for one in (first, *others))
        go_on.set()
    assert len(syncs) == 2
    assert syncs[1] == WRITERS


def test_syncing_a_journal_that_was_folded_away_is_no_error(tmp_path: Path) -> None:
    disk = Disk(tmp_path / "no.db")
    disk.wait_for(disk.committed())
