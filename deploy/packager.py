"""The packager of live video: `python -m deploy.packager`. SIGTERM ends its ffmpegs in order."""

import logging
import signal
from datetime import UTC, datetime

from flask import Flask

from app import create_app
from blueprints.classroom import video
from blueprints.classroom.services import recordings
from deploy.lifeline import die_with_supervisor
from media.packager import Packager
from media.packaging import Packaged

LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def main() -> None:
    """Package what is sent until told to stop. A kill -9 loses seconds of a picture at most."""
    die_with_supervisor()
    logging.basicConfig(level=logging.WARNING, format=LOG_FORMAT)
    app = create_app()
    packager = _packager(app)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: packager.stop())
    print("ready: packager", flush=True)
    packager.run()


def _packager(app: Flask) -> Packager:
    def kept(result: Packaged) -> None:
        with app.app_context():
            recordings.packaged(result, datetime.now(UTC))

    with app.app_context():
        return Packager(video.folders(), kept)


if __name__ == "__main__":
    main()
