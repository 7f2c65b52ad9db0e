"""Addresses that phones in the hall can reach: never the server's own 127.0.0.1."""

import ipaddress
import socket
from urllib.parse import urlsplit, urlunsplit

from flask import current_app, request, url_for

ELSEWHERE = ("192.0.2.1", 9)  # documentation network: the socket is only asked for its route


def outside_url(endpoint: str, **values: str | int) -> str:
    """The address of a page for another device."""
    public: str = current_app.extensions["settings"].public_url
    return reachable(url_for(endpoint, **values), request.host_url, public, network_address())


def reachable(path: str, host_url: str, public: str, network: str | None) -> str:
    """`path` at the configured public address, or at the address this request came to, with

    this machine's name for itself replaced by its address in the network.
    """
    if public:
        return public.rstrip("/") + path
    parts = urlsplit(host_url)
    place = parts.netloc
    if network and _is_this_machine(parts.hostname or ""):
        place = f"{network}:{parts.port}" if parts.port else network
    return urlunsplit((parts.scheme, place, path, "", ""))


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
