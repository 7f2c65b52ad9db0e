"""Rows and options written by an attacker: never templates, markup or addresses."""

from __future__ import annotations

from pathlib import Path

import pytest

from documents import Options, Row, TemplateError
from documents.renderer import Renderer
from tests.support.certificates import OPTIONS, certificate, person, text_of
from tests.support.hostile_templates import attempt


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


def test_options_can_not_carry_an_attack_either(renderer: Renderer) -> None:
    options = Options(
        title="</title><script>1</script>",
        author="\0)(<<>>",
        created="not a date",
        common={**OPTIONS.common, "issuer": "<script>1</script>"},
    )
    [made] = renderer.separate(certificate(), [person()], options)
    assert "<script>1</script>" in text_of(made.pdf)
