"""
Templates and rows written by an attacker: nothing is read, reached or hung, and work goes on.

Every attack goes through a real child. Afterwards the same renderer must still make the very
same certificate for somebody else.
"""

from __future__ import annotations

import socket
import struct
import sys
import threading
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from documents import Made, Options, Row, Template, TemplateError
from documents.guard import Guard
from documents.renderer import Renderer
from tests.support.certificates import OPTIONS, certificate, person, pictures_in, text_of

SECRET = "SECRET-4711"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {}</svg>'


@pytest.fixture(scope="module")
def renderer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Renderer]:
    renderer = Renderer(tmp_path_factory.mktemp("hostile"), 1, seconds=5)
    yield renderer
    renderer.close()


@pytest.fixture(autouse=True)
def _others_go_on(renderer: Renderer) -> Iterator[None]:
    before = renderer.separate(certificate(), [person()], OPTIONS)
    yield
    assert renderer.separate(certificate(), [person()], OPTIONS) == before


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.txt"
    path.write_text(SECRET)
    return path


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


def attempt(renderer: Renderer, template: Template, rows: list[Row]) -> list[Made] | str:
    """The files, or the code of what was said instead."""
    try:
        return renderer.separate(template, rows, OPTIONS)
    except TemplateError as problem:
        return problem.code


def refusal(renderer: Renderer, **changes: object) -> TemplateError:
    with pytest.raises(TemplateError) as raised:
        renderer.separate(certificate(**changes), [person()], OPTIONS)
    return raised.value


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


@pytest.mark.parametrize("target", ["file:///etc/passwd", "http://127.0.0.1:9/x", "asset:other"])
@pytest.mark.parametrize(
    "svg",
    [
        SVG.format('><image href="{0}" width="9" height="9"/>'),
        SVG.format('><image xlink:href="{0}" width="9" height="9"/>'),
        SVG.format('><use href="{0}#x"/>'),
        SVG.format('><style>@import url("{0}");</style><rect width="9" height="9"/>'),
        SVG.format('><rect width="9" height="9" fill="url({0}#x)"/>'),
        '<!DOCTYPE svg [<!ENTITY x SYSTEM "{0}">]>' + SVG.format("><text>&x;</text>"),
        '<?xml-stylesheet href="{0}"?>' + SVG.format('><rect width="9" height="9"/>'),
    ],
)
def test_a_vector_picture_reaches_nothing(
    renderer: Renderer, tmp_path: Path, svg: str, target: str
) -> None:
    path = tmp_path / "seal.svg"
    path.write_text(svg.replace("{0}", target))
    template = certificate(over='<img src="asset:seal">', assets={"seal": path})
    made = attempt(renderer, template, [person()])
    if isinstance(made, str):
        assert made == "refused"
    else:
        assert b"root:" not in made[0].pdf
        assert "root:" not in text_of(made[0].pdf)


def test_a_picture_that_unpacks_into_millions_is_not_shown(
    renderer: Renderer, tmp_path: Path
) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    path = tmp_path / "seal.svg"
    path.write_text(
        f'<!DOCTYPE svg [<!ENTITY l0 "ha">{laughs}]>' + SVG.format("><text>&l8;</text>")
    )
    template = certificate(over='<img src="asset:seal">', assets={"seal": path})
    [made] = renderer.separate(template, [person()], OPTIONS)
    assert "ha" not in text_of(made.pdf)


def test_a_vector_picture_that_refers_to_itself_ends(renderer: Renderer, tmp_path: Path) -> None:
    groups = "".join(
        f'<g id="g{n}"><use href="#g{n - 1}"/><use href="#g{n - 1}"/></g>' for n in range(1, 40)
    )
    path = tmp_path / "seal.svg"
    path.write_text(SVG.format(f'><g id="g0"><path d="M0 0h9"/></g>{groups}<use href="#g39"/>'))
    template = certificate(over='<img src="asset:seal">', assets={"seal": path})
    assert refusal(renderer, over=template.over, assets=template.assets).code in {
        "too_long", "too_large", "broken",
    }  # fmt: skip


def test_a_picture_bomb_is_not_unpacked(renderer: Renderer, tmp_path: Path) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    side = 60_000
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    path = tmp_path / "photo.png"
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(1_000_000)))
        + chunk(b"IEND", b"")
    )
    made = attempt(renderer, certificate(), [person(images={"photo": path})])
    if isinstance(made, str):
        assert made in {"too_large", "broken"}
    else:
        assert (side, side) not in pictures_in(made[0].pdf)


