"""Addresses of streams elsewhere."""

import re

LONGEST = 500
_STREAM = re.compile(
    r"https://[a-z0-9.-]+(:\d{2,5})?/[\w./~%+=&?@:-]*\.m3u8(\?[\w./~%+=&@:-]*)?",
    re.ASCII | re.IGNORECASE,
)


def is_stream_url(url: str) -> bool:
    """Whether it may stand in a page and in its content policy: https, a host, a playlist."""
    return len(url) <= LONGEST and _STREAM.fullmatch(url) is not None
