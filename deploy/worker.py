"""The job worker: `python -m deploy.worker`. SIGINT lets running jobs end, SIGTERM does not."""

import logging

from app import create_app
from deploy.lifeline import die_with_supervisor
from extensions import queue

THREADS = 2
LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def main() -> None:
    """Run queued jobs until told to stop. A job cut off by a crash is not run again."""
    die_with_supervisor()
    logging.basicConfig(level=logging.WARNING, format=LOG_FORMAT)
    create_app()
    huey = queue.huey
    assert huey is not None, "create_app binds the queue"
    queue.begin()
    huey.create_consumer(workers=THREADS, initial_delay=0.05, max_delay=1.0).run()


if __name__ == "__main__":
    main()
