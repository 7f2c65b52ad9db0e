"""
A batch's common layers: laid out once, then carried into every file as ready bytes.

A layer is a one-page PDF taken apart: its page becomes a Form XObject, and all that hangs on
it (fonts, pictures, shadings) is kept as fragments of bytes between which only the objects'
numbers change from file to file.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pikepdf
import pydyf

Fragments = list[bytes | int]
POINTS = 72 / 25.4


class Baked(pydyf.Object):  # type: ignore[misc]  # pydyf has no types
    """An object whose bytes are known."""

    def __init__(self, data: bytes, stream: bool) -> None:
        super().__init__()
        self._data = data
        self._stream = stream

    @property
    def data(self) -> bytes:
        return self._data

    @property
    def compressible(self) -> bool:
        return not self._stream


@dataclass(frozen=True)
class Layer:
    """The first of ``parts`` is the form; numbers in fragments count from it."""

    parts: tuple[tuple[Fragments, bool], ...]

    def add_to(self, pdf: pydyf.PDF) -> bytes:
        """Add the layer's objects to a file and return the reference of the form."""
        base = len(pdf.objects)
        for fragments, stream in self.parts:
            data = b"".join(
                b"%d 0 R" % (base + part) if isinstance(part, int) else part for part in fragments
            )
            pdf.add_object(Baked(data, stream))
        return b"%d 0 R" % base


def bake(data: bytes) -> Layer:
    """The layer of a one-page PDF."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[0]
        form = pdf.make_stream(page.Contents.read_bytes())
        form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        form.BBox, form.Resources = page.MediaBox, page.Resources
        baker = _Baker()
        baker.reference(form)
        return Layer(tuple(baker.parts()))


class _Baker:
    """Walks from one object to all it refers to, numbering them as they are met."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[int, int], int] = {}
        self._waiting: list[Any] = []

    def reference(self, thing: Any) -> int:
        number = self._numbers.get(thing.objgen)
        if number is None:
            number = self._numbers[thing.objgen] = len(self._numbers)
            self._waiting.append(thing)
        return number

    def parts(self) -> list[tuple[Fragments, bool]]:
        done: list[tuple[Fragments, bool]] = []
        while len(done) < len(self._waiting):
            thing = self._waiting[len(done)]
            stream = isinstance(thing, pikepdf.Stream)
            fragments = self._stream(thing) if stream else self._direct(thing)
            done.append((_joined(fragments), stream))
        return done

    def _stream(self, thing: Any) -> Fragments:
        """Content is compressed anew; whatever is compressed already stays as it is."""
        filters = thing.get("/Filter")
        data = thing.read_raw_bytes()
        if filters is None:
            data = _deflated(data)
        out: Fragments = [b"<</Length %d" % len(data)]
        if filters is None:
            out.append(b"/Filter/FlateDecode")
        for key, value in thing.items():
            if key != "/Length":
                out += [_name(key), b" ", *self._value(value)]
        return [*out, b">>\nstream\n", data, b"\nendstream"]

    def _value(self, thing: Any) -> Fragments:
        if isinstance(thing, pikepdf.Object) and thing.is_indirect:
            return [self.reference(thing)]
        return self._direct(thing)

    def _direct(self, thing: Any) -> Fragments:
        if isinstance(thing, bool):
            return [b"true" if thing else b"false"]
        if isinstance(thing, (int, Decimal)):
            return [str(thing).encode()]
        if thing is None:
            return [b"null"]
        if isinstance(thing, pikepdf.Dictionary):
            out: Fragments = [b"<<"]
            for key, value in thing.items():
                out += [_name(key), b" ", *self._value(value)]
            return [*out, b">>"]
        if isinstance(thing, pikepdf.Array):
            inner: Fragments = [b"["]
            for value in thing:
                inner += [*self._value(value), b" "]
            return [*inner, b"]"]
        return [thing.unparse()]


def _name(key: str) -> bytes:
    name: bytes = pikepdf.Name(key).unparse()
    return name


def _deflated(data: bytes) -> bytes:
    return zlib.compress(data, 9)


def _joined(fragments: Fragments) -> Fragments:
    """Neighbouring bytes as one."""
    out: Fragments = []
    for fragment in fragments:
        if out and isinstance(fragment, bytes) and isinstance(out[-1], bytes):
            out[-1] += fragment
        else:
            out.append(fragment)
    return out


class Finisher:
    """
    Puts layers below and above each page of a file, and moves the pages' content.

    ``under`` and ``over`` are in the order of painting; the shift is in mm, right and down.
    """

    def __init__(
        self, under: Sequence[Layer], over: Sequence[Layer], dx_mm: float, dy_mm: float
    ) -> None:
        self._under, self._over = under, over
        self._shift = (dx_mm * POINTS, -dy_mm * POINTS)

    def __call__(self, document: Any, pdf: pydyf.PDF) -> None:
        """WeasyPrint calls this for each file right before it is written."""
        pdf.info["Producer"] = pydyf.String("Guildhall")
        if not (self._under or self._over or any(self._shift)):
            return
        names: dict[str, bytes] = {}
        below = [self._add(pdf, layer, names) for layer in self._under]
        above = [self._add(pdf, layer, names) for layer in self._over]
        move = b"q 1 0 0 1 %.4f %.4f cm\n" % self._shift
        start = self._stream(pdf, move + b"".join(below) + b"q")
        end = self._stream(pdf, b"Q\n" + b"".join(above) + b"Q")
        for page in _pages(pdf):
            page["Contents"] = b"[" + b" ".join((start, page["Contents"], end)) + b"]"
            resources = pdf.objects[int(page["Resources"].split()[0])]
            resources["XObject"].update(names)

    def trimming(self, document: Any, pdf: pydyf.PDF) -> None:
        """The same, and the bleed isn't shown: it is there for the printer's guillotine."""
        self(document, pdf)
        for page in _pages(pdf):
            if page["TrimBox"] != page["MediaBox"]:
                page["CropBox"] = page["TrimBox"]

    @staticmethod
    def _add(pdf: pydyf.PDF, layer: Layer, names: dict[str, bytes]) -> bytes:
        name = f"Layer{len(names)}"
        names[name] = layer.add_to(pdf)
        return f"/{name} Do\n".encode()

    @staticmethod
    def _stream(pdf: pydyf.PDF, content: bytes) -> bytes:
        stream = pydyf.Stream([content])
        pdf.add_object(stream)
        reference: bytes = stream.reference
        return reference


def _pages(pdf: pydyf.PDF) -> list[pydyf.Dictionary]:
    return [pdf.objects[number] for number in pdf.pages["Kids"][::3]]
