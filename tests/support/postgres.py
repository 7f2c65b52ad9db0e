"""A PostgreSQL cluster of the tests' own: in a temporary folder, on a Unix socket, no fsync."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

INSTALLED = Path("/usr/lib/postgresql")
SPEED = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")


class Postgres:
    """A running cluster. Databases in it are made by `new_database` and die with it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._data = folder / "data"
        self._numbers = count(1)
        found = sorted(INSTALLED.glob("*/bin"), key=lambda path: int(path.parent.name))
        if not found:
            pytest.fail("PostgreSQL is not installed: run script/test, or apt install postgresql")
        self._bin = found[-1]

    def start(self) -> None:
        """Make the cluster and wait until it answers. Root can't run it, so `postgres` does."""
        if os.getuid() == 0:
            shutil.chown(self._folder, "postgres")
        self._run("initdb", "-D", self._data, "-U", "guildhall", "-A", "trust", "--no-sync")
        options = [f"-c {setting}" for setting in SPEED]
        options += ["-c listen_addresses=''", f"-k {self._folder}"]
        log = self._folder / "log"
        self._run("pg_ctl", "start", "-w", "-D", self._data, "-l", log, "-o", " ".join(options))

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "-D", self._data, "-m", "immediate")

    def url(self, database: str) -> str:
        """The address of a database, in the form of `DATABASE_URL`."""
        return f"postgresql://guildhall@/{database}?host={self._folder}"

    def new_database(self, template: str = "template1") -> str:
        """Make a database and return its address."""
        name = f"test{next(self._numbers)}"
        self.administer("CREATE DATABASE {} TEMPLATE {}", name, template)
        return self.url(name)

    def administer(self, statement: str, *names: str) -> None:
        """Run a statement of the cluster's owner outside of any transaction."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))  # type: ignore[arg-type]

    def _run(self, program: str, *arguments: str | Path) -> None:
        command = [str(self._bin / program), *map(str, arguments)]
        if os.getuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        done = subprocess.run(
            command, cwd=self._folder, capture_output=True, text=True, check=False
        )
        if done.returncode:
            pytest.fail(f"{program} failed:\n{done.stdout}{done.stderr}")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The running cluster; for tests that need more than one database."""
    folder = Path(tempfile.mkdtemp(prefix="guildhall-pg-"))
    cluster = Postgres(folder)
    cluster.start()
    yield cluster
    cluster.stop()
    shutil.rmtree(folder)


@pytest.fixture
def postgres_url(postgres: Postgres) -> str:
    """The address of a new, empty PostgreSQL database."""
    return postgres.new_database()
