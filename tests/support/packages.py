"""Published contests and their packages, for tests of what is in them and of checking them."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import Any

from blueprints.contests.models import ResultPackage
from blueprints.contests.services import progress
from blueprints.contests.services.packages import make_package
from store import db
from store.actors import SYSTEM, Actor
from store.files import files
from tests.support.contests import Hall

ADDRESS = "https://hall.example.org/recompute"
SECOND = Actor("system", 2, "another person")
VALUES = ("9.50", "9.20", "9.20", "8.80")


def marked(hall: Hall) -> Hall:
    """Every sheet filled in and locked: 1, 2=, 2=, 4."""
    for entry, value in enumerate(VALUES):
        for judge in range(len(hall.judges)):
            hall.mark(judge, entry, "performance", value)
            hall.lock(judge, entry)
    return hall


def published(hall: Hall) -> Hall:
    """Marked, closed, confirmed by another person, and published."""
    marked(hall)
    progress.close_round(SYSTEM, hall.round_id, hall.now)
    progress.confirm_round(SECOND, hall.round_id, hall.now)
    progress.publish_round(SYSTEM, hall.round_id, hall.now)
    return hall


def package_of(contest_id: int, now: datetime) -> ResultPackage:
    """The newest package, made now."""
    made = make_package(contest_id, now, address=ADDRESS)
    assert made is not None
    return db.session.get_one(ResultPackage, made)


def content_of(package: ResultPackage) -> bytes:
    return files().read(package.file)


def unpacked(content: bytes) -> dict[str, Any]:
    """The JSON documents of a package, by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if name.endswith(".json")]
        return {name: json.loads(archive.read(name)) for name in names}


def tampered(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The package with one of its files changed and nothing else."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as given,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as changed,
    ):
        for one in given.namelist():
            read = given.read(one)
            changed.writestr(one, change(read) if one == name else read)
    return out.getvalue()
