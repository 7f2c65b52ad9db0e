"""What the pages of large contests cost: `python -m bench.pages [--json] [--quick]`.

Two kinds of contest with 50, 200, 500 and 2,000 entrants: all in one round (board, desk and
result page), in events of 50 (the overview with all its rounds), and in contests of 50 (the portal
of a campaign). Each page is asked for
through the whole application in this process; before each request of the board, desk and result
one mark changes, so that nothing is answered from what is kept. Seconds are CPU seconds of this
process, so that what else the machine does weighs less; bytes are gzipped as on the wire; queries
are statements sent to the database. The garbage collector is kept as in the process that serves
(`realtime.memory`): its passes lie between requests.
"""

import gzip
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

from app import create_app
from bench._report import run
from blueprints.campaigns import services as campaigns
from blueprints.campaigns.models import Campaign
from blueprints.contests.models import Round, RoundEntry
from blueprints.contests.services import desk, progress
from blueprints.contests.services.files import ImportOptions, import_contest
from config import Settings
from realtime.memory import Memory
from store import db
from store.actors import SYSTEM
from tests.support import people
from tests.support.client import Client

JUDGES, PER_EVENT, UNITS = 5, 50, 90
SIZES = (50, 200, 500, 2000)
SMALL, LARGE = 200, 2000  # growth is told from one to the other


@dataclass(frozen=True)
class Cost:
    """One page at one size: CPU milliseconds, gzipped kB, statements."""

    p95_ms: float
    kb: float
    queries: int


@dataclass(frozen=True)
class Page:
    """An address, and what changes before each time it is asked for."""

    address: str
    before: Callable[[int], None]


def main() -> None:
    """Measure and print; --quick is done within two minutes."""
    run(__doc__ or "", lambda quick: measure(times=8 if quick else 40), {})


def measure(times: int) -> dict[str, Any]:
    """The whole run."""
    costs: dict[str, dict[int, Cost]] = {}
    for size in SIZES:
        with Installation() as installation:
            for name, page in installation.pages(size).items():
                cost = installation.cost(page, times)
                costs.setdefault(name, {})[size] = cost
                print(f"{size:5} entrants  {name:8} {cost}", flush=True)
    figures, ratios = {}, {}
    for name, by_size in costs.items():
        for size, cost in by_size.items():
            end = "" if size == LARGE else f"_{size}"
            figures |= {
                f"{name}_p95_ms{end}": cost.p95_ms,
                f"{name}_kb{end}": cost.kb,
                f"{name}_queries{end}": cost.queries,
            }
        ratios[f"growth_{name}"] = round(by_size[LARGE].p95_ms / by_size[SMALL].p95_ms, 2)
    return {"name": "pages", "ratios": ratios, "figures": figures}


