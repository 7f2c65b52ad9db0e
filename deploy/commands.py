"""`flask --app app backup FILE` and `flask --app app restore FILE`."""

from datetime import UTC, datetime
from pathlib import Path

import click
from flask import Flask, current_app

from config import Settings
from deploy import archive
from deploy.errors import StartError
from deploy.lock import only_one


def init_app(app: Flask) -> None:
    """Add the commands to `app`."""
    app.cli.command("backup")(backup)
    app.cli.command("restore")(restore)


@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Write everything there is into FILE (.tar.gz), while the server runs or not."""
    try:
        archive.write(_settings(), file)
    except archive.ArchiveError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{file}: {file.stat().st_size / 1e6:.1f} MB, checked")


@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def restore(file: Path) -> None:
    """Put back what `backup` wrote; what is there now is moved aside, never deleted."""
    settings = _settings()
    try:
        with only_one(settings.data_dir):
            aside = archive.put_back(settings, file, datetime.now(UTC))
    except (archive.ArchiveError, StartError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Restored. What was there before is in {aside}")


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
