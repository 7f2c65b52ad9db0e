"""`flask --app app class-video …`: live video, for administrators."""

import click
from flask.cli import AppGroup

from blueprints.classroom import video

class_video = AppGroup("class-video", help="Live video.")


@class_video.command("secret")
def secret() -> None:
    """Print the secret with which nginx checks signed media paths."""
    click.echo(video.signer().secret)
