"""Addresses: the ids in them, and how another device reaches a page."""

from typing import Any

from flask import Flask, current_app, request, url_for
from werkzeug.routing import IntegerConverter, Map

GREATEST_ID = 2**31 - 1


class IdConverter(IntegerConverter):
    """`<int:…>` up to the greatest id; SQLite and PostgreSQL fail on greater numbers."""

    def __init__(self, url_map: Map, **options: Any) -> None:
        super().__init__(url_map, **{"max": GREATEST_ID, **options})


def init_app(app: Flask) -> None:
    app.url_map.converters["int"] = IdConverter


def outside_url(endpoint: str, **values: str | int) -> str:
    """A page's address for phones and posters: by the public address, which `script/server`

    sets to this machine's address in the hall, else by the address this request came to.
    """
    public: str = current_app.extensions["settings"].public_url
    return (public or request.host_url).rstrip("/") + url_for(endpoint, **values)
