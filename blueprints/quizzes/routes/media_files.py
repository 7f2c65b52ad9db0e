"""Sending the picture, sound or film of a question: the one way, whoever may see it."""

from flask import Response, send_file

from store.errors import FileLost
from store.files import files


def media_file(name: str, media_type: str) -> Response:
    """The file under its hash, in parts if asked for. Nobody keeps a copy: questions are sealed,
    thrown out, drawn again.
    """
    path = files().path(name)
    if not path.is_file():
        raise FileLost
    response = send_file(path, mimetype=media_type, conditional=True, etag=False)
    response.cache_control.no_cache = None
    response.cache_control.no_store = True
    return response
