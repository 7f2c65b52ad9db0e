"""A worker that dies (kill -9) right before or after the commit that takes numbers.

`python -m tests.support.dying FOLDER URL BATCH before_commit|after_commit`
"""

import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from app import create_app
from blueprints.certificates.services import issuing
from config import Settings
from store import db

NOW = datetime(2026, 5, 12, 1, 11, tzinfo=UTC)


def _die(*_event: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(folder: str, url: str, batch_id: int, moment: str) -> None:
    app = create_app(
        Settings(data_dir=Path(folder), database_url=url, secret_key="only-for-tests", testing=True)
    )
    with app.app_context():
        assert issuing.take(batch_id, "a worker that dies", NOW)
        sa.event.listen(db.session, moment, _die)
        issuing.next_chunk(batch_id, "a worker that dies", NOW)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4])
