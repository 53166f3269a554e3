"""Addresses of computers, shortened so that they point at a network and at nobody in it."""

from ipaddress import IPv6Address, ip_address, ip_network

#: How many bits of an address are kept, by its version: a street in the network, not a house.
KEPT_BITS = {4: 24, 6: 48}


def shorten_ip(text):
    """Keep of an address only which network it was in.

    >>> shorten_ip("203.0.113.77")
    '203.0.113.0/24'
    >>> shorten_ip("2001:db8:1:2::3")
    '2001:db8:1::/48'

    :param text: IPv4 or IPv6 address, or an address that was shortened before
    :return: the network; ``None`` for what is not an address
    """
    try:
        address = ip_address(str(text or "").strip().partition("/")[0].partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return str(ip_network((address, KEPT_BITS[address.version]), strict=False))
