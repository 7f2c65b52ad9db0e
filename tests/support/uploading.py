"""Forms with files, as a browser sends them."""

import io
from typing import Any

from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart


def sent_file(content: bytes, name: str) -> FileStorage:
    return FileStorage(io.BytesIO(content), name)


def post_form(client: FlaskClient, address: str, **fields: Any) -> TestResponse:
    """POST fields and files in one body; the client's own way leaves large ones open."""
    boundary, body = encode_multipart(fields)
    kind = f"multipart/form-data; boundary={boundary}"
    return client.post(address, data=body, content_type=kind)
