"""Between a version's stored content and what `documents` works on."""

import json
from collections.abc import Mapping
from typing import Any

from documents import Template
from documents.travel import template_from_json, template_to_json
from store.files import files


def as_template(content: Mapping[str, Any], assets: Mapping[str, str]) -> Template:
    """The template of a stored content whose assets lie in the file store."""
    paths = {name: str(files().path(sha)) for name, sha in assets.items()}
    return template_from_json({**content, "assets": paths})


def as_content(template: Template) -> dict[str, Any]:
    """A template as a version stores it: plain JSON values, without assets."""
    content: dict[str, Any] = json.loads(json.dumps(template_to_json(template)))
    del content["assets"]
    return content
