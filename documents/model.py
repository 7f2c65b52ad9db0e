"""What documents are made from and what comes out, as plain values (lengths in mm)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Plain = str | int | list[Any] | dict[str, Any]

FIELD_KINDS = ("text", "paragraph", "date", "number", "image")


@dataclass(frozen=True)
class Sheet:
    """The finished (trimmed) sheet; with ``crop_marks`` the bleed must be 3 mm at least."""

    width_mm: float
    height_mm: float
    bleed_mm: float = 0
    crop_marks: bool = False


@dataclass(frozen=True)
class Imposition:
    """Several finished sheets on a bigger paper, in print batches only."""

    columns: int
    rows: int
    gap_mm: float
    paper: Sheet


@dataclass(frozen=True)
class Field:
    """One thing a template says about a person; ``most`` is the most characters it has room for."""

    name: str
    kind: str
    label_zh: str
    label_en: str
    required: bool = True
    example_zh: str = ""
    example_en: str = ""
    most: int | None = None


@dataclass(frozen=True)
class FontFile:
    """An uploaded font, in the place of ``family`` (one of ``documents.fonts.FAMILIES``)."""

    family: str
    weight: int
    path: Path


@dataclass(frozen=True)
class Template:
    """
    The Jinja sources of one sheet and what belongs to it.

    ``body``, ``under`` and ``over`` are the inner HTML of one sheet. ``under`` (border,
    ornaments, fixed title) and ``over`` (seal) see only batch-wide values, never a person:
    they are laid out once per batch. ``flowing``: each row is a document of any number of
    pages. ``assets``: files by name, used in HTML and CSS as ``asset:name``.
    """

    ref: str
    title_zh: str
    title_en: str
    kind: str
    sheet: Sheet
    body: str
    css: str
    under: str = ""
    over: str = ""
    fields: tuple[Field, ...] = ()
    imposition: Imposition | None = None
    flowing: bool = False
    assets: Mapping[str, Path] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class Options:
    """
    What a batch is made with.

    ``text_only`` (套打) leaves out under and over, for sheets that are printed already;
    ``dx_mm``/``dy_mm`` move everything; ``sample`` puts 样张 / SAMPLE across the sheet.
    ``common`` are batch-wide values (a row's own values win). ``created`` is the documents'
    date as ISO 8601 text with an offset: given, never read from a clock.
    """

    text_only: bool = False
    dx_mm: float = 0
    dy_mm: float = 0
    sample: bool = False
    title: str = ""
    author: str = ""
    created: str | None = None
    common: Mapping[str, Plain] = dataclasses.field(default_factory=dict)
    fonts: tuple[FontFile, ...] = ()


@dataclass(frozen=True)
class Row:
    """One person's values, and their images by field name (``image:photo`` in a template)."""

    values: Mapping[str, Plain]
    images: Mapping[str, Path] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """
    Something about one row that a person should look at before it is printed.

    ``code``: undefined, missing, overflow, lost (not on the sheet, ``text`` of it), no_glyph,
    other_typeface, missing_image, low_resolution or many_pages; ``field`` is the field's name
    where one is known.
    """

    code: str
    field: str = ""
    detail: Mapping[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class Made:
    """One finished file, its number of pages and the typefaces it carries."""

    pdf: bytes
    pages: int
    typefaces: tuple[str, ...]
