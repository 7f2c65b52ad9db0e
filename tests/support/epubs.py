"""EPUBs made for tests, sound and hostile."""

import io
import zipfile

CONTAINER = (
    b'<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    b'<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/>'
    b"</rootfiles></container>"
)
PACKAGE = (
    b'<package xmlns="http://www.idpf.org/2007/opf"><manifest>'
    b'<item id="css" href="a.css" media-type="text/css"/>'
    b'<item id="two" href="text/two.xhtml" media-type="application/xhtml+xml"/>'
    b'<item id="one" href="text/one%20.xhtml" media-type="application/xhtml+xml"/>'
    b'</manifest><spine><itemref idref="one"/><itemref idref="two"/></spine></package>'
)
CHAPTER = """<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>不显示</title></head>
<body onload="alert(1)"><h1>第一章&nbsp;<b>工匠</b></h1><p>读书
使人<i>明理</i>。</p><script>alert(1)</script>
<p>这里<img src="x" alt=""/>没有脚本。</p></body></html>
""".encode()
SECOND = (
    "<html><body><h2>第二章</h2><p><ruby>汉字<rt>hànzì</rt></ruby>注音。</p></body></html>".encode()
)


def packed(files: dict[str, bytes]) -> bytes:
    """A zip of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def an_epub(
    *, chapter: bytes = CHAPTER, package: bytes = PACKAGE, more: dict[str, bytes] | None = None
) -> bytes:
    """An EPUB of two chapters."""
    return packed(
        {
            "mimetype": b"application/epub+zip",
            "META-INF/container.xml": CONTAINER,
            "OEBPS/book.opf": package,
            "OEBPS/text/one .xhtml": chapter,
            "OEBPS/text/two.xhtml": SECOND,
            **(more or {}),
        }
    )
