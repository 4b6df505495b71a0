"""The ports are promises; that both sides of each keep them is in `tests.contracts`. Here: that each has both sides."""

from typing import Any

import pytest

from api.frames import frame
from api.transport import HubProtocol
from hub.rooms import ports
from persistence.clock import SystemClock
from persistence.memory import MemoryBus, MemoryHeld, MemoryLeases, MemoryRoomLog
from persistence.redis_bus import RedisBus
from persistence.redis_leases import RedisLeases
from persistence.room_log import HeldRoom, PostgresRoomLog
from tests.hub.rooms.phone import RecordingSink, plain_framer
from tests.hub.rooms.stepped import LoopClock


def promised(port: type) -> set[str]:
    """What a port can do."""
    return {name for name, value in vars(port).items() if not name.startswith("_") and (callable(value) or value)}


@pytest.mark.parametrize(
    ("port", "real", "twin"),
    [
        (ports.RoomLog, PostgresRoomLog, MemoryRoomLog),
        (ports.Held, HeldRoom, MemoryHeld),
        (ports.Leases, RedisLeases, MemoryLeases),
        (ports.Clock, SystemClock, LoopClock),
        (ports.Sink, HubProtocol, RecordingSink),
    ],
    ids=lambda each: each.__name__,
)
def test_each_port_has_one_adapter_for_production_and_one_in_memory(port: type, real: type, twin: type) -> None:
    assert promised(port)
    for side in (real, twin):
        assert all(hasattr(side, name) for name in promised(port)), side


def test_the_bus_says_whether_it_is_up() -> None:
    buses: tuple[Any, ...] = (RedisBus, MemoryBus)
    for name in promised(ports.Bus) - {"up"}:
        assert all(callable(getattr(bus, name)) for bus in buses)
    assert RedisBus("redis://127.0.0.1:1").up is False


@pytest.mark.parametrize("framer", [frame, plain_framer], ids=["websocket", "plain"])
def test_a_framer_says_of_each_frame_what_it_is(framer: ports.Framer) -> None:
    assert framer(b"x", binary=True, deflate=False) != framer(b"x", binary=False, deflate=False)


def test_a_draft_and_an_entry_are_values() -> None:
    stored = ports.Stored("epoch", 0, None, ())
    assert stored == ports.Stored("epoch", 0, None, ())
    with pytest.raises(AttributeError):
        stored.epoch = "other"  # type: ignore[misc]
