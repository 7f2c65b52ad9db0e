"""The app's way into `documents/`: one renderer, one signer and one inspector per process.

They start child processes when they are first asked, so an app that prints nothing has none.
"""

import os
from functools import cached_property
from pathlib import Path

import sqlalchemy as sa
from flask import Flask, current_app

from blueprints.certificates.models import Seal, TemplateVersion, UploadedFont
from blueprints.certificates.queries.templates.content import as_template
from config import Settings
from documents import FontFile, Template
from documents.inspecting import Inspector
from documents.portraits import Portraits
from documents.renderer import Renderer
from documents.signing import Signer
from store import db
from store.files import files

DRAFT_SECONDS = 20  # for a sheet that takes a third of one
FOLDER = "cache/documents"  # may be deleted at any time, and is no part of a backup
FONT_ROLES = {"fangsong": "Guildhall FangSong", "biaosong": "Guildhall BiaoSong"}


class Studio:
    """What makes, signs and reads PDFs in this process."""

    def __init__(self, settings: Settings) -> None:
        self._folder = settings.data_dir / FOLDER
        self._workers = settings.renderers or os.cpu_count() or 1

    @cached_property
    def renderer(self) -> Renderer:
        return Renderer(self._folder, self._workers)

    @cached_property
    def drafts(self) -> Renderer:
        """For templates that somebody is still writing: when one hangs, only drafts wait for it."""
        return Renderer(self._folder, 1, seconds=DRAFT_SECONDS)

    @cached_property
    def signer(self) -> Signer:
        return Signer(self._workers)

    @cached_property
    def inspector(self) -> Inspector:
        return Inspector()

    @cached_property
    def portraits(self) -> Portraits:
        return Portraits()

    def close(self) -> None:
        """End the child processes; the next document starts new ones."""
        for name in ("renderer", "drafts", "signer", "inspector", "portraits"):
            part = self.__dict__.pop(name, None)
            if part is not None:
                part.close()


def init_app(app: Flask) -> None:
    """Bind a studio to `app`."""
    app.extensions["studio"] = Studio(app.extensions["settings"])


def studio() -> Studio:
    """The studio of the current app."""
    found: Studio = current_app.extensions["studio"]
    return found


def renderer() -> Renderer:
    """The renderer of the current app."""
    return studio().renderer


def drafts() -> Renderer:
    """The renderer of the current app for previews and samples of templates."""
    return studio().drafts


def template_of(version: TemplateVersion) -> Template:
    """A stored version as `documents` works on it."""
    return as_template(version.content, version.assets)


def seal_asset(seal: Seal) -> Path:
    """The image of a seal, as an asset of the name `seal`."""
    return files().path(seal.image)


def fonts() -> tuple[FontFile, ...]:
    """The fonts that administrators added, each in its role or under its own name."""
    kept = db.session.scalars(
        sa.select(UploadedFont)
        .where(UploadedFont.retired_at.is_(None))
        .order_by(UploadedFont.family, UploadedFont.weight, UploadedFont.id)
    )
    return tuple(
        FontFile(FONT_ROLES.get(font.role, font.family), font.weight, files().path(font.file))
        for font in kept
    )
