"""The text of an EPUB: paragraphs and headings in reading order, and nothing else of it.

An EPUB is a zip that a stranger made. Its size is looked at before anything is unpacked, names
are looked up and never used as paths, XML is parsed without entities, and of every page only the
characters are taken.
"""

import html
import posixpath
import re
import zipfile
from urllib.parse import unquote
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, fromstring

from blueprints.classroom.excerpts.paragraphs import MOST_BREAKS, Paragraph
from blueprints.classroom.excerpts.reader import TextReader
from web import archives

MEGABYTE = 1024 * 1024
MOST_ENTRIES = 5_000
MOST_UNPACKED = 200 * MEGABYTE  # pictures and fonts among it, which are never unpacked
MOST_DOCUMENT = 4 * MEGABYTE  # one page of text, or the list of all
MOST_CHARACTERS = 2_000_000
CONTAINER = "META-INF/container.xml"
_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,30});")
_XML_OWN = {b"amp", b"lt", b"gt", b"quot", b"apos"}


class BadEpub(Exception):
    """It can't be read: `code` is not_epub, too_large, locked or broken."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def guard(content: bytes) -> None:
    """Raise BadEpub for what is no EPUB or would explode. Unpacks next to nothing."""
    with _opened(content) as archive:
        entries = archive.infolist()
        if CONTAINER not in archive.namelist():
            raise BadEpub("not_epub")
        if "META-INF/rights.xml" in archive.namelist():
            raise BadEpub("locked")
    if archives.would_explode(entries, MOST_ENTRIES, MOST_UNPACKED):
        raise BadEpub("too_large")


def paragraphs(content: bytes) -> list[Paragraph]:
    """The text in the order of the spine."""
    guard(content)
    with _opened(content) as archive:
        reader = TextReader(MOST_CHARACTERS, MOST_BREAKS)
        for name in _spine(archive):
            _feed(reader, _unpack(archive, name))
        if reader.is_full:
            raise BadEpub("too_large")
        return reader.found


def _opened(content: bytes) -> zipfile.ZipFile:
    try:
        return archives.opened(content)
    except archives.BadArchive as problem:
        raise BadEpub("broken") from problem


def _spine(archive: zipfile.ZipFile) -> list[str]:
    """The names of the text documents in reading order, those that are there."""
    package_name = _package(archive)
    package = _xml(_unpack(archive, package_name))
    base = posixpath.dirname(package_name)
    hrefs = {
        item.get("id"): item.get("href", "")
        for item in package.iter()
        if _local(item) == "item" and "html" in item.get("media-type", "")
    }
    order = [ref.get("idref") for ref in package.iter() if _local(ref) == "itemref"]
    names = [_resolve(base, hrefs[one]) for one in order if one in hrefs]
    known = set(archive.namelist())
    found = [name for name in dict.fromkeys(names) if name in known]
    if not found:
        raise BadEpub("broken")
    return found


def _package(archive: zipfile.ZipFile) -> str:
    for node in _xml(_unpack(archive, CONTAINER)).iter():
        if _local(node) == "rootfile" and node.get("full-path") in archive.namelist():
            return str(node.get("full-path"))
    raise BadEpub("not_epub")


def _resolve(base: str, href: str) -> str:
    """A name inside the archive; one that climbs out of it is found nowhere in it."""
    return posixpath.normpath(posixpath.join(base, unquote(href.partition("#")[0])))


def _unpack(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        content = archives.unpacked(archive, name, MOST_DOCUMENT)
    except archives.BadArchive as problem:
        raise BadEpub("locked" if problem.is_locked else "broken") from problem
    if len(content) > MOST_DOCUMENT:
        raise BadEpub("too_large")
    return content


def _xml(content: bytes) -> Element:
    try:
        root: Element = fromstring(content)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as problem:
        raise BadEpub("broken") from problem
    return root


def _feed(reader: TextReader, content: bytes) -> None:
    parser = DefusedXMLParser(target=reader)
    try:
        parser.feed(_ENTITY.sub(_numbered, content))
        parser.close()
    except (ParseError, DefusedXmlException, ValueError, LookupError) as problem:
        raise BadEpub("broken") from problem


def _numbered(match: re.Match[bytes]) -> bytes:
    """HTML's named characters by number: XML knows five names only."""
    if match[1] in _XML_OWN:
        return match[0]
    characters = html.unescape(match[0].decode("ascii"))
    if characters.startswith("&"):
        return b" "
    return "".join(f"&#{ord(c)};" for c in characters).encode("ascii")


def _local(node: Element) -> str:
    return str(node.tag).rpartition("}")[2]
