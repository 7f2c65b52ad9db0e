"""Templates that could reach from one person's sheet to another's: each gets its own layout."""

from __future__ import annotations

import pytest

from documents import TemplateError, gallery
from documents.neighbours import reaching, reaching_words
from documents.renderer import Renderer
from tests.support.certificates import OPTIONS, certificate, known_characters, person, text_of

pytestmark = pytest.mark.unit

PEOPLE = ("甲", "乙", "丙")
NAME = "<p>{{ name }}</p>"
AIMED = '<b id="x">{{ name }}</b><a href="#x"></a>'
ONLY_THE_FIRST = "{% if name == '甲' %}<b>{{ name }}</b>{% else %}{{ name }}{% endif %}"
ABOVE = "@page { margin: 20mm; @top-left { content: %s } }"
REACHES = {
    "a place on every page": (NAME, "p { position: fixed; top: 20mm }"),
    "the same in a comment's company": (NAME, "p { position:/**/FIXED }"),
    "the same in an attribute": ('<p style="position: fixed">{{ name }}</p>', ""),
    "a text from elsewhere": (AIMED, "a::after { content: target-text(attr(href)) }"),
    "a text kept for the margin": (
        ONLY_THE_FIRST,
        "b { string-set: who content() }" + ABOVE % "string(who)",
    ),
    "a box kept for the margin": (
        ONLY_THE_FIRST,
        "b { position: running(who) }" + ABOVE % "element(who)",
    ),
    "the number of the page": (NAME, "p::after { content: counter(page) '/' counter(pages) }"),
    "a counter of sheets": (NAME, "body { counter-reset: n } .sheet { counter-increment: n }"),
    "a note's number": ("<p>一<span>{{ name }}</span></p>", "span { float: footnote }"),
    "quotes inside quotes": (NAME, "p::before { content: open-quote }"),
    "the first sheet": (NAME, ".sheet:first-child p::after { content: 'first' }"),
    "any first thing": (NAME, ":first-child > p::after { content: 'first' }"),
    "what follows a sheet": (NAME, ".sheet/* ; { */+ section p::after { content: 'later' }"),
    "what has a neighbour": (NAME, "*:has(+ *) > p::after { content: 'not last' }"),
    "the first page": (NAME, "@page :first { background: red }"),
    "an escape": (NAME, "p { position: f\\69xed }"),
}


@pytest.mark.parametrize("reach", REACHES)
def test_no_sheet_depends_on_the_sheets_beside_it(renderer: Renderer, reach: str) -> None:
    body, css = REACHES[reach]
    template = certificate(body=body, css=css, under="")
    made = renderer.separate(template, [person(name) for name in PEOPLE], OPTIONS)
    for name, file in zip(PEOPLE, made, strict=True):
        [alone] = renderer.separate(template, [person(name)], OPTIONS)
        assert file.pdf == alone.pdf
        assert known_characters(file.pdf) & set(PEOPLE) == {name}


def test_neither_does_a_page_for_the_printer(renderer: Renderer) -> None:
    template = certificate(body=NAME, css="p { position: fixed; top: 20mm }", under="")
    rows = [person(name) for name in PEOPLE]
    assert text_of(renderer.together(template, rows, OPTIONS)) == "".join(PEOPLE)
    assert renderer.examine(template, rows, OPTIONS) == [(), (), ()]


def test_a_row_that_needs_two_sheets_is_named_there_too(renderer: Renderer) -> None:
    css = ".sheet { overflow: visible } p { height: 120mm } b { position: fixed }"
    with pytest.raises(TemplateError) as raised:
        renderer.separate(
            certificate(
                body="<p>{{ name }}</p>{% if name == '乙' %}<p>二</p>{% endif %}", css=css, under=""
            ),
            [person(name) for name in PEOPLE],
            OPTIONS,
        )
    assert (raised.value.code, raised.value.row) == ("too_many_pages", 1)


@pytest.mark.parametrize("style", ["position: fixed", "float: footnote", "position: f\\69xed"])
def test_a_value_can_not_bring_such_a_style(renderer: Renderer, style: str) -> None:
    template = certificate(body='<p style="{{ unit }}">{{ name }}</p>')
    rows = [person("甲", unit="color: red"), person("乙", unit=style)]
    with pytest.raises(TemplateError) as raised:
        renderer.separate(template, rows, OPTIONS)
    assert (raised.value.code, raised.value.row) == ("refused", 1)


@pytest.mark.parametrize(
    "css",
    [
        "html { font-size: 1mm } .sheet { overflow: visible }",
        ":root { --gold: #c79a3f }",
        "tr:nth-child(even) td + td { color: red } a:hover { color: red }",
        "table { table-layout: fixed }",
        "p::before { content: '一' } /* .sheet + .sheet { */",
        "@media print { p { color: red } } @page { margin: 0 }",
    ],
)
def test_ordinary_styles_share_a_layout(css: str) -> None:
    assert not reaching(css)


def test_every_ready_made_template_shares_a_layout() -> None:
    assert not any(reaching(one.css) or reaching_words(one.body) for one in gallery.all_templates())


@pytest.mark.timeout(120)
def test_looking_takes_no_time_whatever_the_style() -> None:
    """Each of these would take minutes if places in the text were looked at again and again."""
    for text in ("/*", "*", "@page ", ":", "a{", "x", "/**"):
        reaching(text * (200 * 1024 // len(text)))