LOOP = "{% for {} in range(1000) %}"
EXHAUSTING = {
    "loops": "".join(LOOP.replace("{}", name) for name in "abcd") + "{% endfor %}" * 4,
    "range": "{{ range(10**9)|list }}",
    "long range": "{% for a in range(1001) %}{% endfor %}",
    "text": "{{ 'a' * 10000000 }}",
    "text of texts": "{% for a in range(1000) %}{{ 'a' * 100000 }}{% endfor %}",
    "doubling": "{% set s = 'aaaaaaaaaa' %}" + "{% set s = s ~ s %}" * 40 + "{{ s|length }}",
    "list": "{{ ([1] * 100000000)|length }}",
    "power": "{{ 9 ** 9 ** 9 }}",
    "product": "{% set s = 9 %}" + "{% set s = s * s %}" * 40 + "{{ s }}",
    "replace": "{% set s = 'a' * 100000 %}{{ s|replace('a', s)|length }}",
    "join": "{% set s = 'a' * 1000000 %}{{ range(1000)|join(s)|length }}",
    "slice": "{{ 'abc'|slice(1000000000)|list|length }}",
    "batch": "{{ 'abc'|batch(1000000000, 'x')|list|length }}",
    "source": "x" * 300_000,
    "depth": "<div>" * 5_000,
    "inline depth": "<b>" * 100_000,
    "elements": "<i></i>" * 25_000,
    "jinja depth": "{% if 1 %}" * 3_000 + "{% endif %}" * 3_000,
    "expression depth": "{{ " + "(" * 5_000 + "1" + ")" * 5_000 + " }}",
    "columns": '<div style="columns: 100000; height: 1mm">' + "x " * 50_000 + "</div>",
    "table": '<table><tr><td colspan="1000000" rowspan="1000000">x</td></tr></table>' * 20,
}


@pytest.mark.parametrize("name", EXHAUSTING)
def test_whatever_is_too_much_ends(renderer: Renderer, name: str) -> None:
    """It is refused or, where that is harmless after all, rendered within the time."""
    made = attempt(renderer, certificate(body=EXHAUSTING[name]), [person()])
    if isinstance(made, str):
        assert made in {"refused", "too_large", "too_long", "too_many_pages", "broken", "syntax"}
    else:
        assert name in {"columns", "table"}


ESCAPES = [
    "{{ ''.__class__ }}",
    "{{ ''['__class__'] }}",
    "{{ ''|attr('__class__') }}",
    "{{ name.__class__.__mro__[1].__subclasses__() }}",
    "{{ [].__class__.__base__ }}",
    "{{ {}.__init__.__globals__ }}",
    "{{ self }}",
    "{{ self._TemplateReference__context }}",
    "{{ self.__init__.__globals__ }}",
    "{{ loop.__class__ }}",
    "{% for a in [1] %}{{ loop._iterable }}{{ loop.__init__.__globals__ }}{% endfor %}",
    "{% for a in [1] %}{{ loop(a) }}{% endfor %}",
    "{{ range.__self__ }}",
    "{{ qr.__wrapped__ }}",
    "{{ qr.__globals__ }}",
    "{{ qr.cache_clear() }}",
    "{{ ''.format.__self__ }}",
    "{{ '{0.__class__}'.format(name) }}",
    "{{ '{x.__class__}'.format_map({'x': name}) }}",
    "{{ '%s' % name }}",
    "{{ '%(x)s'|format(x=name) }}",
    "{{ [name]|map(attribute='__class__')|list }}",
    "{{ [name]|map('attr', '__class__')|list }}",
    "{{ [name]|groupby('__class__')|list }}",
    "{{ [name]|sum('__class__') }}",
    "{{ [name]|selectattr('__class__')|list }}",
    "{{ name|xmlattr }}",
    "{{ name|pprint }}",
    "{{ name|tojson }}",
    "{{ name|safe }}",
    "{{ lipsum.__globals__ }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ joiner }}",
    "{{ namespace() }}",
    "{{ dict.__base__ }}",
    "{{ config }}",
    "{{ request }}",
    "{{ [].append(1) }}",
    "{% set x = [] %}{{ x.append(x) }}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% macro m() %}{{ caller.__globals__ }}{% endmacro %}{% call m() %}{% endcall %}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{% from 'os' import system %}",
    "{% extends 'x' %}",
    "{% block x %}{% endblock %}",
    "{% do [].append(1) %}",
    "{% autoescape false %}{{ name }}{% endautoescape %}",
    "{{ (1).__class__ }}",
    "{{ 1.0.fromhex }}",
    "{{ name.encode() }}",
    "{{ name.join(['a']) }}",
    "{{ name.translate({}) }}",
    "{{ name.zfill(1000000000) }}",
    "{{ name.ljust(1000000000) }}",
    "{{ name|center(1000000000) }}",
    "{{ name|indent(1000000000) }}",
]


@pytest.mark.parametrize("source", ESCAPES)
def test_expressions_reach_nothing_behind_the_values(renderer: Renderer, source: str) -> None:
    for part in ("body", "under", "over"):
        assert refusal(renderer, **{part: source}).code in {
            "refused", "undefined", "syntax", "broken", "too_large",
        }, part  # fmt: skip


def test_values_are_neither_templates_nor_markup(renderer: Renderer) -> None:
    row = person("{{ 7 * 7 }}<script>1</script>", award="</p></section><img src='file:///x'>")
    [made] = renderer.separate(certificate(), [row], OPTIONS)
    assert "{{7*7}}<script>1</script>" in text_of(made.pdf)


