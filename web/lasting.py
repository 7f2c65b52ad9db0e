"""Whether an address will still lead here when it is read off paper, years from now."""

from ipaddress import ip_address
from urllib.parse import urlsplit

_OF_ONE_NETWORK = ("localhost", "local", "lan", "internal", "home", "intranet", "test")


def is_lasting(address: str) -> bool:
    """Whether it is https under a name that the whole internet may know.

    A plain address, a number instead of a name, and names of one network (`localhost`,
    `server`, `hall.local`) are not.
    """
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return False
    if parts.scheme != "https" or "." not in host:
        return False
    return not _is_number(host) and host.rpartition(".")[2] not in _OF_ONE_NETWORK


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return host.rpartition(".")[2].isdigit()
    return True
