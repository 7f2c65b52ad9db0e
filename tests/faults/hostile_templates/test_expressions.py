"""Expressions that never end or look behind the values: refused, or done within the time."""

from __future__ import annotations

import pytest

from documents.renderer import Renderer
from tests.support.certificates import certificate, person
from tests.support.hostile_templates import attempt, refusal

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
