"""What can go wrong with a document, as codes; the caller has the words for them."""

from __future__ import annotations

from typing import Any


class Problem(Exception):
    """
    ``code`` and, where they are known: ``detail`` names the culprit (a variable, an address);
    ``line`` is the line of ``part`` (body, under, over or css), 0 when there is none; ``row`` is
    the row's number counted from 0, -1 when no row is to blame.
    """

    def __init__(
        self, code: str, detail: str = "", line: int = 0, row: int = -1, part: str = ""
    ) -> None:
        super().__init__(code, detail, line, row, part)
        self.code = code
        self.detail = detail
        self.line = line
        self.row = row
        self.part = part

    def facts(self) -> dict[str, Any]:
        """The arguments to make such a problem again, on the other side of a pipe."""
        names = ("code", "detail", "line", "row", "part")
        return {name: getattr(self, name) for name in names}


class TemplateError(Problem):
    """
    A template (or one row of it) can't be rendered.

    ``code`` is one of ``syntax``, ``undefined``, ``refused`` (an address, an element or an
    expression that templates may not use), ``too_long`` (time), ``too_large`` (memory, output
    or text), ``too_many_pages``, ``lost`` (text that isn't on the sheet; ``detail`` is its field,
    or the text), ``storage`` (no room on the disk) and ``broken``.
    """


class ChildError(Problem):
    """
    A child process gave no answer or a refusal.

    ``code`` is ``timeout`` (killed by the clock), ``died`` (memory, CPU or a crash),
    ``closed`` (the pool was closed), ``storage`` (no room on the disk), ``broken`` (an unexpected
    error inside the child) or whatever code the handler in the child refused with (see
    ``Refused``).
    """


class Refused(Problem):
    """Raised by a handler in a child: the parent's ``ask`` raises ChildError with this code."""
