"""`flask classroom …`: sessions, their reports and recordings, for administrators at the server."""

from pathlib import Path

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import AppGroup
from flask_babel import force_locale

from blueprints.classroom import video
from blueprints.classroom.models import ClassSession, Recording, SessionState
from blueprints.classroom.queries.report import sessions as reports
from blueprints.classroom.queries.report import workbook
from blueprints.classroom.services import running
from store import NotFound, UserError, db
from store.actors import SYSTEM
from web import clock
from web.formats import moment

classroom = AppGroup("classroom", help="Classroom sessions, reports and recordings.")

MEGABYTE = 1024**2


@classroom.command("list")
@click.option("--state", type=click.Choice([str(state) for state in SessionState]))
def list_(state: str | None) -> None:
    """Print each session: number, state, when, title. Rehearsals are marked."""
    query = sa.select(ClassSession).order_by(ClassSession.starts_at, ClassSession.id)
    if state:
        query = query.where(ClassSession.state == state)
    for session in db.session.scalars(query):
        mark = "" if session.counts else " (rehearsal)"
        when = moment(session.starts_at)
        click.echo(f"{session.id:>6}  {session.state:<9}  {when}  {session.title}{mark}")


@classroom.command()
@click.argument("session_id", type=int)
def end(session_id: int) -> None:
    """End the session SESSION_ID, whose host is gone. Viewers see it within seconds."""
    try:
        running.end(SYSTEM, session_id, clock.now())
    except NotFound:
        raise click.ClickException(f"there is no session {session_id}") from None
    except UserError as error:
        raise click.ClickException(error.message) from None


@classroom.command()
@click.argument("session_id", type=int)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def report(session_id: int, file: Path) -> None:
    """Write the report of the session SESSION_ID into FILE, a workbook (.xlsx)."""
    if db.session.get(ClassSession, session_id) is None:
        raise click.ClickException(f"there is no session {session_id}")
    with force_locale(current_app.config["BABEL_DEFAULT_LOCALE"]):
        content = workbook.session_workbook(reports.session_report(session_id, clock.now()))
    file.write_bytes(content)


@classroom.command()
def recordings() -> None:
    """Print what recordings take on disk, the largest session first, and all of it."""
    size = sa.func.sum(Recording.size)
    query = (
        sa.select(ClassSession.id, ClassSession.key, ClassSession.title, size)
        .join(Recording, Recording.session_id == ClassSession.id)
        .group_by(ClassSession.id, ClassSession.key, ClassSession.title)
        .order_by(size.desc())
    )
    whole = 0
    for number, key, title, taken in db.session.execute(query):
        whole += int(taken)
        folder = video.folders().session(key)
        click.echo(f"{number:>6}  {int(taken) / MEGABYTE:>9,.1f} MB  {title}  {folder}")
    click.echo(f"{'':>6}  {whole / MEGABYTE:>9,.1f} MB")


@classroom.command()
def media_secret() -> None:
    """Print the secret with which nginx checks signed media paths."""
    click.echo(video.signer().secret)
