"""What a sheet has no room for is found, and no certificate is made without it."""

from __future__ import annotations

import pytest

from documents import Finding, Options, Row, TemplateError
from documents.renderer import Renderer
from tests.support.certificates import OPTIONS, certificate, person

DROPPING = """<p data-field="name">{{ name }}</p><p class="under">{{ unit }}</p>"""
BOTTOM = """p { margin: 0; font: 20pt/1.5 "Guildhall Song" }
.sheet div { position: absolute; left: 30mm; right: 30mm; top: 150mm }"""


def found(renderer: Renderer, row: Row, body: str, css: str) -> dict[str, Finding]:
    [findings] = renderer.examine(certificate(body=body, css=css), [row], OPTIONS)
    return {f"{one.code} {one.field}".strip(): one for one in findings}


def test_text_that_runs_off_the_bottom_is_found_by_its_fields(renderer: Renderer) -> None:
    long, body = "长" * 400, f"<div>{DROPPING}</div>"
    findings = found(renderer, person(long), body=body, css=BOTTOM)
    assert list(findings) == ["overflow name", "lost name", "overflow unit", "lost unit"]
    assert findings["lost unit"].detail == {"text": "第一机械厂"}
    assert found(renderer, person(), body=body, css=BOTTOM) == {}


@pytest.mark.parametrize(
    "css",
    [
        "p { position: absolute; top: 220mm }",
        "p { position: absolute; left: 280mm; white-space: nowrap }",
        "div { position: relative; height: 8mm; overflow: hidden }",
        "p { width: 20mm; white-space: nowrap; text-overflow: ellipsis; overflow: hidden }",
    ],
)
def test_nothing_is_made_of_a_row_whose_text_would_be_missing(renderer: Renderer, css: str) -> None:
    body = f"<div>空<br>{DROPPING}</div>"
    template = certificate(body=body, css='p { font: 20pt "Guildhall Song" }' + css)
    for made in (renderer.separate, renderer.together):
        with pytest.raises(TemplateError) as raised:
            made(template, [person("很长的名字")], OPTIONS)
        assert (raised.value.code, raised.value.row) == ("lost", 0)
    sample = Options(**{**vars(OPTIONS), "sample": True})
    assert renderer.separate(template, [person("很长的名字")], sample)


def test_a_code_that_has_no_room_is_missed(renderer: Renderer) -> None:
    body = '<div><p>{{ name }}</p><img class="code" src="{{ qr(verify_url) }}"></div>'
    css = BOTTOM + ".code { display: block; height: 20mm }"
    crowded = person("长" * 150, verify_url="https://zs.example.org/v/1")
    assert {one.code for one in found(renderer, crowded, body, css).values()} == {
        "overflow", "lost",
    }  # fmt: skip
    with pytest.raises(TemplateError) as raised:
        renderer.separate(certificate(body=body, css=css), [crowded], OPTIONS)
    assert raised.value.code == "lost"


def test_what_is_hidden_or_set_otherwise_on_purpose_is_not_lost(renderer: Renderer) -> None:
    body = (
        '<p class="none">{{ name }}</p><p class="loud">straße {{ unit }}</p>'
        '<p class="turned">{{ award }}</p><p class="shy">co&shy;operation</p>'
        "<table><thead><tr><th>头</th></tr></thead><tr><td>{{ name }}</td></tr></table>"
    )
    css = (
        ".none { display: none } .loud { text-transform: uppercase; letter-spacing: 9mm }"
        ".turned { position: absolute; left: 290mm; top: 90mm; width: 60mm;"
        " transform: translateX(-100mm) } .shy { width: 12mm }"
    )
    assert renderer.separate(certificate(body=body, css=css), [person()], OPTIONS)
