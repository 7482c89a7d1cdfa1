"""Where a request comes from, as far as those in front of the portal can be believed."""

import re
from ipaddress import IPv6Address, ip_address

from django.conf import settings

WITH_PORT = re.compile(r"\[([^\]]+)\](?::\d+)?|([^:]+):\d+")


def client_network(request):
    """The network that a `request` comes from, as text: an IPv4 address, or the /64 that an IPv6 address is of.

    Each of the TRUSTED_PROXIES in front wrote at the end of X-Forwarded-For whom it was asked by; what stands further
    left anybody may have made up, and none of it counts without proxies. What cannot be read is the network of whoever
    asked us directly; without that, "".
    """
    direct = request.META.get("REMOTE_ADDR", "")
    said = request.META.get("HTTP_X_FORWARDED_FOR", "")
    hops = [*said.split(","), direct] if said else [direct]
    return network(hops[max(-len(hops), -1 - settings.TRUSTED_PROXIES)]) or network(direct)


def network(text):
    """The network of an address as `text`, which may have a port; "" where it is none."""
    text = text.strip()
    if found := WITH_PORT.fullmatch(text):
        text = found[1] or found[2]
    try:
        address = ip_address(text)
    except ValueError:
        return ""
    address = getattr(address, "ipv4_mapped", None) or address
    return f"{IPv6Address(int(address) >> 64 << 64)}/64" if isinstance(address, IPv6Address) else str(address)
