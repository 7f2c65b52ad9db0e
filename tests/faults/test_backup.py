"""What a backup holds comes back, from both databases, and a bad one changes nothing."""

import dataclasses
import os
import shutil
import sqlite3
import tarfile
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

import psycopg
import pytest

from config import Settings
from deploy import archive
from tests.support.postgres import Postgres
from tests.support.server import Launcher


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An installation with one row in its database, a key and an upload."""
    made = Settings(data_dir=tmp_path / "data")
    made.key()
    (made.data_dir / "uploads").mkdir()
    (made.data_dir / "uploads" / "photo.jpg").write_bytes(b"a photo")
    with closing(sqlite3.connect(made.data_dir / archive.DATABASE)) as connection:
        connection.execute("CREATE TABLE marks (mark TEXT)")
        connection.execute("INSERT INTO marks VALUES ('9.50')")
        connection.commit()
    return made


def marks(settings: Settings) -> list[tuple[str]]:
    with closing(sqlite3.connect(settings.data_dir / archive.DATABASE)) as connection:
        return connection.execute("SELECT mark FROM marks").fetchall()


def test_what_was_lost_comes_back(settings: Settings, tmp_path: Path, now: datetime) -> None:
    archive.write(settings, tmp_path / "b.tar.gz")
    key = (settings.data_dir / "secret_key").read_text()
    (settings.data_dir / "secret_key").write_text("another")
    (settings.data_dir / "uploads" / "photo.jpg").unlink()
    (settings.data_dir / archive.DATABASE).write_bytes(b"torn")
    aside = archive.put_back(settings, tmp_path / "b.tar.gz", now)
    assert marks(settings) == [("9.50",)]
    assert (settings.data_dir / "uploads" / "photo.jpg").read_bytes() == b"a photo"
    assert (settings.data_dir / "secret_key").read_text() == key
    assert (aside / archive.DATABASE).read_bytes() == b"torn"


def test_rows_not_yet_in_the_file_are_backed_up(settings: Settings, tmp_path: Path) -> None:
    with closing(sqlite3.connect(settings.data_dir / archive.DATABASE)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("INSERT INTO marks VALUES ('9.60')")
        connection.commit()
        archive.write(settings, tmp_path / "b.tar.gz")
    with tarfile.open(tmp_path / "b.tar.gz") as backup:
        content = backup.extractfile(archive.DATABASE)
        assert content is not None
        (tmp_path / "seen").mkdir()
        (tmp_path / "seen" / archive.DATABASE).write_bytes(content.read())
    assert marks(Settings(data_dir=tmp_path / "seen")) == [("9.50",), ("9.60",)]


def test_files_that_come_and_go_meanwhile_stop_no_backup(
    settings: Settings, tmp_path: Path, now: datetime
) -> None:
    """As while certificates are issued and lists lose their photographs."""
    uploads, going = settings.data_dir / "uploads", True

    def come_and_go() -> None:
        while going:
            fresh = uploads / "new-abc"
            fresh.write_bytes(b"half a pho")
            fresh.replace(uploads / "gone.jpg")
            (uploads / "gone.jpg").unlink()

    for number in range(200):
        (uploads / f"{number}.jpg").write_bytes(b"a photo")
    writer = threading.Thread(target=come_and_go)
    writer.start()
    try:
        for _again in range(3):
            archive.write(settings, tmp_path / "b.tar.gz")
    finally:
        going = False
        writer.join()
    shutil.rmtree(uploads)
    archive.put_back(settings, tmp_path / "b.tar.gz", now)
    kept = {file.name for file in uploads.iterdir()} - {"gone.jpg"}
    assert kept == {"photo.jpg", *(f"{number}.jpg" for number in range(200))}


def test_what_lies_behind_a_link_is_backed_up(
    settings: Settings, tmp_path: Path, now: datetime
) -> None:
    """A folder that was moved to a larger disk."""
    (settings.data_dir / "uploads").rename(tmp_path / "large")
    (settings.data_dir / "uploads").symlink_to(tmp_path / "large")
    os.link(tmp_path / "large" / "photo.jpg", tmp_path / "large" / "the same.jpg")
    archive.write(settings, tmp_path / "b.tar.gz")
    elsewhere = Settings(data_dir=tmp_path / "elsewhere")
    elsewhere.data_dir.mkdir()
    archive.put_back(elsewhere, tmp_path / "b.tar.gz", now)
    for name in ("photo.jpg", "the same.jpg"):
        assert (elsewhere.data_dir / "uploads" / name).read_bytes() == b"a photo"


def test_a_backup_is_for_its_owner_only(settings: Settings, tmp_path: Path) -> None:
    archive.write(settings, tmp_path / "b.tar.gz")
    assert (tmp_path / "b.tar.gz").stat().st_mode & 0o077 == 0


def test_a_damaged_database_makes_no_backup(settings: Settings, tmp_path: Path) -> None:
    (settings.data_dir / archive.DATABASE).write_bytes(b"SQLite format 3\0" + b"\xff" * 9000)
    with pytest.raises(archive.ArchiveError, match="damaged"):
        archive.write(settings, tmp_path / "b.tar.gz")
    assert not (tmp_path / "b.tar.gz").exists()


@pytest.mark.parametrize("content", [b"", b"no archive at all"])
def test_a_bad_backup_changes_nothing(
    settings: Settings, tmp_path: Path, now: datetime, content: bytes
) -> None:
    (tmp_path / "b.tar.gz").write_bytes(content)
    with pytest.raises(archive.ArchiveError, match="can't be read"):
        archive.put_back(settings, tmp_path / "b.tar.gz", now)
    assert marks(settings) == [("9.50",)]


def test_a_truncated_backup_changes_nothing(
    settings: Settings, tmp_path: Path, now: datetime
) -> None:
    file = tmp_path / "b.tar.gz"
    archive.write(settings, file)
    os.truncate(file, file.stat().st_size // 2)
    with pytest.raises(archive.ArchiveError, match="can't be read"):
        archive.put_back(settings, file, now)
    assert marks(settings) == [("9.50",)]


def test_a_file_that_wants_out_of_the_folder_is_refused(
    settings: Settings, tmp_path: Path, now: datetime
) -> None:
    with tarfile.open(tmp_path / "b.tar.gz", "w:gz") as backup:
        backup.add(settings.data_dir / archive.DATABASE, "../escaped")
    with pytest.raises(archive.ArchiveError, match="which no backup of ours does"):
        archive.put_back(settings, tmp_path / "b.tar.gz", now)
    assert not (settings.data_dir / "escaped").exists()


def test_a_running_server_is_not_restored_over(
    launch: Callable[..., Launcher], settings: Settings, tmp_path: Path
) -> None:
    from deploy.errors import StartError
    from deploy.lock import only_one

    (settings.data_dir / archive.DATABASE).unlink()
    launch("--no-demo")
    with pytest.raises(StartError, match="already uses"), only_one(settings.data_dir):
        pass


@pytest.fixture
def on_postgresql(settings: Settings, postgres: Postgres, postgres_url: str) -> Settings:
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE marks AS SELECT '9.50' AS mark")
    return dataclasses.replace(settings, database_url=postgres_url)


def test_postgresql_comes_back_in_a_new_database(
    on_postgresql: Settings, postgres: Postgres, tmp_path: Path, now: datetime
) -> None:
    archive.write(on_postgresql, tmp_path / "b.tar.gz")
    elsewhere = dataclasses.replace(on_postgresql, database_url=postgres.new_database())
    archive.put_back(elsewhere, tmp_path / "b.tar.gz", now)
    with psycopg.connect(elsewhere.database_url) as connection:
        assert connection.execute("SELECT mark FROM marks").fetchall() == [("9.50",)]


def test_postgresql_is_never_restored_over(
    on_postgresql: Settings, tmp_path: Path, now: datetime
) -> None:
    archive.write(on_postgresql, tmp_path / "b.tar.gz")
    with pytest.raises(archive.ArchiveError, match="not empty"):
        archive.put_back(on_postgresql, tmp_path / "b.tar.gz", now)


def test_a_backup_of_the_other_kind_is_refused(
    settings: Settings, on_postgresql: Settings, tmp_path: Path, now: datetime
) -> None:
    archive.write(on_postgresql, tmp_path / "b.tar.gz")
    with pytest.raises(archive.ArchiveError, match="a backup of PostgreSQL"):
        archive.put_back(settings, tmp_path / "b.tar.gz", now)
