"""`flask contest …`: score, import, export and verify contests from the command line."""

import json
import sys
from pathlib import Path
from typing import Any, NoReturn

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import AppGroup

import scoring
from blueprints.contests.checking_packages import check_package
from blueprints.contests.models import Contest
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.files import contest_file
from blueprints.contests.replay import Pace, Player, close_doors, every_round, prepare, script_of
from blueprints.contests.replay.visitor import ReplayError
from blueprints.contests.services.files import ImportOptions, import_contest
from blueprints.contests.services.ledger import broken_rows
from blueprints.people.models import Organisation
from store import UserError, db
from store.actors import SYSTEM
from web import clock

contest = AppGroup("contest", help="Score, import, export and verify contests.")

EXIT_BAD_FILE = 2
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@contest.command()
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def score(file: Path, as_json: bool) -> None:
    """Compute FILE without a database. A bad file gives a line per fault and exit 2.

    Of a result package everything is checked: its files, its chains of hashes, its signature,
    and whether the stated result comes out. Exit 1 when anything differs.
    """
    if file.read_bytes()[:2] == b"PK":
        sys.exit(check_package(file, as_json=as_json))
    result = scoring.compute(_checked(_read(file)))
    if as_json:
        click.echo(json.dumps(result.to_json(), ensure_ascii=False))
        return
    for round_ in result.rounds:
        click.echo(f"\n{round_.id}")
        for row in round_.rows:
            place = "-" if row.place is None else f"{row.place}{'=' if row.tied else ''}"
            click.echo(f"{place:>5}  {row.total or '-':>10}  {row.entry}  {_state(row)}".rstrip())


@contest.command("import")
@click.argument("file", type=FILE)
@click.option("--organisation", "organisation_id", type=int, required=True, help="Its holder's id.")
@click.option("--no-marks", is_flag=True, help="Bring in the set-up only.")
def import_(file: Path, organisation_id: int, no_marks: bool) -> None:
    """Bring the contest FILE in, all of it or nothing, and print the contest's id."""
    document = _read(file)
    _checked(document)
    try:
        options = ImportOptions(with_marks=not no_marks)
        contest_id = import_contest(SYSTEM, organisation_id, document, clock.now(), options)
    except UserError as error:
        raise click.ClickException(error.message or "no such organisation") from None
    click.echo(contest_id)


@contest.command()
@click.argument("contest_id", type=int)
@click.option("--public", is_flag=True, help="Only what the public may see.")
def export(contest_id: int, public: bool) -> None:
    """Print the contest as a contest file."""
    document = contest_file(_contest(contest_id), Audience.PUBLIC if public else Audience.DESK)
    click.echo(json.dumps(document, ensure_ascii=False, indent=1))


@contest.command()
@click.argument("file", type=FILE)
@click.option("--speed", type=click.FloatRange(0.01, 100_000), default=1.0, show_default=True)
@click.option("--url", help="Where the application serves; default: its public address.")
@click.option("--organisation", "organisation_id", type=int, help="Its holder's id.")
@click.option("--round", "rounds", multiple=True, help="Play only this one; others are imported.")
def replay(
    file: Path,
    speed: float,
    url: str | None,
    organisation_id: int | None,
    rounds: tuple[str, ...],
) -> None:
    """Play the contest FILE through the real HTTP endpoints, so that the board can be watched."""
    document = _read(file)
    _checked(document)
    played = _played(document, rounds)
    settings = current_app.extensions["settings"]
    holder = organisation_id or _first_organisation()
    stage = prepare(SYSTEM, holder, document, clock.now(), played)
    base = (url or settings.public_url or "http://127.0.0.1:8000").rstrip("/")
    script = script_of(document, played)
    for ref in script.rounds():
        click.echo(f"{ref}: {base}/board/{stage.rounds[ref]}/hall")
    player = Player(base, stage, script, settings.tls_authority, _show_progress)
    try:
        player.play(Pace(speed))
    except ReplayError as error:
        raise click.ClickException(str(error)) from None
    finally:
        close_doors(stage, clock.now())
    click.echo("played")


@contest.command()
@click.argument("contest_id", type=int)
def verify(contest_id: int) -> None:
    """Check the chain of hashes of every round; exit 1 where one is broken."""
    broken = False
    for event in _contest(contest_id).events:
        for round_ in event.rounds:
            rows = broken_rows(round_.id)
            broken = broken or bool(rows)
            verdict = f"broken at rows {', '.join(map(str, rows))}" if rows else "sound"
            click.echo(f"{round_.ref}: {round_.seq} rows, {verdict}")
    if broken:
        sys.exit(1)


def _read(file: Path) -> dict[str, Any]:
    try:
        return scoring.loads(file.read_bytes())
    except scoring.ContestFileError as error:
        _refuse(error)


def _checked(document: dict[str, Any]) -> scoring.Contest:
    try:
        return scoring.load(document)
    except scoring.ContestFileError as error:
        _refuse(error)


def _refuse(error: scoring.ContestFileError) -> NoReturn:
    for fault in error.faults:
        click.echo(str(fault), err=True)
    sys.exit(EXIT_BAD_FILE)


def _played(document: dict[str, Any], named: tuple[str, ...]) -> frozenset[str]:
    known = every_round(document)
    if unknown := [name for name in named if name not in known]:
        raise click.ClickException(f"the file has no round {', '.join(unknown)}")
    return frozenset(named) or known


def _first_organisation() -> int:
    found = db.session.scalar(sa.select(Organisation.id).order_by(Organisation.id).limit(1))
    if found is None:
        raise click.ClickException("make an organisation first")
    return found


def _show_progress(done: int, of: int) -> None:
    if done % 50 == 0 or done == of:
        click.echo(f"{done}/{of} marks")


def _contest(contest_id: int) -> Contest:
    found = db.session.get(Contest, contest_id)
    if found is None:
        raise click.ClickException(f"there is no contest {contest_id}")
    return found


def _state(row: scoring.Row) -> str:
    notes = [str(note) for note in row.notes]
    return "; ".join(([] if row.status == "ok" else [row.status]) + notes)
