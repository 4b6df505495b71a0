"""Who is let in."""

from api.door import Door
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
