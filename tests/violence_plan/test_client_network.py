"""Where a request comes from: nothing is believed that nobody vouches for."""

import pytest

from violence_plan.client_network import client_network

V6 = "2001:db8:1:2:3:4:5:6"


@pytest.mark.parametrize(
    ("proxies", "said", "direct", "found"),
    [
        # Nobody in front is trusted: whatever is said does not count.
        (0, "203.0.113.9", "198.51.100.1", "198.51.100.1"),
        (0, None, "198.51.100.1", "198.51.100.1"),
        # One proxy: whom it was asked by stands last; what stands before may be made up.
        (1, "203.0.113.9", "198.51.100.1", "203.0.113.9"),
        (1, "1.1.1.1, 203.0.113.9", "198.51.100.1", "203.0.113.9"),
        (1, None, "198.51.100.1", "198.51.100.1"),
        (1, "203.0.113.9, ", "198.51.100.1", "198.51.100.1"),
        (1, "unknown", "198.51.100.1", "198.51.100.1"),
        (1, "203.0.113.9:4711", "198.51.100.1", "203.0.113.9"),
        # Two proxies; with fewer entries than proxies the request came in further on.
        (2, "1.1.1.1, 203.0.113.9, 192.0.2.7", "198.51.100.1", "203.0.113.9"),
        (2, "192.0.2.7", "198.51.100.1", "192.0.2.7"),
        # Of IPv6 a whole network counts as one, since it is one's own.
        (0, None, V6, "2001:db8:1:2::/64"),
        (0, None, "2001:db8:1:2::ffff", "2001:db8:1:2::/64"),
        (0, None, "fe80::1%eth0", "fe80::/64"),
        (0, None, "::ffff:203.0.113.9", "203.0.113.9"),
        (1, f"[{V6}]:4711", "198.51.100.1", "2001:db8:1:2::/64"),
        (1, f"[{V6}]", "198.51.100.1", "2001:db8:1:2::/64"),
        # A socket of this machine has no address.
        (0, None, "", ""),
    ],
)
def test_who_is_believed(rf, settings, proxies, said, direct, found):
    settings.TRUSTED_PROXIES = proxies
    headers = {} if said is None else {"x-forwarded-for": said}
    assert client_network(rf.get("/", headers=headers, REMOTE_ADDR=direct)) == found
