"""Pages whose address is a secret: search engines leave them alone, other sites don't hear it."""

from flask import Response


def unlisted(response: Response) -> Response:
    """The answer, told to be neither listed, nor named to other sites, nor kept by caches."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response
