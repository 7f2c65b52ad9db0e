"""Ready-made templates. Each folder here is one package, in the very format users exchange."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from documents.gallery.package import PackageError, read_package, read_presets
from documents.model import Sheet, Template

__all__ = ["KINDS", "PackageError", "all_templates", "find", "presets", "read_package", "resized"]

KINDS = (
    "honor",
    "appointment",
    "judge_appointment",
    "organisation",
    "completion",
    "badge",
    "award",
    "table_sign",
)

COMMON = ("issuer", "issued_on", "occasion", "seal", "lang", "verify_base", "seal_mm")
"""The batch-wide values each template may use; all else is a field of the row."""

FOLDER = Path(__file__).parent


@cache
def all_templates() -> tuple[Template, ...]:
    """All ready-made templates, in the order of their kinds, then of their refs."""
    found = [read_package(manifest.parent) for manifest in FOLDER.glob("*/template.json")]
    return tuple(sorted(found, key=lambda one: (KINDS.index(one.kind), one.ref)))


def find(ref: str) -> Template:
    """The template of that ref; KeyError if there is none."""
    return _by_ref()[ref]


@cache
def presets(ref: str) -> tuple[tuple[str, str, Sheet], ...]:
    """The usual sheets for a ready-made template: Chinese name, English name, sheet."""
    return read_presets(FOLDER / find(ref).ref)


def resized(template: Template, sheet: Sheet) -> Template:
    """The template on another sheet of about the same shape.

    Its styles measure in rem, 1 rem being 1 mm on the sheet it was drawn for.
    """
    scale = min(
        sheet.width_mm / template.sheet.width_mm, sheet.height_mm / template.sheet.height_mm
    )
    root = f"\nhtml {{ font-size: {scale:.4f}mm }}\n"
    return replace(template, sheet=sheet, css=template.css + root)


@cache
def _by_ref() -> Mapping[str, Template]:
    return {one.ref: one for one in all_templates()}
