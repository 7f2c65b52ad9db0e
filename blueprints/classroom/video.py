"""The one way from the classroom into the media engine: where files lie, how paths are signed."""

from datetime import datetime

from flask import Flask, current_app

from config import Settings
from media.folders import Folders
from media.serving import MediaServer
from media.signing import Signer

GIGABYTE = 1024**3


def init_app(app: Flask) -> None:
    """Serve signed media paths in front of the application."""
    settings: Settings = app.extensions["settings"]
    folders = Folders(settings.data_dir / "media")
    signer = Signer(settings.key())
    app.extensions["media"] = (folders, signer)

    def clock() -> datetime:  # looked up each time: tests put in their own
        at: datetime = app.extensions["clock"]()
        return at

    app.wsgi_app = MediaServer(app.wsgi_app, folders, signer, clock)  # type: ignore[method-assign]


def folders() -> Folders:
    """The media folder of this installation."""
    found: tuple[Folders, Signer] = current_app.extensions["media"]
    return found[0]


def signer() -> Signer:
    """Signs the addresses of playlists and segments."""
    found: tuple[Folders, Signer] = current_app.extensions["media"]
    return found[1]


def limit() -> int:
    """How many bytes recordings may take, 0 for no limit."""
    settings: Settings = current_app.extensions["settings"]
    return settings.media_gb * GIGABYTE
