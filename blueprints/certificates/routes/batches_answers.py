"""What the pages of issuing share: addresses, the check of small batches, and how they answer."""

from typing import Any
from urllib.parse import quote

from flask import Response, current_app, request

from blueprints.certificates import jobs
from blueprints.certificates.queries.batches import tally_of
from blueprints.certificates.services.preflight import AT_ONCE
from web.lasting import is_lasting

ID = "int(max=2147483647)"
BATCHES = "/certificates/batches"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def public_base() -> str:
    """Where certificates made now can be verified: the public address, else this request's."""
    public: str = current_app.extensions["settings"].public_url
    return (public or request.host_url).rstrip("/")


def doubtful(base: str) -> str:
    """The address that codes on paper would lead to, if it can't be relied on; else empty."""
    return "" if is_lasting(base) else base


def number_of(name: str) -> int | None:
    """A number in the address; None for none and for what can't be an id."""
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def check(batch_id: int) -> None:
    """Check a small batch while the page waits, a big one as a job."""
    if tally_of(batch_id).rows <= AT_ONCE:
        jobs.check_batch(batch_id)
    else:
        jobs.check_batch.later(batch_id)


def download(content: Any, media: str, name: str) -> Response:
    """A file to save, under a name in any script; some programs know only ASCII names."""
    response = Response(content, mimetype=media)
    stem, _dot, ending = name.rpartition(".")
    plain = f"{stem.encode('ascii', 'ignore').decode().strip(' -_.') or 'file'}.{ending}"
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    response.headers["Cache-Control"] = "no-store"
    return response
