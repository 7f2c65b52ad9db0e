"""Reads a template's package: a folder of template.json, Jinja sources, style and assets.

Packages also come from users, so each value is checked and every refusal has a code.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from documents.model import FIELD_KINDS, Field, Imposition, Sheet, Template

MANIFEST = "template.json"
BODY, UNDER, OVER = "body", "under", "over"  # parts of a sheet, each an HTML file
FORMAT = 1
MOST_FIELDS = 40
MOST_ASSETS = 40
LARGEST_SOURCE = 200_000  # bytes of one HTML or CSS source
LARGEST_ASSET = 4_000_000  # bytes
SHEET_MM = (30, 1200)  # from a name tag to A0

_ESCAPED_NUL = b"\\u0000"  # PostgreSQL keeps no text with one
_REF = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_FIELD = re.compile(r"[a-z][a-z0-9_]{0,39}")
_ASSET = re.compile(r"[a-z0-9][a-z0-9_-]*\.(svg|png|jpg)")


class PackageError(ValueError):
    """`code`: missing, unreadable, manifest, ref, sheet, field, asset or too_large."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


def read_package(folder: Path) -> Template:
    """The template in `folder`; raises PackageError."""
    manifest = _manifest(folder)
    title = _words(manifest, "title")
    return Template(
        ref=_matching(_REF, manifest.get("ref"), "ref"),
        title_zh=title["zh"],
        title_en=title["en"],
        kind=_text(manifest, "kind"),
        sheet=_sheet(manifest.get("sheet")),
        body=_source(folder, f"{BODY}.html"),
        css=_source(folder, "style.css"),
        under=_source(folder, f"{UNDER}.html", optional=True),
        over=_source(folder, f"{OVER}.html", optional=True),
        fields=_fields(manifest.get("fields", [])),
        imposition=_imposition(manifest.get("imposition")),
        flowing=manifest.get("flowing", False) is True,
        assets=_assets(folder / "assets"),
    )


def read_presets(folder: Path) -> tuple[tuple[str, str, Sheet], ...]:
    """The sheets a package is meant for: Chinese name, English name, sheet."""
    found = _list(_manifest(folder).get("presets", []), "presets")
    named = [(_words({"title": one.get("title")}, "title"), _sheet(one)) for one in found]
    return tuple((title["zh"], title["en"], sheet) for title, sheet in named)


def _manifest(folder: Path) -> Mapping[str, Any]:
    try:
        manifest = json.loads(_source(folder, MANIFEST))
        written = json.dumps(manifest, ensure_ascii=False).encode()  # ValueError: half a character
    except (ValueError, RecursionError) as error:
        if isinstance(error, PackageError):
            raise
        raise PackageError("manifest", "not JSON") from error
    if _ESCAPED_NUL in written:
        raise PackageError("manifest", "NUL")
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise PackageError("manifest", "format")
    return manifest


def _source(folder: Path, name: str, *, optional: bool = False) -> str:
    file = folder / name
    if not file.is_file() or file.is_symlink():
        if optional and not file.exists():
            return ""
        raise PackageError("missing", name)
    if file.stat().st_size > LARGEST_SOURCE:
        raise PackageError("too_large", name)
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise PackageError("unreadable", name) from error
    if "\0" in text:
        raise PackageError("unreadable", name)
    return text


def _sheet(value: Any) -> Sheet:
    if not isinstance(value, dict):
        raise PackageError("sheet")
    least, most = SHEET_MM
    width, height = (_length(value.get(key), least, most) for key in ("width_mm", "height_mm"))
    bleed = _length(value.get("bleed_mm", 0), 0, 10)
    return Sheet(width, height, bleed, crop_marks=value.get("crop_marks", False) is True)


def _imposition(value: Any) -> Imposition | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        raise PackageError("sheet", "imposition")
    columns, rows = (int(_length(value.get(key), 1, 20)) for key in ("columns", "rows"))
    gap = _length(value.get("gap_mm", 0), 0, 50)
    return Imposition(columns, rows, gap, _sheet(value.get("paper")))


def _length(value: Any, least: float, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PackageError("sheet", "not a number")
    if not least <= value <= most:
        raise PackageError("sheet", f"{value}")
    return value


def _fields(value: Any) -> tuple[Field, ...]:
    found = tuple(_field(one) for one in _list(value, "fields"))
    if len(found) > MOST_FIELDS or len({one.name for one in found}) < len(found):
        raise PackageError("field", "too many or twice")
    return found


def _field(value: Mapping[str, Any]) -> Field:
    label, example = _words(value, "label"), _words(value, "example", optional=True)
    kind, most = value.get("kind"), value.get("most")
    if kind not in FIELD_KINDS:
        raise PackageError("field", "kind")
    if most is not None and (not isinstance(most, int) or most < 1):
        raise PackageError("field", "most")
    return Field(
        name=_matching(_FIELD, value.get("name"), "field"),
        kind=kind,
        label_zh=label["zh"],
        label_en=label["en"],
        required=value.get("required", True) is True,
        example_zh=example["zh"],
        example_en=example["en"],
        most=most,
    )


def _assets(folder: Path) -> dict[str, Path]:
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    if len(files) > MOST_ASSETS:
        raise PackageError("asset", "too many")
    for file in files:
        if not _ASSET.fullmatch(file.name) or file.is_symlink() or not file.is_file():
            raise PackageError("asset", file.name)
        if file.stat().st_size > LARGEST_ASSET:
            raise PackageError("too_large", file.name)
    return {file.name: file for file in files}


def _list(value: Any, name: str) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise PackageError("manifest", name)
    return value


def _words(value: Mapping[str, Any], key: str, *, optional: bool = False) -> dict[str, str]:
    words = value.get(key, {"zh": "", "en": ""} if optional else None)
    if not isinstance(words, dict) or not all(isinstance(words.get(k), str) for k in ("zh", "en")):
        raise PackageError("manifest", key)
    return {"zh": words["zh"], "en": words["en"]}


def _text(value: Mapping[str, Any], key: str) -> str:
    if not isinstance(value.get(key), str) or not value[key]:
        raise PackageError("manifest", key)
    return str(value[key])


def _matching(pattern: re.Pattern[str], value: Any, code: str) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise PackageError(code, str(value)[:60])
    return value
