"""Models as JSON values: between processes, and where a template is stored as issued."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from documents.model import Field, Finding, FontFile, Imposition, Options, Row, Sheet, Template


def template_to_json(template: Template) -> dict[str, Any]:
    """A template as JSON values; assets as paths in text."""
    plain = {entry.name: getattr(template, entry.name) for entry in dataclasses.fields(template)}
    return {
        **plain,
        "sheet": dataclasses.asdict(template.sheet),
        "fields": [dataclasses.asdict(entry) for entry in template.fields],
        "imposition": template.imposition and dataclasses.asdict(template.imposition),
        "assets": {name: str(path) for name, path in template.assets.items()},
    }


def template_from_json(given: dict[str, Any]) -> Template:
    imposition = given.get("imposition")
    return Template(
        **{
            **given,
            "sheet": Sheet(**given["sheet"]),
            "fields": tuple(Field(**entry) for entry in given.get("fields", ())),
            "imposition": imposition and imposition_from_json(imposition),
            "assets": {name: Path(path) for name, path in given.get("assets", {}).items()},
        }
    )


def imposition_from_json(given: dict[str, Any]) -> Imposition:
    return Imposition(**{**given, "paper": Sheet(**given["paper"])})


def options_to_json(options: Options) -> dict[str, Any]:
    plain = {entry.name: getattr(options, entry.name) for entry in dataclasses.fields(options)}
    fonts = [{**dataclasses.asdict(font), "path": str(font.path)} for font in options.fonts]
    return {**plain, "common": dict(options.common), "fonts": fonts}


def options_from_json(given: dict[str, Any]) -> Options:
    fonts = tuple(
        FontFile(font["family"], font["weight"], Path(font["path"]))
        for font in given.get("fonts", ())
    )
    return Options(**{**given, "fonts": fonts})


def row_to_json(row: Row) -> dict[str, Any]:
    images = {name: str(path) for name, path in row.images.items()}
    return {"values": dict(row.values), "images": images}


def row_from_json(given: dict[str, Any]) -> Row:
    images = {name: Path(path) for name, path in given.get("images", {}).items()}
    return Row(values=given["values"], images=images)


def finding_to_json(finding: Finding) -> dict[str, Any]:
    return {"code": finding.code, "field": finding.field, "detail": dict(finding.detail)}


def finding_from_json(given: dict[str, Any]) -> Finding:
    return Finding(given["code"], given.get("field", ""), given.get("detail", {}))
