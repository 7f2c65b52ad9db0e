"""Pictures and sample PDFs of templates, made by a child process when first asked for and kept.

They are kept outside of the file store, as they can be made again at any time.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import current_app

from blueprints.certificates.models import TemplateVersion
from blueprints.certificates.queries.templates.content import as_content, as_template
from blueprints.certificates.queries.templates.samples import (
    example_row,
    sample_options,
    with_seal,
)
from blueprints.certificates.studio import drafts
from documents import Options, Template

FOLDER = "cache/templates"
MADE_BY = 1  # to be raised when the same template comes out differently
WIDTHS = {"card": 560, "large": 1600}  # pixels


def picture_of_version(version: TemplateVersion, size: str, lang: str) -> bytes:
    """PNG of a version with its examples; `size` is one of WIDTHS. Raises TemplateError."""
    return _picture(as_template(version.content, version.assets), version.assets, size, lang)


def picture_of_ready_made(template: Template, size: str, lang: str) -> bytes:
    """PNG of a ready-made template with its examples."""
    assets = {name: _hash(path.read_bytes()) for name, path in template.assets.items()}
    return _picture(template, assets, size, lang)


def sample_pdf(template: Template, lang: str, *, text_only: bool = False) -> bytes:
    """One sheet with the template's examples, marked as a sample. Raises TemplateError."""
    options = sample_options(lang, text_only=text_only, sample=True)
    return sheet(template, example_row(template, lang), options)


def sheet(template: Template, row: Any, options: Options) -> bytes:
    """The PDF of one row, with the seal for trying where the template asks for one."""
    made = drafts().separate(with_seal(template), [row], options)
    return made[0].pdf


def trimmed(template: Template) -> Template:
    """The template as it looks once its bleed is cut off."""
    return replace(template, sheet=replace(template.sheet, bleed_mm=0, crop_marks=False))


def _picture(template: Template, assets: Mapping[str, str], size: str, lang: str) -> bytes:
    options = sample_options(lang)
    key = _key(template, assets, options, size)
    file = _folder() / key[:2] / f"{key}.png"
    if not file.exists():
        pdf = sheet(trimmed(template), example_row(template, lang), options)
        _keep(file, drafts().picture(pdf, width_px=WIDTHS[size]))
    return file.read_bytes()


def _key(template: Template, assets: Mapping[str, str], options: Options, size: str) -> str:
    fonts = sorted(f"{one.family} {one.weight} {one.path.name}" for one in options.fonts)
    parts = [MADE_BY, as_content(template), dict(assets), dict(options.common), fonts, size]
    return _hash(json.dumps(parts, sort_keys=True).encode())


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _folder() -> Path:
    folder: Path = current_app.extensions["settings"].data_dir / FOLDER
    return folder


def _keep(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(f".{os.getpid()}-{os.urandom(4).hex()}")
    fresh.write_bytes(content)
    fresh.replace(file)
