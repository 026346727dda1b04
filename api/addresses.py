"""Which addresses a page may be fetched from: those of the public internet, and no others."""

import ipaddress
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_network

Resolve = Callable[[str, int], Sequence[str]]
"""Gives the numeric addresses of a host name; raises OSError where it has none."""

_REFUSED_4 = tuple(
    map(
        ipaddress.IPv4Network,
        (
            "192.0.0.0/24",  # protocol assignments; one cloud's metadata service
            "192.88.99.0/24",  # relays of 6to4
            "168.63.129.16/32",  # a public address behind which one cloud serves its machines
        ),
    )
)
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
_REFUSED_6 = tuple(
    map(ipaddress.IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
)
"""Inside global unicast: protocol assignments with Teredo, documentation, 6to4."""
_MAPPED = ip_network("::ffff:0:0/96")
_NAT64 = ip_network("64:ff9b::/96")


def resolve(host: str, port: int) -> Sequence[str]:
    """Return the numeric addresses that the system knows for a host, the preferred one first."""
    import socket

    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def is_public(address: str) -> bool:
    """Tell whether a numeric address is one of the public internet.

    Not so are: private, loopback, link-local and shared (CGNAT) addresses, multicast, reserved and
    documentation ranges, the metadata services of clouds, addresses with a zone, and addresses of
    IPv6 that carry one of these of IPv4 (mapped, NAT64) or lead through a tunnel (6to4, Teredo).

    >>> is_public("93.184.215.14"), is_public("169.254.169.254"), is_public("::ffff:10.0.0.1")
    (True, False, False)
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:  # "fe80::1%eth0" is one, and cannot be compared
        return False
    if isinstance(parsed, IPv4Address):
        return _is_public_4(parsed)
    return "%" not in address and _is_public_6(parsed)


def _is_public_4(address: IPv4Address) -> bool:
    named = address.is_multicast or address.is_reserved or address.is_loopback
    return address.is_global and not named and not any(address in network for network in _REFUSED_4)


def _is_public_6(address: IPv6Address) -> bool:
    if address in _MAPPED or address in _NAT64:
        return _is_public_4(IPv4Address(address.packed[-4:]))
    return (
        address.is_global
        and address in _GLOBAL_UNICAST
        and not any(address in network for network in _REFUSED_6)
    )
