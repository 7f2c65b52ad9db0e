"""What can go wrong with a document, as codes; the caller has the words for them."""

from __future__ import annotations


class TemplateError(Exception):
    """
    A template (or one row of it) can't be rendered.

    ``code`` is one of ``syntax``, ``undefined``, ``refused`` (an address, an element or an
    expression that templates may not use), ``too_long`` (time), ``too_large`` (memory, output
    or text), ``too_many_pages`` and ``broken``. ``detail`` names the culprit (a variable, an
    address); ``line`` is the line in the source that was read, 0 when there is none;
    ``row`` is the row's number counted from 0, -1 when no row is to blame.
    """

    def __init__(self, code: str, detail: str = "", line: int = 0, row: int = -1) -> None:
        super().__init__(code, detail, line, row)
        self.code = code
        self.detail = detail
        self.line = line
        self.row = row


class ChildError(Exception):
    """
    A child process gave no answer or a refusal.

    ``code`` is ``timeout`` (killed by the clock), ``died`` (memory, CPU or a crash),
    ``closed`` (the pool was closed), ``broken`` (an unexpected error inside the child) or
    whatever code the handler in the child refused with (see ``Refused``).
    """

    def __init__(self, code: str, detail: str = "", line: int = 0, row: int = -1) -> None:
        super().__init__(code, detail, line, row)
        self.code = code
        self.detail = detail
        self.line = line
        self.row = row


class Refused(Exception):
    """Raised by a handler in a child: the parent's ``ask`` raises ChildError with this code."""

    def __init__(self, code: str, detail: str = "", line: int = 0, row: int = -1) -> None:
        super().__init__(code, detail, line, row)
        self.code = code
        self.detail = detail
        self.line = line
        self.row = row
