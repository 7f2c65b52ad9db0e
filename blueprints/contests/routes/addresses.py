"""Addresses that phones in the hall can reach: never the server's own 127.0.0.1."""

import ipaddress
import socket
from urllib.parse import urlsplit, urlunsplit

from flask import current_app, request, url_for

ELSEWHERE = ("192.0.2.1", 9)  # documentation network: the socket is only asked for its route


def outside_url(endpoint: str, **values: str | int) -> str:
    """The address of a page for another device: by the configured public address, or the

    address this request came to, with this machine's own name replaced by its network address.
    """
    path = url_for(endpoint, **values)
    public: str = current_app.extensions["settings"].public_url
    if public:
        return public.rstrip("/") + path
    parts = urlsplit(request.host_url)
    host = parts.hostname or ""
    if _is_this_machine(host) and (network := network_address()):
        port = f":{parts.port}" if parts.port else ""
        return urlunsplit((parts.scheme, f"{network}{port}", path, "", ""))
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))


def network_address() -> str | None:
    """This machine's address in the local network; None without one. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(ELSEWHERE)
        except OSError:
            return None
        found = str(probe.getsockname()[0])
    return None if ipaddress.ip_address(found).is_loopback else found


def _is_this_machine(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified
