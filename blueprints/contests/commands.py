"""`flask contest …`: score, import, export and verify contests from the command line."""

import json
import sys
from pathlib import Path
from typing import Any, NoReturn

import click
import scoring
from flask.cli import AppGroup

from blueprints.contests.models import Contest
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.files import contest_file
from blueprints.contests.services.files import import_contest
from blueprints.contests.services.ledger import broken_rows
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
    """Compute FILE without a database. A bad file gives a line per fault and exit 2."""
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
        contest_id = import_contest(
            SYSTEM, organisation_id, document, clock.now(), with_marks=not no_marks
        )
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


def _contest(contest_id: int) -> Contest:
    found = db.session.get(Contest, contest_id)
    if found is None:
        raise click.ClickException(f"there is no contest {contest_id}")
    return found


def _state(row: scoring.Row) -> str:
    notes = [str(note) for note in row.notes]
    return "; ".join(([] if row.status == "ok" else [row.status]) + notes)
