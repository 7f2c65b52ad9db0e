"""What a start may fail with."""


class StartError(Exception):
    """The server can't start; the message says why and what to do."""
