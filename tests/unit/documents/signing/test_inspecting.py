"""Files that were made to break whoever reads them end as broken, soon, and alone."""

import hashlib
import threading
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from documents.inspecting import Busy, Inspected, Inspector
from documents.plain_pdf import one_page


@pytest.fixture(scope="module")
def inspector() -> Iterator[Inspector]:
    made = Inspector()
    yield made
    made.close()


def pdf_of(*objects: bytes, trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A file with a right table of these objects, whatever they say."""
    made, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj" % number + content + b"\nendobj\n"
    size = len(objects) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n" % size
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size %d %s>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, len(made))
    return made + table + end


def form(*field: bytes) -> bytes:
    """A sound page, and a signature field."""
    return pdf_of(
        b"<</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields[4 0 R]>>>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        *field,
    )


def signature(entries: bytes) -> bytes:
    value = b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached%s>>" % entries
    return form(b"<</FT/Sig/T(a)/V 5 0 R>>", value)


def object_bomb(expanded: int) -> bytes:
    """The catalogue lies in an object stream that expands a thousandfold."""
    packed = zlib.compress(b"1 0 <</Pages 2 0 R/X(" + b"A" * expanded + b")>>", 9)
    stream = b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
    made = b"%PDF-1.7\n5 0 obj" + stream + packed + b"\nendstream\nendobj\n"
    at = len(made)
    rows = b"\0\0\0\0\0\2\0\0\5\0" + b"\1\0\0\x09\0"
    head = b"<</Type/XRef/Size 6/W[1 3 1]/Index[0 2 5 1]/Root 1 0 R/Length 15>>stream\n"
    made += b"6 0 obj" + head + rows + b"\nendstream\nendobj\n"
    return made + b"startxref\n%d\n%%%%EOF\n" % at


HOSTILE = {
    "nothing": b"",
    "text": "这不是 PDF".encode(),
    "only a head": b"%PDF-1.7\n",
    "truncated": one_page()[:-40],
    "zeros": b"%PDF-1.7\n" + b"\0" * 1_000_000,
    "table points to itself": one_page().replace(b"/Size 5", b"/Size 5/Prev 288"),
    "table elsewhere": one_page().replace(b"startxref\n", b"startxref\n9"),
    "pages in a circle": pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"
    ),
    "deep arrays": pdf_of(b"<</Pages 2 0 R/X" + b"[" * 200_000 + b"]" * 200_000 + b">>", b"<<>>"),
    "deep dictionaries": pdf_of(b"<</X" * 100_000 + b" 1" + b">>" * 100_000),
    "a string of 100 MB": pdf_of(b"<</Pages 2 0 R/X(" + b"A" * 100_000_000 + b")>>", b"<<>>"),
    "object bomb": object_bomb(900_000_000),
    "field in a circle": form(b"<</T(a)/Kids[4 0 R]>>"),
    "signature without ranges": signature(b"/Contents<00>"),
    "signature of junk": signature(b"/ByteRange[0 9 9 99999999999]/Contents<3080>"),
    "signature of a negative range": signature(b"/ByteRange[-9 9 9 -9]/Contents<300506012a3000>"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_broken_and_the_next_is_read(inspector: Inspector, name: str) -> None:
    assert inspector.look(HOSTILE[name]).broken, name
    assert inspector.look(one_page()) == Inspected(hashlib.sha256(one_page()).hexdigest(), 1)


def test_pages_are_counted_and_not_believed(inspector: Inspector) -> None:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"
    pages = b"<</Type/Pages/Kids[3 0 R 4 0 R 5 0 R]/Count 900000>>"
    seen = inspector.look(pdf_of(b"<</Type/Catalog/Pages 2 0 R>>", pages, page, page, page))
    assert (seen.pages, seen.signatures, seen.broken) == (3, (), False)


def test_the_queue_has_an_end() -> None:
    """A child takes a while to start; meanwhile all twelve have asked."""
    inspector, together = Inspector(workers=1, waiting=2), threading.Barrier(12)

    def ask(_: int) -> str:
        together.wait()
        try:
            return str(inspector.look(one_page()).pages)
        except Busy:
            return "busy"

    try:
        with ThreadPoolExecutor(12) as threads:
            answers = list(threads.map(ask, range(12)))
        assert (answers.count("1"), answers.count("busy")) == (3, 9)
        assert inspector.look(one_page()).pages == 1  # and there is room again
    finally:
        inspector.close()


def test_a_field_without_a_signature_is_none(inspector: Inspector) -> None:
    for field in (b"<</FT/Sig/T(a)>>", b"<</FT/Sig/T(a)/V 4 0 R>>", b"<</FT/Tx/T(a)/V(Signed)>>"):
        seen = inspector.look(form(field))
        assert (seen.pages, seen.signatures, seen.broken) == (1, (), False)


def test_a_locked_file_is_not_readable(inspector: Inspector) -> None:
    crypt = b"/Root 1 0 R/ID[(a)(a)]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O(%s)/U(%s)>>"
    locked = pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[]/Count 0>>",
        trailer=crypt % (b"x" * 32, b"y" * 32),
    )
    assert inspector.look(locked).broken
