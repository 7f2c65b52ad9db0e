"""
PDF documents from templates of other people's making: rendered, signed and inspected in children.

Knows no blueprint, no database and no web: plain values in, bytes out.
"""

from documents.errors import ChildError, TemplateError
from documents.model import (
    Field,
    Finding,
    FontFile,
    Imposition,
    Made,
    Options,
    Row,
    Sheet,
    Template,
)

__all__ = [
    "ChildError", "Field", "Finding", "FontFile", "Imposition", "Made", "Options", "Row", "Sheet",
    "Template", "TemplateError",
]  # fmt: skip