class Installation:
    """An application of its own on a new database, with an organiser who is signed in."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="guildhall-bench-"))
        self.now = datetime.now(UTC)
        self.statements = 0

    def __enter__(self) -> "Installation":
        settings = Settings(data_dir=self.folder, secret_key="bench", testing=True)
        self.app: Flask = create_app(settings)
        self.app.test_client_class = Client
        with self.app.app_context():
            upgrade()
            world = people.make_world(self.now)
            self.organisation_id = world.city
            self.second_person = world.actor(world.administrator)
            sa.event.listen(db.engine, "before_cursor_execute", self._count)
        self.client = self.app.test_client()
        people.sign_in(self.client, "zhao")
        return self

    def __exit__(self, *_: object) -> None:
        with self.app.app_context():
            db.engine.dispose()
        shutil.rmtree(self.folder)

    def _count(self, *_: object) -> None:
        self.statements += 1

    def pages(self, size: int) -> dict[str, Page]:
        """The pages of a hall with so many entrants."""
        with self.app.app_context():
            hall = self._contest("hall", [size], marked=0.9)
            many = self._contest("many", [PER_EVENT] * (size // PER_EVENT), marked=1.0)
            self._open(hall)
            finished = self._contest("finished", [size], marked=1.0)
            self._publish(finished)
            self._publish(many)
            running, published = self._round(hall), self._round(finished)
            portal = self._campaign(size)
        mark = self._marker(running)
        return {
            "board": Page(f"/board/{running}", mark),
            "desk": Page(f"/contests/rounds/{running}/desk", mark),
            "results": Page(f"/results/{published}", _nothing),
            "overview": Page(f"/contests/{many}/results", _nothing),
            "portal": Page(f"/campaign/{portal}", _nothing),
        }

    def cost(self, page: Page, times: int) -> Cost:
        """Ask for the page so often; what the last answer weighed and asked the database."""
        spent, memory = [], Memory(lambda: 1)
        memory.begin()
        for number in range(times + 1):
            memory.look_after()
            page.before(number)
            self.statements, start = 0, time.process_time()
            answer = self.client.get(page.address)
            spent.append((time.process_time() - start) * 1000)
            if answer.status_code != 200:
                raise SystemExit(f"{page.address} answers {answer.status}")
        warm = sorted(spent[1:])  # the first reads templates and fills what is kept
        p95 = warm[min(len(warm) - 1, int(len(warm) * 0.95))]
        kilobytes = len(gzip.compress(answer.data, 6)) / 1024
        return Cost(round(p95, 1), round(kilobytes, 1), self.statements)

    def _campaign(self, size: int) -> str:
        """A campaign of published contests with 50 entrants each; the key of its portal."""
        campaign_id = campaigns.create_campaign(
            SYSTEM, self.organisation_id, campaigns.CampaignInput("示例", public=True), self.now
        )
        tiers = [campaigns.TierInput(None, "企业"), campaigns.TierInput(None, "区级")]
        campaigns.set_tiers(SYSTEM, campaign_id, tiers, self.now)
        campaign = db.session.get_one(Campaign, campaign_id)
        for number in range(size // PER_EVENT):
            contest_id = self._contest(f"own{number}", [PER_EVENT], marked=1.0)
            self._publish(contest_id)
            item = campaigns.ItemInput(campaign.tiers[number % 2].id, "")
            campaigns.add_contest(SYSTEM, campaign_id, contest_id, item, self.now)
        return campaign.key

    def _contest(self, ref: str, events: list[int], marked: float) -> int:
        return import_contest(
            SYSTEM,
            self.organisation_id,
            document(ref, events, marked),
            self.now,
            ImportOptions(ref=ref),
        )

    def _open(self, contest_id: int) -> None:
        """Imported rounds are under review; this one is being judged."""
        for round_id in self._rounds(contest_id):
            progress.reopen_round(SYSTEM, round_id, "goes on", self.now)

    def _publish(self, contest_id: int) -> None:
        for round_id in self._rounds(contest_id):
            progress.confirm_round(self.second_person, round_id, self.now)
            progress.publish_round(SYSTEM, round_id, self.now)

    def _rounds(self, contest_id: int) -> list[int]:
        return list(db.session.scalars(sa.select(Round.id).where(Round.contest_id == contest_id)))

    def _round(self, contest_id: int) -> int:
        return self._rounds(contest_id)[0]

    def _marker(self, round_id: int) -> Callable[[int], None]:
        """Gives one entrant after the other a deduction, which moves the standings."""
        with self.app.app_context():
            entries = db.session.scalars(
                sa.select(RoundEntry).where(RoundEntry.round_id == round_id)
            ).all()
            keys = [one.entry.key for one in entries]

        def deduct(number: int) -> None:
            with self.app.app_context():
                key = keys[number * 7 % len(keys)]
                desk.deduct(
                    SYSTEM, round_id, key, "0.5", "measured", f"b-{time.monotonic_ns()}", self.now
                )

        return deduct


def _nothing(_number: int) -> None:
    """A published result changes no more."""


def document(ref: str, events: list[int], marked: float) -> dict[str, Any]:
    """A contest file: so many entrants in each event, five judges, the middle three count."""
    judges = [f"J{n}" for n in range(1, JUDGES + 1)]
    entries, rounds = [], []
    for number, size in enumerate(events, 1):
        names = [f"E{number:02d}-{n:04d}" for n in range(1, size + 1)]
        entries += [
            {"id": name, "name": f"示例{name}", "unit": f"U{n % UNITS + 1}", "code": name}
            for n, name in enumerate(names)
        ]
        rounds.append(
            {
                "id": f"r{number}",
                "title": "决赛",
                "event": f"v{number}",
                "scheme": "trimmed",
                "entries": names,
                "judges": judges,
                "prizes": {"tiers": [{"id": "一等奖", "percent": "10"}]},
                "marks": [
                    {"entry": name, "judge": judge, "item": "score", "value": _value(n, j)}
                    for n, name in enumerate(names[: int(size * marked)])
                    for j, judge in enumerate(judges)
                ],
            }
        )
    return {
        "format": "guildhall-contest/1",
        "title": f"示例比武 {ref}",
        "events": [{"id": f"v{n}", "title": f"赛项{n}"} for n in range(1, len(events) + 1)],
        "judges": [{"id": judge, "name": f"示例评委{judge}"} for judge in judges],
        "units": [{"id": f"U{n}", "name": f"示例第{n}工会"} for n in range(1, UNITS + 1)],
        "entries": entries,
        "schemes": [
            {
                "id": "trimmed",
                "items": [{"id": "score", "kind": "judged", "max": "100", "step": "0.1"}],
                "parts": [
                    {
                        "id": "total",
                        "kind": "panel",
                        "items": ["score"],
                        "panel": {"method": "trimmed", "low": 1, "high": 1},
                        "rounding": {"places": 2, "mode": "half_up"},
                    }
                ],
                "ties": [{"key": "highest_mark", "of": "total"}],
            }
        ],
        "rounds": rounds,
    }


def _value(entry: int, judge: int) -> str:
    """A mark from 70.0 to 98.9 that looks random and is always the same."""
    tenths = 700 + (entry * 7919 + judge * 104_729) // 13 % 290
    return f"{tenths // 10}.{tenths % 10}"


if __name__ == "__main__":
    main()
