"""A Redis server of the tests' own."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from tests.support.processes import answers, free_port, wait_until


@pytest.fixture(scope="session")
def _redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    program = shutil.which("redis-server")
    if program is None:
        pytest.fail("Redis is not installed: run script/test, or apt install redis-server")
    port, folder = free_port(), tmp_path_factory.mktemp("redis")
    process = subprocess.Popen(_command(program, port, folder), stdout=subprocess.DEVNULL)
    wait_until(lambda: answers(port), "redis-server")
    yield f"redis://127.0.0.1:{port}/0"
    process.terminate()
    process.wait()


def _command(program: str, port: int, folder: Path) -> list[str]:
    listen = ["--bind", "127.0.0.1", "--port", str(port)]
    return [program, *listen, "--save", "", "--appendonly", "no", "--dir", str(folder)]


@pytest.fixture
def redis_url(_redis: str) -> str:
    """The address of an empty Redis database."""
    with redis.Redis.from_url(_redis) as connection:
        connection.flushall()
    return _redis
