"""Texts and EPUBs into pages: where pages are cut, and what a hostile EPUB can't do."""

import io
import zipfile

import pytest

from blueprints.classroom.excerpts import epub
from blueprints.classroom.excerpts.highlights import Segment, Span, read_box, segments
from blueprints.classroom.excerpts.pagination import paginate
from blueprints.classroom.excerpts.paragraphs import Paragraph, clean, of_text
from tests.support.epubs import CHAPTER, CONTAINER, an_epub, packed


def test_pages_end_with_paragraphs() -> None:
    pages = paginate([Paragraph("一" * 150) for _ in range(5)], 400)
    assert [[len(p) for p in page.paragraphs] for page in pages] == [[150, 150], [150, 150], [150]]


def test_nothing_is_lost_and_nothing_is_doubled() -> None:
    text = "".join(f"第{n}句话，说的是读书。" for n in range(400))
    pages = paginate([Paragraph(text)], 300)
    assert "".join(p for page in pages for p in page.paragraphs) == text
    assert all(page.paragraphs[-1].endswith("。") for page in pages)
    assert max(len(p) for page in pages for p in page.paragraphs) <= 450


def test_a_text_without_any_end_is_cut_all_the_same() -> None:
    pages = paginate([Paragraph("长" * 5000)], 400)
    assert sum(len(p) for page in pages for p in page.paragraphs) == 5000
    assert max(len(p) for page in pages for p in page.paragraphs) <= 600


def test_english_is_cut_between_words() -> None:
    words = "reading " * 300
    assert all(
        not p.startswith("eading") and not p.endswith("readin")
        for page in paginate([Paragraph(words.strip())], 300)
        for p in page.paragraphs
    )


def test_a_heading_begins_a_page_and_names_those_after_it() -> None:
    pages = paginate(of_text("开头\n# 第一章\n" + "\n".join("甲" * 300 for _ in range(3))), 400)
    assert [(p.heading, p.begins) for p in pages] == [
        ("", False), ("第一章", True), ("第一章", False), ("第一章", False),
    ]  # fmt: skip


def test_characters_without_shape_are_left_out() -> None:
    assert clean("  读\u200b书\u202e\x00 \t会\ud800  ") == "读书 会"
    assert of_text("\r\n\r\n") == []


def test_marked_characters() -> None:
    found = segments("先自己看书", [Span(1, 3), Span(2, 4), Span(9, 99)])
    assert found == [Segment("先", False), Segment("自己看", True), Segment("书", False)]
    assert segments("", [Span(0, 4)]) == []


@pytest.mark.parametrize(
    "text", ["", "1,2,3", "a,b,c,d", "-1,0,5,5", "0,0,0,9", "900,0,200,5", "1e3,0,1,1", "٣,0,1,1"]
)
def test_no_box(text: str) -> None:
    assert read_box(text) is None


def test_a_box() -> None:
    assert str(read_box("100,200,300,400")) == "100,200,300,400"


def test_the_text_of_an_epub() -> None:
    found = epub.paragraphs(an_epub())
    assert found == [
        Paragraph("第一章 工匠", heading=True),
        Paragraph("读书 使人明理。"),
        Paragraph("这里没有脚本。"),
        Paragraph("第二章", heading=True),
        Paragraph("汉字注音。"),
    ]


def bomb() -> bytes:
    return packed({"META-INF/container.xml": CONTAINER, "book.opf": b"0" * 60_000_000})


def entity_bomb() -> bytes:
    lol = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><html><p>&b;</p></html>'
    return an_epub(chapter=lol)


def external_entity() -> bytes:
    text = b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><html><p>&f;</p></html>'
    return an_epub(chapter=text)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04 no zip at all", "broken"),
        (packed({"readme.txt": b"hello"}), "not_epub"),
        (bomb(), "too_large"),
        (entity_bomb(), "broken"),
        (external_entity(), "broken"),
        (an_epub(chapter=b"<html><p>not closed"), "broken"),
        (an_epub(package=b"<package/>"), "broken"),
        (packed({"META-INF/container.xml": CONTAINER}), "not_epub"),
        (an_epub(more={"META-INF/rights.xml": b"<rights/>"}), "locked"),
        (an_epub(chapter=CHAPTER.replace(b"</body>", b"<p>%s</p></body>" % (b"x" * 4_200_000))),
         "too_large"),
    ],
)  # fmt: skip
def test_a_hostile_epub_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(epub.BadEpub) as caught:
        epub.paragraphs(content)
    assert caught.value.code == code


def test_names_that_climb_out_lead_nowhere() -> None:
    package = an_epub_with_href("../../../../etc/passwd")
    with pytest.raises(epub.BadEpub):
        epub.paragraphs(package)


def an_epub_with_href(href: str) -> bytes:
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf"><manifest>'
        f'<item id="a" href="{href}" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="a"/></spine></package>'
    )
    return an_epub(package=opf.encode())


def test_a_deep_tree_does_no_harm() -> None:
    deep = b"<html>" + b"<div>" * 60_000 + b"text" + b"</div>" * 60_000 + b"</html>"
    assert Paragraph("text") in epub.paragraphs(an_epub(chapter=deep))


def test_a_password_is_said() -> None:
    content = bytearray(an_epub())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        places = [entry.header_offset for entry in archive.infolist()]
    for place in places:
        content[place + 6] |= 1  # the flag of an encrypted entry
    central = content.find(b"PK\x01\x02")
    while central >= 0:
        content[central + 8] |= 1
        central = content.find(b"PK\x01\x02", central + 4)
    with pytest.raises(epub.BadEpub) as caught:
        epub.paragraphs(bytes(content))
    assert caught.value.code == "locked"
