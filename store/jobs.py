"""The job queue: jobs are declared at import and bound to Huey when the app is made.

Embedded it is SqliteHuey in a file of its own (it takes exclusive locks); with `REDIS_URL` it is
RedisHuey. Jobs take ids, are idempotent, and run inside an app context of the worker process.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask
from huey import Huey, RedisHuey, SqliteHuey, crontab

from config import Settings


class JobQueue:
    """Declares jobs before an app exists; `later` enqueues, calling a job runs it here."""

    def __init__(self) -> None:
        self._declared: list[Job] = []
        self.huey: Huey | None = None

    def job(self, *, retries: int = 0, retry_delay_s: int = 5) -> Callable[[Callable], "Job"]:
        """Declare a job: `@queue.job()` above a function that calls one service."""

        def declare(function: Callable[..., Any]) -> "Job":
            declared = Job(function, retries, retry_delay_s)
            self._declared.append(declared)
            return declared

        return declare

    def every_minute(self, function: Callable[..., Any]) -> "Job":
        """Declare a job that the worker runs each minute, and at once when it starts.

        For taking up what a crash left behind: a job that was cut off is not run again by itself.
        """
        declared = Job(function, retries=0, retry_delay_s=0, regular=True)
        self._declared.append(declared)
        return declared

    def begin(self) -> None:
        """Enqueue the jobs of every minute, for a worker that starts."""
        for job in self._declared:
            if job.regular:
                job.later()

    def init_app(self, app: Flask, settings: Settings) -> None:
        self.huey = _make_huey(settings)
        for job in self._declared:
            job.bind(self.huey, app)


class Job:
    """One declared job."""

    def __init__(
        self,
        function: Callable[..., Any],
        retries: int,
        retry_delay_s: int,
        *,
        regular: bool = False,
    ) -> None:
        self.function = function
        self.retries = retries
        self.retry_delay_s = retry_delay_s
        self.regular = regular
        self.task: Any = None

    def bind(self, huey: Huey, app: Flask) -> None:
        @wraps(self.function)
        def run(*args: Any, **kwargs: Any) -> Any:
            with app.app_context():
                return self.function(*args, **kwargs)

        name = f"{self.function.__module__}.{self.function.__name__}"
        how = {"retries": self.retries, "retry_delay": self.retry_delay_s, "name": name}
        declare = huey.periodic_task(crontab(), **how) if self.regular else huey.task(**how)
        self.task = declare(run)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.function(*args, **kwargs)

    def later(self, *args: Any, **kwargs: Any) -> str:
        """Enqueue and return the id under which the queue knows it."""
        return str(self.task(*args, **kwargs).id)


def _make_huey(settings: Settings) -> Huey:
    if settings.redis_url:
        return RedisHuey("guildhall", url=settings.redis_url)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("guildhall", filename=str(settings.data_dir / "jobs.db"))
