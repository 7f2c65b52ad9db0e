"""
Rendering from the outside: rows in, files out; the work is done by child processes.

Safe to use from several threads and from gevent. Close it when it is no longer needed.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from documents.children import Children
from documents.errors import ChildError, TemplateError
from documents.fonts.coverage import FontFacts
from documents.limits import Limits
from documents.model import Finding, FontFile, Made, Options, Row, Template
from documents.protocol import Frame
from documents.travel import finding_from_json, options_to_json, row_to_json, template_to_json

CHUNK = 25  # rows laid out at once: less costs time, more costs memory
PRINT_CHUNK = 100
FLOWING_CHUNK = 4
SECONDS = 60.0
KILLED = {"-9", "-15"}
CODES = {"timeout": "too_long", "died": "broken", "font": "refused"}
Answer = TypeVar("Answer")
Ask = Callable[[dict[str, Any]], Frame]


class Renderer:
    """``folder`` keeps static faces and caches; ``workers`` children at most, started lazily."""

    def __init__(self, folder: Path, workers: int = 2, *, seconds: float = SECONDS) -> None:
        settings = {"folder": str(Path(folder).resolve())}
        limits = Limits(memory_mib=1536, cpu_seconds=seconds)
        self._seconds = seconds
        self._render = Children("render", workers, limits=limits, settings=settings)
        self._picture = Children("picture", 1, limits=limits, jobs_each=100)
        self._prepare = Children("prepare", 1, limits=limits, settings=settings, idle_seconds=20)
        self._prepared: set[tuple[FontFile, int]] = set()

    def separate(
        self, template: Template, rows: Sequence[Row], options: Options | None = None
    ) -> list[Made]:
        """One PDF per row, in order; the same input gives the same bytes. Raises TemplateError."""
        made: list[Made] = []
        for answer, files in self._chunks("separate", template, rows, options, CHUNK):
            facts = answer["made"]
            made += [
                Made(data, fact["pages"], tuple(fact["typefaces"]))
                for data, fact in zip(files, facts, strict=True)
            ]
        return made

    def together(
        self, template: Template, rows: Sequence[Row], options: Options | None = None
    ) -> bytes:
        """
        One PDF for printing, rows in order, imposed when the template says how.

        Raises TemplateError, and ValueError for no rows: there is no empty PDF.
        """
        if not rows:
            raise ValueError("no rows")
        answers = self._chunks("together", template, rows, options, PRINT_CHUNK)
        parts = [files[0] for _, files in answers]
        imposition = template_to_json(template)["imposition"]
        if len(parts) == 1 and not imposition:
            return parts[0]
        job = {"do": "merge", "imposition": imposition}
        return self._ask(job, parts, seconds=self._seconds + len(rows) / 20)[1][0]

    def examine(
        self, template: Template, rows: Sequence[Row], options: Options | None = None
    ) -> list[tuple[Finding, ...]]:
        """What a person should look at before printing, per row. Raises TemplateError."""
        answers = self._chunks("examine", template, rows, options, CHUNK)
        return [
            tuple(finding_from_json(one) for one in some)
            for answer, _ in answers
            for some in answer["found"]
        ]

    def picture(self, pdf: bytes, page: int = 0, width_px: int = 1000) -> bytes:
        """A page (from 0) as PNG."""
        job = {"do": "picture", "page": page, "width": width_px}
        return self._with_errors(lambda: self._picture.ask(job, [pdf], seconds=30))[1][0]

    def font_facts(self, path: Path) -> FontFacts | None:
        """``documents.fonts.look_at`` for files that people upload: read in a child."""
        job = {"do": "facts", "path": str(path)}
        told = self._with_errors(lambda: self._prepare.ask(job, seconds=30))[0]["facts"]
        return FontFacts(**{**told, "characters": frozenset(told["characters"])}) if told else None

    @property
    def pids(self) -> list[int]:
        """The render children that are alive, for monitoring."""
        return self._render.pids

    def close(self) -> None:
        for children in (self._render, self._picture, self._prepare):
            children.close()

    def _chunks(
        self,
        work: str,
        template: Template,
        rows: Sequence[Row],
        options: Options | None,
        size: int,
    ) -> list[Frame]:
        options = options or Options()
        self._prepare_fonts(options.fonts)
        common = {
            "do": work,
            "template": template_to_json(template),
            "options": options_to_json(options),
        }
        if template.flowing:
            size = FLOWING_CHUNK
        size = max(1, min(size, math.ceil(len(rows) / self._render.workers)))
        jobs = [
            {**common, "first": first, "rows": [row_to_json(row) for row in some]}
            for first in range(0, len(rows), size)
            if (some := rows[first : first + size])
        ]
        return self._spread(jobs)

    def _spread(self, jobs: Sequence[dict[str, Any]]) -> list[Frame]:
        """All jobs, as many at a time as there are workers; the first failure ends the rest."""
        if len(jobs) <= 1:
            return [self._ask(job) for job in jobs]
        run = _Run(jobs, self._ask)
        threads = [
            threading.Thread(target=run.work, daemon=True)
            for _ in range(min(self._render.workers, len(jobs)))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return run.results()

    def _ask(
        self, job: dict[str, Any], blobs: Sequence[bytes] = (), seconds: float | None = None
    ) -> Frame:
        def ask() -> Frame:
            return self._render.ask(job, blobs, seconds=seconds or self._seconds)

        return self._with_errors(ask, again=True)

    def _with_errors(self, ask: Callable[[], Answer], *, again: bool = False) -> Answer:
        """ChildError as TemplateError; a child that somebody killed gets a second try."""
        try:
            return ask()
        except ChildError as problem:
            if again and problem.code == "died" and problem.detail in KILLED:
                return self._with_errors(ask)
            code = "too_long" if problem.detail == "-24" else CODES.get(problem.code, problem.code)
            raise TemplateError(**{**problem.facts(), "code": code}) from problem

    def _prepare_fonts(self, fonts: Sequence[FontFile]) -> None:
        for font in fonts:
            key = (font, font.path.stat().st_mtime_ns if font.path.exists() else 0)
            if key not in self._prepared:
                self._with_errors(partial(self._prepare.ask, _preparation(font), seconds=30))
                self._prepared.add(key)


def _preparation(font: FontFile) -> dict[str, Any]:
    path = str(font.path)
    return {"do": "prepare", "path": path, "family": font.family, "weight": font.weight}


class _Run:
    """Jobs handed out one by one to threads, results in the jobs' order."""

    def __init__(self, jobs: Sequence[dict[str, Any]], ask: Ask) -> None:
        self._jobs, self._ask = jobs, ask
        self._lock = threading.Lock()
        self._next = 0
        self._done: dict[int, Frame] = {}
        self._problems: dict[int, BaseException] = {}

    def work(self) -> None:
        while (number := self._take()) is not None:
            try:
                self._done[number] = self._ask(self._jobs[number])
            except BaseException as problem:  # noqa: BLE001  # raised again in the caller's thread
                self._problems[number] = problem
                return

    def _take(self) -> int | None:
        with self._lock:
            if self._problems or self._next >= len(self._jobs):
                return None
            self._next += 1
            return self._next - 1

    def results(self) -> list[Frame]:
        if self._problems:
            raise self._problems[min(self._problems)]
        return [self._done[number] for number in range(len(self._jobs))]
