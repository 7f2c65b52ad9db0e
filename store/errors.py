"""The refusals a service may answer with. Anything else that is raised is a bug."""


class UserError(Exception):
    """The user can act on it: says what happened, what was kept, what to do.

    `message` is already translated; `status` is the HTTP status a route answers with;
    `code` is a stable word for scripts.
    """

    def __init__(self, message: str, *, status: int = 422, code: str = "invalid") -> None:
        super().__init__(str(message))
        self.message = message
        self.status = status
        self.code = code


class FileLost(UserError):
    """A row names a stored file that the data folder doesn't hold any more."""

    def __init__(self) -> None:
        super().__init__("", status=410, code="file_lost")


class NotFound(UserError):
    """It isn't there, or this actor may not know that it is: both read the same."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message, status=404, code="not_found")
