"""Uploads are judged by their content."""

import zipfile
from io import BytesIO

import pytest
from flask import Flask
from openpyxl import Workbook
from werkzeug.datastructures import FileStorage

from store.errors import UserError
from web.uploads import MEGABYTE, read_upload


@pytest.fixture(autouse=True)
def _words(app: Flask) -> None:
    """Refusals are in the visitor's language, which needs the app."""


def sent(content: bytes, name: str = "名单.xlsx") -> FileStorage:
    return FileStorage(BytesIO(content), filename=name)


def workbook() -> bytes:
    book, stream = Workbook(), BytesIO()
    book.active.append(["赵示一", "示例精工有限公司工会"])
    book.save(stream)
    return stream.getvalue()


def archive(entries: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return stream.getvalue()


def refusal(file: FileStorage | None, **options: object) -> UserError:
    with pytest.raises(UserError) as caught:
        read_upload(file, **options)  # type: ignore[arg-type]
    return caught.value


PARTS = {"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}


def test_a_spreadsheet_is_read_whole_and_its_name_loses_its_folders() -> None:
    content = workbook()
    upload = read_upload(sent(content, r"C:\用户\名单.xlsx"))
    assert (upload.name, upload.kind, upload.content) == ("名单.xlsx", "xlsx", content)


def test_no_file_an_empty_one_and_a_large_one_are_told_apart() -> None:
    assert refusal(None).code == "no_file"
    assert refusal(sent(b"", "")).code == "no_file"
    assert refusal(sent(b"")).code == "broken_file"
    too_large = refusal(sent(b"x" * (MEGABYTE + 1)), limit=MEGABYTE)
    assert (too_large.code, too_large.status) == ("too_large", 413)


@pytest.mark.parametrize("content", [b"<html>", archive({"a.txt": b"x"}), b"%PDF-1.7"])
def test_something_else_in_a_spreadsheets_name_is_refused(content: bytes) -> None:
    assert refusal(sent(content)).code == "wrong_type"


def test_a_cut_spreadsheet_is_refused() -> None:
    assert refusal(sent(workbook()[:-40])).code == "broken_file"


@pytest.mark.parametrize(
    "bomb",
    [
        {"xl/sheet1.xml": b"0" * (40 * MEGABYTE)},
        {f"xl/part{i}.xml": b"x" for i in range(2001)},
    ],
    ids=["steep", "many"],
)
def test_an_exploding_spreadsheet_is_refused(bomb: dict[str, bytes]) -> None:
    assert refusal(sent(archive(PARTS | bomb))).code == "broken_file"


def test_tables_as_text_may_be_utf_8_or_gb_18030() -> None:
    for encoding in ("utf-8-sig", "gb18030"):
        text = "选手,单位\n赵示一,示例工会\n".encode(encoding)
        assert read_upload(sent(text, "a.csv"), ("xlsx", "csv")).kind == "csv"


@pytest.mark.parametrize(
    ("kind", "start"),
    [("png", b"\x89PNG\r\n\x1a\n"), ("jpeg", b"\xff\xd8\xff\xe0"), ("pdf", b"%PDF-1.7")],
)
def test_pictures_and_documents_are_known_by_their_first_bytes(kind: str, start: bytes) -> None:
    assert read_upload(sent(start + b"rest", "x"), ("png", "jpeg", "pdf")).kind == kind


@pytest.mark.parametrize(
    ("begins", "kind"),
    [
        (b"ID3\x04\x00", "mp3"),
        (b"\xff\xfb\x90\x00", "mp3"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", "wav"),
        (b"OggS\x00\x02", "ogg"),
        (b"\x00\x00\x00\x20ftypM4A ", "m4a"),
        (b"\x00\x00\x00\x20ftypisom", "mp4"),
        (b"\x1a\x45\xdf\xa3\x01\x00\x00\x00\x00\x00\x00\x1f\x42\x82\x84webm", "webm"),
    ],
)
def test_sound_and_film_are_known_by_how_they_begin(begins: bytes, kind: str) -> None:
    kinds = ("jpeg", "png", "mp3", "m4a", "wav", "ogg", "mp4", "webm")
    assert read_upload(sent(begins + bytes(40), "film.exe"), kinds).kind == kind
    assert refusal(sent(b"<svg>" + begins, "a.mp3"), kinds=kinds).code == "wrong_type"
