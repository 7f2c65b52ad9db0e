"""The addresses of this machine, and the socket that the web server listens on."""

import errno
import fcntl
import ipaddress
import socket
import struct

from deploy.errors import StartError

SIOCGIFADDR = 0x8915  # the IPv4 address of a network interface (netdevice(7))
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104
BACKLOG = 1024  # connections waiting to be accepted, after a hall's Wi-Fi comes back

AUTHORITY_PATH = "/tls/authority.crt"  # where phones fetch the authority's certificate


def lan_addresses() -> list[str]:
    """IPv4 addresses under which phones in the same network may reach this machine."""
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _index, name in socket.if_nameindex():
            request = struct.pack("256s", name.encode()[:15])
            try:
                answer = fcntl.ioctl(probe.fileno(), SIOCGIFADDR, request)
            except OSError:  # the interface has no IPv4 address
                continue
            address = socket.inet_ntoa(answer[20:24])
            if not ipaddress.ip_address(address).is_loopback:
                found.append(address)
    return found


def reached_by_phones(host: str) -> list[str]:
    """The addresses at which phones reach what listens on `host`; none where only we do."""
    if host in EVERYWHERE:
        return lan_addresses()
    only_here = host in ("localhost", "::1") or host.startswith("127.")
    return [] if only_here else [host]


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. StartError, with what to do about it, when the port can't be had.

    The supervisor opens it and hands it on: visitors wait instead of being refused while a
    crashed web process is started again.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise StartError(_why(error, host, port)) from error
    return listener


def _why(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use by another program. Choose another: --port {port + 1}"
    if error.errno == errno.EACCES:
        return f"Port {port} needs more rights than you have. Choose one above 1023: --port 8000"
    return f"Can't listen on {host} port {port}: {error.strerror}"
