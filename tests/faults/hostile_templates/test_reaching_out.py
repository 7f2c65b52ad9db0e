"""Markup and style sheets that reach out: no file is read, nobody is visited."""

from __future__ import annotations

import socket
import threading
from pathlib import Path

import pytest

from documents.renderer import Renderer
from tests.support.certificates import certificate, person
from tests.support.hostile_templates import SECRET, attempt, refusal


class Listener:
    """Counts who knocks."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.visits = 0
        self._thread = threading.Thread(target=self._count, daemon=True)
        self._thread.start()

    def _count(self) -> None:
        while True:
            try:
                visitor, _ = self._socket.accept()
            except OSError:
                return
            visitor.close()
            self.visits += 1

    def close(self) -> int:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join(10)
        self._socket.close()
        return self.visits


ADDRESSES = [
    "file:///etc/passwd",
    "FILE:///etc/passwd",
    "file:/etc/passwd",
    "///etc/passwd",
    "/etc/passwd",
    "../../etc/passwd",
    "http://127.0.0.1:9/x.png",
    "https://127.0.0.1:9/x.png",
    "ftp://127.0.0.1/x",
    "//127.0.0.1/x.png",
    "gopher://127.0.0.1/",
    "jar:file:///etc/passwd!/x",
    " file:///etc/passwd",
    "fi\nle:///etc/passwd",
    "data:text/html,<b>x</b>",
    "data:text/css,*{}",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_pictures_come_from_nowhere_else(renderer: Renderer, address: str) -> None:
    assert refusal(renderer, body=f'<img src="{address}">').code == "refused"
    assert refusal(renderer, under=f'<img src="{address}">').code == "refused"


@pytest.mark.parametrize("address", ADDRESSES)
def test_neither_do_style_sheets_get_them(renderer: Renderer, address: str) -> None:
    address = address.replace("\n", "\\a ")
    for css in (
        f'p {{ background: url("{address}") }}',
        f'@page {{ background-image: url("{address}") }}',
        f'p::before {{ content: url("{address}") }}',
        f'@media print {{ li {{ list-style-image: url("{address}") }} }}',
    ):
        assert refusal(renderer, css=css).code == "refused"


@pytest.mark.parametrize(
    "css",
    [
        "@import 'file:///etc/passwd';",
        "@import url(http://127.0.0.1:9/x.css);",
        "@IMPORT 'asset:x';",
        "@\\69mport 'file:///etc/passwd';",
        "@font-face { font-family: x; src: url(file:///etc/passwd) }",
        "@font-face { font-family: x; src: local('DejaVu Sans') }",
        "@media print { @font-face { font-family: x; src: url(asset:x) } }",
        "@color-profile device-cmyk { src: url(file:///etc/passwd) }",
        "@namespace x url(http://x/);",
        "p { background: u\\72l(file:///etc/passwd) }",
        "p { background: image-set('file:///etc/passwd' 1x) }",
    ],
)
def test_style_sheets_bring_in_nothing(renderer: Renderer, css: str) -> None:
    assert refusal(renderer, css=css).code == "refused"


@pytest.mark.parametrize(
    "body",
    [
        "<script>1</script>",
        '<link rel="attachment" href="file:///etc/passwd">',
        '<link rel="stylesheet" href="file:///etc/passwd">',
        '<a rel="attachment" href="file:///etc/passwd">x</a>',
        '<a rel="attachment" href="https://example.org/">x</a>',
        '<a href="file:///etc/passwd">x</a>',
        '<a href="javascript:alert(1)">x</a>',
        '<base href="file:///etc/"><img src="passwd">',
        '<iframe src="file:///etc/passwd"></iframe>',
        '<object data="file:///etc/passwd"></object>',
        '<embed src="file:///etc/passwd">',
        '<video src="x"></video>',
        '<form action="http://127.0.0.1:9/"><input name="x"></form>',
        "<style>@import 'file:///etc/passwd';</style>",
        '<meta http-equiv="refresh" content="0;url=file:///etc/passwd">',
        '<p onclick="x()">x</p>',
        "<p style=\"background: url('file:///etc/passwd')\">x</p>",
        '<p style="background: \\75rl(file:///etc/passwd)">x</p>',
        '<img srcset="file:///etc/passwd 1x">',
        "<svg><script>1</script></svg>",
        '<svg><image href="file:///etc/passwd"/></svg>',
        '<svg><image xlink:href="file:///etc/passwd"/></svg>',
        '<svg><use href="file:///etc/passwd#x"/></svg>',
        "<svg><foreignObject><p>x</p></foreignObject></svg>",
        '<svg><path fill="url(file:///etc/passwd#x)"/></svg>',
        "<svg><style>@import 'file:///etc/passwd';</style></svg>",
        "<frameset><frame src='file:///etc/passwd'></frameset>",
    ],
)
def test_elements_and_links_that_reach_out_are_refused(renderer: Renderer, body: str) -> None:
    assert refusal(renderer, body=body).code == "refused"


def test_nobody_is_visited_and_no_file_is_carried_away(renderer: Renderer, secret: Path) -> None:
    """Each way in turn, whether it is refused or made harmless."""
    listener = Listener()
    url, file = f"http://127.0.0.1:{listener.port}/x", secret.as_uri()
    attempts: list[dict[str, object]] = [
        {"body": f'<p style="background: {start}({target})">x</p>'}
        for start in ("url", "image", "element", "src")
        for target in (url, file, f"'{url}'", f"'{file}'")
    ]
    attempts += [{"css": f"p {{ --x: url({one}); background: var(--x) }}"} for one in (url, file)]
    attempts += [{"css": f"a {{ -weasy-link: url({one}) }}"} for one in (url, file)]
    attempts += [{"body": f'<img src="{{{{ name }}}}" alt="{one}">'} for one in (url, file)]
    for changes in attempts:
        template = certificate(**changes)
        made = attempt(renderer, template, [person(name=url), person(name=file)])
        if isinstance(made, str):
            assert made in {"refused", "broken"}
        else:
            assert all(SECRET.encode() not in one.pdf for one in made)
    assert listener.close() == 0
