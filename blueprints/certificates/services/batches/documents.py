"""From a batch to what `documents` takes: its template, options and rows. Plain data, no session.

Everything is read beforehand, so that no transaction is open while documents are made.
"""

import dataclasses
from collections.abc import Mapping
from typing import Any

from blueprints.certificates import studio
from blueprints.certificates.models import Batch
from blueprints.certificates.services.batches.content import common_of
from documents import Options, Row, Template
from store.files import files


@dataclasses.dataclass(frozen=True)
class Design:
    """What all documents of a batch have in common."""

    template: Template
    options: Options


def design_of(batch: Batch, created: str | None = None) -> Design:
    """The batch's template, with its seal, and its options. `created`: ISO 8601 text."""
    template = studio.template_of(batch.version)
    if batch.seal is not None:
        seal = {"seal": studio.seal_asset(batch.seal)}
        template = dataclasses.replace(template, assets={**template.assets, **seal})
    common = common_of(batch)
    options = Options(
        text_only=batch.options["text_only"],
        dx_mm=float(batch.options["dx_mm"]),
        dy_mm=float(batch.options["dy_mm"]),
        title=batch.title,
        author=common["issuer"],
        created=created,
        common=common,
        fonts=studio.fonts(),
    )
    return Design(template, options)


def row_of(values: Mapping[str, Any], images: Mapping[str, str]) -> Row:
    """A row for the renderer; images by their names in the file store."""
    return Row(dict(values), {name: files().path(sha) for name, sha in images.items()})
