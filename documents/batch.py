"""A template made ready for many rows: checked, compiled, its layers laid out."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint import CSS, Document

from documents import embedding, markup, neighbours
from documents.errors import Refused
from documents.fetching import Fetcher
from documents.fonts.carrier import Carrier
from documents.fonts.faces import Face, role_of, uploaded
from documents.fonts.fontmap import font_configuration
from documents.layers import Finisher, Layer, bake
from documents.losses import Contents, Loss, noting
from documents.margins import has_margin_boxes, without_margin_boxes
from documents.model import Options, Row, Template
from documents.sandbox import Environment, Source
from documents.stylesheet import (
    LAYER_CSS,
    SAMPLE_HTML,
    base_css,
    check_css,
    check_sheet,
    sample_css,
)
from documents.tree import Tree, document, may_have_notes, rows_of
from documents.typefaces import Typefaces

MOST_SHEET, MOST_FLOWING = 20_000, 1_000_000  # characters of one row's values
MOST_DPI = 600  # finer pictures are made smaller: a photograph from a telephone weighs 10 MB
MOST_PAGES = 200  # of one flowing document


@dataclass(frozen=True)
class Layout:
    """Rows that are laid out, and what they hold."""

    document: Document
    contents: Contents

    @property
    def pages(self) -> list[Any]:
        pages: list[Any] = self.document.pages
        return pages


@contextlib.contextmanager
def blaming(part: str) -> Iterator[None]:
    """What is refused in this block is the fault of that part of the template."""
    try:
        yield
    except Refused as problem:
        problem.part = problem.part or part
        raise


class Batch:
    """``faces`` is the folder of static faces; raises Refused when the template is wrong."""

    def __init__(self, template: Template, options: Options, faces: Path) -> None:
        self.template, self.options = template, options
        self._environment = Environment()
        check_sheet(template)
        self._add_fonts(uploaded(faces, options.fonts))
        with blaming("body"):
            self._body = Source(self._environment, self._named(template.body), "body")
        self.fetcher = Fetcher(template.assets)
        styles = base_css(template, options), self._named(template.css)
        with blaming("css"):
            check_css(template.css)
            self._styles = [self._css(style) for style in styles]
        plain = not has_margin_boxes(template.css)
        self._margins = without_margin_boxes if plain else contextlib.nullcontext
        self._notes = may_have_notes(template.css, template.body)
        self._reaching = neighbours.reaching(template.css) or neighbours.reaching_words(
            template.body
        )
        self._pictures: dict[str, Any] = {}
        self._families: set[str] = set()  # in the layers
        self.finisher = self._layers()

    def _add_fonts(self, uploads: Sequence[Face]) -> None:
        embedding.register(Carrier(face) for face in uploads)
        self._roles = {role_of(face.family): face.family for face in uploads}
        self.typefaces = Typefaces(embedding.regular())
        self.fonts = font_configuration(uploads)

    def _named(self, source: str) -> str:
        """The source with the uploads' own families in the place of their roles."""
        for role, family in self._roles.items():
            source = source.replace(role, family)
        return source

    def _css(self, text: str) -> CSS:
        css = CSS(string=text, font_config=self.fonts, url_fetcher=self.fetcher)
        self.fetcher.check()
        return css

    def _layers(self) -> Finisher:
        options, under, over = self.options, [], []
        if not options.text_only:
            under = [self._layer(self.template.under, "under")] if self.template.under else []
            over = [self._layer(self.template.over, "over")] if self.template.over else []
        if options.sample:
            mark = [self._css(sample_css(self.template.sheet))]
            over.append(self._painted(markup.parse(SAMPLE_HTML), mark))
        return Finisher(under, over, options.dx_mm, options.dy_mm)

    def _layer(self, source: str, name: str) -> Layer:
        with blaming(name):
            ready = Source(self._environment, self._named(source), name)
            return self._painted(markup.parse(ready.expand(dict(self.options.common))), [])

    def _painted(self, fragment: Sequence[Element | str], styles: list[CSS]) -> Layer:
        root = document([fragment], self.options, sheets=True)
        sheets = [*self._styles, *styles, self._css(LAYER_CSS)]
        laid_out = Tree(root, self.fetcher).render(
            font_config=self.fonts, stylesheets=sheets, cache=self._pictures, dpi=MOST_DPI
        )
        data = laid_out.write_pdf(uncompressed_pdf=True)
        self.fetcher.check()
        self._families |= _families(laid_out)
        return bake(data)

    @property
    def alone(self) -> bool:
        """Whether each row needs a layout of its own."""
        return self.template.flowing or self._reaching

    def fragment(self, row: Row, number: int) -> list[Element | str]:
        """One row's checked elements; ``number`` tells its pictures from those of others."""
        with blaming("body"):
            found = markup.parse(self._body.expand(self.values(row)), number)
            if not self.alone:
                neighbours.check(found)
            return found

    def _check_size(self, row: Row) -> None:
        size = sum(len(str(value)) for value in row.values.values())
        if size > (MOST_FLOWING if self.template.flowing else MOST_SHEET):
            raise Refused("too_large", "values")

    def values(self, row: Row) -> dict[str, Any]:
        """What the body sees: fields that may be left out are empty, pictures are addresses."""
        self._check_size(row)
        empty = {field.name: "" for field in self.template.fields}
        pictures = {name: f"image:{name}" for name in row.images}
        return {**empty, **self.options.common, **row.values, **pictures}

    def given(self, name: str) -> Any:
        """A batch-wide value, empty when there is none."""
        return self.options.common.get(name, "")

    def lay_out(self, rows: Sequence[Row], first: int = 0) -> Layout:
        """All rows as one document, a page each; when they must be ``alone``, one row."""
        self.fetcher.images = {
            f"{number}/{name}": path
            for number, row in enumerate(rows, first)
            for name, path in row.images.items()
        }
        fragments = [self._numbered(row, number) for number, row in enumerate(rows, first)]
        root = document(fragments, self.options, sheets=not self.template.flowing)
        with self._margins(), noting(rows_of(root, sheets=not self.template.flowing)) as contents:
            laid_out = Tree(root, self.fetcher, notes=self._notes).render(
                font_config=self.fonts,
                stylesheets=self._styles,
                cache=dict(self._pictures),
                dpi=MOST_DPI,
            )
        self.fetcher.check()
        if self.template.flowing and len(laid_out.pages) > MOST_PAGES:
            raise Refused("too_many_pages", str(len(laid_out.pages)))
        return Layout(laid_out, contents)

    def lost(self, layout: Layout, number: int, row: Row, pages: Sequence[Any]) -> list[Loss]:
        """What of a row isn't on its pages; ``number`` counts from 0 within the layout."""
        values = self.values(row)
        fields = {field.name: values[field.name] for field in self.template.fields}
        return layout.contents.lost(number, pages, fields)

    def _numbered(self, row: Row, number: int) -> list[Element | str]:
        try:
            return self.fragment(row, number)
        except Refused as problem:
            raise Refused(**{**problem.facts(), "row": number}) from problem

    def written(
        self, layout: Layout, pages: Sequence[Any], *, trimmed: bool = False
    ) -> tuple[bytes, tuple[str, ...]]:
        """
        Some pages as a file of their own, and the typefaces in it.

        ``trimmed``: whoever opens the file sees the finished sheet, and no bleed around it.
        """
        finisher = self.finisher.trimming if trimmed else self.finisher
        part = layout.document.copy(list(pages))
        data: bytes = part.write_pdf(finisher=finisher)
        self.fetcher.check()
        return data, tuple(sorted(_families(part) | self._families))


def _families(document: Document) -> set[str]:
    return {role_of(font.carrier.family) for font in document.fonts.values()}
