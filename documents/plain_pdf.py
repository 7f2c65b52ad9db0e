"""A small valid PDF, to warm a child up with and to try things on."""

from __future__ import annotations

OBJECTS = (
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>/Contents 4 0 R>>",
    b"<</Length 10>>stream\n0 0 5 5 re\nendstream",
)


def one_page() -> bytes:
    """One A4 page with an invisible path, no fonts, no date; the same bytes each time."""
    made, places = b"%PDF-1.7\n", []
    for number, content in enumerate(OBJECTS, 1):
        places.append(len(made))
        made += b"%d 0 obj%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(OBJECTS) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n" % size
    tail = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(made))
    return made + head + table + tail
