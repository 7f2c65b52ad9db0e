"""A backup: one .tar.gz with the database and every file of the data folder.

The database is copied in one piece while others write: by SQLite's backup interface, or by
pg_dump. It is checked before the archive gets its name, so that a file which is there is good.
"""

import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from config import Settings
from store.files import UNFINISHED

DATABASE = "guildhall.db"
DUMP = "guildhall.dump"  # pg_dump's custom format
LOCK = "server.lock"
# Jobs under way mean nothing elsewhere; recordings are too large and never change (docs/video.md).
LEFT_OUT = ("jobs.db", LOCK, "cache", "media")


class ArchiveError(Exception):
    """It can't be done; nothing was changed. The message says why."""


def write(settings: Settings, file: Path) -> None:
    """Write the backup. ArchiveError when the database is not sound or can't be read."""
    with tempfile.TemporaryDirectory(dir=file.absolute().parent) as scratch:
        if settings.database_url:
            database = Path(scratch, DUMP)
            _postgres(settings, "pg_dump", "--format=custom", f"--file={database}")
        else:
            database = Path(scratch, DATABASE)
            _copy_sqlite(settings.data_dir / DATABASE, database)
        fresh = Path(scratch, "archive")
        fresh.touch(mode=0o600)  # it holds the signing key
        with tarfile.open(fresh, "w:gz", dereference=True) as archive:  # links lead elsewhere
            archive.add(database, database.name)
            for path in sorted(_files(settings.data_dir)):
                _add(archive, path, path.name)
        fresh.replace(file)


def put_back(settings: Settings, file: Path, now: datetime) -> Path:
    """Restore `file` over the data folder; the folder into which the present data went."""
    folder = settings.data_dir
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        unpacked = _unpack(file, Path(scratch))
        is_dump = (unpacked / DUMP).exists()
        if is_dump != bool(settings.database_url):
            kind = "PostgreSQL" if is_dump else "SQLite"
            raise ArchiveError(f"{file} is a backup of {kind}; DATABASE_URL says otherwise.")
        if is_dump:
            _restore_dump(settings, unpacked / DUMP)
        else:
            _check_sqlite(unpacked / DATABASE)
        aside = folder / f"before-restore-{now:%Y%m%d-%H%M%S}"
        aside.mkdir()
        for path in [p for p in folder.iterdir() if p.is_file() and p.name != LOCK]:
            path.rename(aside / path.name)
        for path in [p for p in unpacked.iterdir() if p.name != DUMP]:
            if (folder / path.name).exists():
                (folder / path.name).rename(aside / path.name)
            path.rename(folder / path.name)
    return aside


def _files(folder: Path) -> list[Path]:
    """What belongs to the data beside the database: the key, certificates, uploads."""
    return [
        path
        for path in folder.iterdir()
        if not path.name.startswith((DATABASE, *LEFT_OUT, "before-restore-", "tmp"))
    ]


def _add(archive: tarfile.TarFile, path: Path, name: str) -> None:
    """With all that is in it, but for files half written or gone since: the server runs on."""
    with suppress(FileNotFoundError):
        archive.add(path, name, recursive=False)
        for inside in sorted(path.iterdir()) if path.is_dir() else ():
            if not inside.name.startswith(UNFINISHED):
                _add(archive, inside, f"{name}/{inside.name}")


def _copy_sqlite(source: Path, target: Path) -> None:
    if not source.exists():
        raise ArchiveError(f"There is no database in {source.parent} yet.")
    live = closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True))
    with _damage_told(), live as original, closing(sqlite3.connect(target)) as copy:
        original.backup(copy)
    _check_sqlite(target)


def _check_sqlite(file: Path) -> None:
    with _damage_told(), closing(sqlite3.connect(file)) as connection:
        found = connection.execute("PRAGMA integrity_check").fetchone()[0]
    if found != "ok":
        raise ArchiveError(f"The database is damaged: {found}")


@contextmanager
def _damage_told() -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise ArchiveError(f"The database is damaged: {error}") from error


def _unpack(file: Path, folder: Path) -> Path:
    try:
        with tarfile.open(file) as archive:
            _extract(archive, folder)
    except (tarfile.TarError, OSError, EOFError) as error:
        raise ArchiveError(f"{file} can't be read: {error}") from error
    if not (folder / DATABASE).exists() and not (folder / DUMP).exists():
        raise ArchiveError(f"{file} is not a backup of Guildhall.")
    return folder


def _extract(archive: tarfile.TarFile, folder: Path) -> None:
    """Files and folders inside of `folder` only; Debian 12's Python has no filter for that yet."""
    for member in archive:
        parts = Path(member.name).parts
        if ".." in parts or member.name.startswith("/") or not (member.isfile() or member.isdir()):
            raise ArchiveError(f"The backup holds {member.name}, which no backup of ours does.")
        if hasattr(tarfile, "data_filter"):
            archive.extract(member, folder, filter="data")
        else:
            archive.extract(member, folder)


def _restore_dump(settings: Settings, dump: Path) -> None:
    """Into an empty database only: what is in it can't be moved aside."""
    tables = "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'"
    if _postgres(settings, "psql", "-Atc", tables).strip() != "0":
        raise ArchiveError("The database is not empty. Make a new one and name it in DATABASE_URL.")
    _postgres(
        settings, "pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", str(dump)
    )


def _postgres(settings: Settings, program: str, *arguments: str) -> str:
    if shutil.which(program) is None:
        raise ArchiveError(f"{program} is not installed: apt install postgresql-client")
    command = [program, f"--dbname={settings.database_url}", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ)
    if done.returncode:
        raise ArchiveError(f"{program}: {done.stderr.strip()}")
    return done.stdout
