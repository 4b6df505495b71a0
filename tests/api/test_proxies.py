"""Who the client is when there are proxies in between."""

from ipaddress import ip_network

import pytest

from api.proxies import Proxies

OURS = Proxies((ip_network("10.0.0.0/8"), ip_network("127.0.0.1"), ip_network("fd00::/8")))


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("10.0.0.1", ["203.0.113.7"], "203.0.113.7"),
        ("10.0.0.1", ["198.51.100.9, 203.0.113.7"], "203.0.113.7"),
        ("10.0.0.1", ["198.51.100.9", "203.0.113.7, 10.0.0.2"], "203.0.113.7"),
        ("10.0.0.1", ["203.0.113.7:4711"], "203.0.113.7"),
        ("10.0.0.1", ["[2001:db8::1]:4711"], "2001:db8::1"),
        ("fd00::1", ["2001:DB8::1"], "2001:db8::1"),
        ("::ffff:10.0.0.1", ["::ffff:203.0.113.7"], "203.0.113.7"),
    ],
)
def test_of_what_our_proxies_say_the_last_that_is_none_of_them_is_the_client(
    peer: str, forwarded: list[str], client: str
) -> None:
    assert OURS.client(peer, forwarded) == client


@pytest.mark.parametrize("peer", ["203.0.113.7", "", "10.0.0.1.evil"])
def test_anybody_else_is_not_believed(peer: str) -> None:
    assert OURS.client(peer, ["198.51.100.9"]) == peer


@pytest.mark.parametrize("forwarded", [[], [""], ["unknown"], ["203.0.113.7, _hidden"], ["10.0.0.1"]])
def test_a_proxy_that_does_not_say_who_it_is_for_stands_for_itself(forwarded: list[str]) -> None:
    assert OURS.client("10.0.0.1", forwarded) == "10.0.0.1"


def test_without_proxies_nobody_is_believed() -> None:
    assert Proxies().client("127.0.0.1", ["203.0.113.7"]) == "127.0.0.1"
    assert not Proxies().trusts("127.0.0.1")
