"""Who is let in."""

from ipaddress import ip_network

import pytest

from api import door as module
from api.door import Door
from api.proxies import Proxies
from hub.rooms.rate import Rate
from tests.api.serving import ORIGIN, a_door


def code(door: Door, origin: str | None = ORIGIN, address: str = "127.0.0.1") -> str | None:
    refused = door.refuse(origin, address)
    return None if refused is None else refused.code


def test_only_our_own_pages_are_let_in() -> None:
    door = a_door()
    assert code(door) is None
    for origin in (None, "", "null", "http://hub.test.evil", "https://hub.test", ORIGIN + "/", ORIGIN.upper()):
        assert code(door, origin) == "auth.origin"


def test_a_full_worker_says_so() -> None:
    door = a_door(sockets_max=2)
    door.count("127.0.0.1", 1)
    assert code(door) is None
    door.count("127.0.0.2", 1)
    assert code(door, address="127.0.0.3") == "hub.full"
    door.count("127.0.0.2", -1)
    assert code(door, address="127.0.0.3") is None


def test_one_address_does_not_take_every_place() -> None:
    door = a_door(sockets_per_address_max=1)
    door.count("127.0.0.1", 1)
    assert code(door) == "hub.full"
    assert code(door, address="127.0.0.2") is None
    door.count("127.0.0.1", -1)
    assert code(door) is None


def plain(door: Door, peer: str) -> str | None:
    """One more connection of the peer; how it is refused."""
    door.count_http(peer, 1)
    refused = door.refuse_http(peer)
    return None if refused is None else refused.code


def test_connections_that_are_no_sockets_have_caps_of_their_own() -> None:
    door = a_door(http_max=3, http_per_address_max=2)
    assert [plain(door, "127.0.0.1") for _ in range(3)] == [None, None, "hub.full"]
    door.count_http("127.0.0.1", -1)
    assert plain(door, "127.0.0.2") is None
    assert plain(door, "127.0.0.2") == "hub.full"
    assert code(door) is None


def test_the_clients_of_a_proxy_do_not_take_each_other_s_places() -> None:
    door = a_door(http_max=4, http_per_address_max=1, proxies=Proxies((ip_network("127.0.0.1"),)))
    assert [plain(door, "127.0.0.1") for _ in range(5)] == [None] * 4 + ["hub.full"]


def test_a_worker_that_is_overrun_does_not_even_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "REFUSED_MAX", 1)
    door = a_door(http_max=1)
    assert [(plain(door, "127.0.0.1"), door.overrun())[1] for _ in range(3)] == [False, False, True]


def test_an_address_may_ask_only_so_often() -> None:
    door = a_door(rate=Rate(10, 2))
    assert [door.ask("127.0.0.1", 0) for _ in range(3)] == [0, 0, 100]
    assert door.ask("127.0.0.2", 0) == 0
    assert door.ask("127.0.0.1", 200) == 0


def test_addresses_that_were_quiet_are_forgotten_and_busy_ones_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.door.ADDRESSES_MAX", 2)
    door = a_door(rate=Rate(10, 2))
    door.ask("127.0.0.1", 0)
    for _ in range(3):
        door.ask("127.0.0.2", 0)
    door.ask("127.0.0.3", 100)
    assert door.ask("127.0.0.2", 100) == 0
    assert door.ask("127.0.0.2", 100) == 100