def test_a_value_can_not_become_an_address(renderer: Renderer, secret: Path) -> None:
    template = certificate(body='<img src="{{ name }}"><a href="{{ unit }}">x</a>')
    for row in (person(secret.as_uri()), person("asset:x", unit=secret.as_uri())):
        with pytest.raises(TemplateError) as raised:
            renderer.separate(template, [row], OPTIONS)
        assert raised.value.code == "refused"
        assert raised.value.row == 0


def test_a_row_can_not_close_another_rows_sheet(renderer: Renderer) -> None:
    template = certificate(
        body="<div>{{ name }}{% if name == '甲' %}</div></section><div>{% endif %}"
    )
    made = renderer.separate(template, [person("甲"), person("乙"), person("丙")], OPTIONS)
    assert [text_of(one.pdf)[-1] for one in made] == ["甲", "乙", "丙"]


def test_a_row_can_not_show_another_rows_picture(renderer: Renderer, tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    Image.new("RGB", (33, 44), "red").save(path)
    template = certificate(body='<img src="image:0/photo"><img src="image:photo">{{ name }}')
    rows = [person("甲", {"photo": path}), person("乙")]
    first, second = renderer.separate(template, rows, OPTIONS)
    assert (33, 44) in pictures_in(first.pdf)
    assert pictures_in(second.pdf) == []


def test_an_asset_is_found_by_its_name_only(renderer: Renderer, secret: Path) -> None:
    names = [secret.name, str(secret), "../" + secret.name, "seal/../../x", "%2e%2e/x"]
    for name in names:
        template = certificate(over=f'<img src="asset:{name}">', assets={"seal": secret})
        [made] = renderer.separate(template, [person()], OPTIONS)
        assert SECRET not in text_of(made.pdf)


def test_a_text_file_given_as_picture_is_not_shown(renderer: Renderer, secret: Path) -> None:
    [made] = renderer.separate(certificate(), [person(images={"photo": secret})], OPTIONS)
    assert SECRET not in text_of(made.pdf)


@pytest.mark.parametrize(
    "values",
    [
        {"name": "\0\x01\x02\x7f\ufffe"},
        {"name": "\ud800"},
        {"name": "张" * 200_000},
        {"name": "a\u0300" * 5_000},
        {"name": "\u202eabc\u2066"},
        {"name": ["a", {"b": [1]}]},
        {"name": None},
        {"verify_url": "x" * 10_000},
        {"issued_on": "9999-99-99"},
    ],
)
def test_strange_values_break_nothing(renderer: Renderer, values: dict[str, object]) -> None:
    made = attempt(renderer, certificate(), [Row({**person().values, **values})])
    if isinstance(made, str):
        assert made in {"broken", "lost", "too_large", "too_long", "refused"}
    else:
        assert made[0].pdf.startswith(b"%PDF-")


@pytest.mark.parametrize(
    "attack",
    [
        lambda: __import__("os").fork(),
        lambda: __import__("os").system("true"),
        lambda: __import__("os").execv("/bin/true", ["true"]),
        lambda: __import__("os").posix_spawn("/bin/true", ["true"], {}),
        lambda: __import__("subprocess").run(["true"], check=False),
        lambda: __import__("socket").socket(),
        lambda: __import__("socket").getaddrinfo("localhost", 80),
        lambda: __import__("ctypes").CDLL(None),
        lambda: Path("/etc/passwd").read_text(),
        lambda: (Path.home() / "x").write_text("x"),
        lambda: __import__("os").open("/etc/passwd", 0),
        lambda: __import__("os").listdir("/etc"),
        lambda: __import__("os").unlink("/nowhere"),
        lambda: __import__("shutil").copy("/etc/passwd", "/tmp/x"),
        lambda: __import__("urllib.request").request.urlopen("http://127.0.0.1:9/"),
    ],
)
def test_the_fence_holds_even_for_code_inside_the_child(attack: Callable[[], object]) -> None:
    """The hook itself, as it is set in a child, asked about what an attacker's code would do."""
    guarding = [True]
    hook = Guard([]).hook()

    def only_here(event: str, arguments: tuple[object, ...]) -> None:
        if guarding and threading.current_thread() is owner:
            hook(event, arguments)

    owner = threading.current_thread()
    __import__("ctypes"), __import__("urllib.request"), __import__("subprocess")
    sys.addaudithook(only_here)
    try:
        with pytest.raises(PermissionError):
            attack()
    finally:
        guarding.clear()


def test_options_can_not_carry_an_attack_either(renderer: Renderer) -> None:
    options = Options(
        title="</title><script>1</script>",
        author="\0)(<<>>",
        created="not a date",
        common={**OPTIONS.common, "issuer": "<script>1</script>"},
    )
    [made] = renderer.separate(certificate(), [person()], options)
    assert "<script>1</script>" in text_of(made.pdf)
