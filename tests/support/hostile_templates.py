"""What comes of templates that an attacker wrote, and the word of a file that none may show."""

from __future__ import annotations

import pytest

from documents import Made, Row, Template, TemplateError
from documents.renderer import Renderer
from tests.support.certificates import OPTIONS, certificate, person

SECRET = "SECRET-4711"


def attempt(renderer: Renderer, template: Template, rows: list[Row]) -> list[Made] | str:
    """The files, or the code of what was said instead."""
    try:
        return renderer.separate(template, rows, OPTIONS)
    except TemplateError as problem:
        return problem.code


def refusal(renderer: Renderer, **changes: object) -> TemplateError:
    """What a certificate with these changes is refused with."""
    with pytest.raises(TemplateError) as raised:
        renderer.separate(certificate(**changes), [person()], OPTIONS)
    return raised.value
