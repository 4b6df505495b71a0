"""Finding what a server bears, against toy servers that bear exactly so much."""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from websockets.asyncio.server import Server, ServerConnection, broadcast, serve

from load.bots.bot import Address
from load.crowd.speech import Speech
from load.peers.caller import called
from load.peers.peer import MARK, Served, fact_of
from load.peers.publisher import WINDOW_MAX, WINDOW_MIN, Publisher, Window

SPEECH = Speech(path="/", welcome=b"welcome", mark=MARK)


@asynccontextmanager
async def a_toy(per_s: float, *, deaf: bool = False) -> AsyncGenerator[Served]:
    """A server that passes on so many messages a second, or none at all."""
    everybody: set[ServerConnection] = set()

    async def talk(socket: ServerConnection) -> None:
        everybody.add(socket)
        await socket.send("welcome")
        passed = 0
        began_s = time.monotonic()
        async for message in socket:
            if deaf:
                everybody.discard(socket)
                continue
            began_s = max(began_s, time.monotonic() - passed / per_s)
            passed += 1
            await asyncio.sleep(max(0.0, began_s + passed / per_s - time.monotonic()))
            broadcast(everybody, message)
        everybody.discard(socket)

    server: Server
    async with serve(talk, "127.0.0.1", 0, compression=None) as server:
        port: int = next(iter(server.sockets)).getsockname()[1]
        yield Served(Address("127.0.0.1", port), [], SPEECH, SPEECH, fact_of)


@asynccontextmanager
async def a_publisher(served: Served) -> AsyncGenerator[Publisher]:
    async with AsyncExitStack() as stack:
        writer = await stack.enter_async_context(called(served.address, SPEECH))
        yield Publisher(served, [writer], await stack.enter_async_context(called(served.address, SPEECH)))


async def test_what_a_slow_server_bears_is_found() -> None:
    async with a_toy(200) as served, a_publisher(served) as publisher:
        began_s = time.monotonic()
        sent = await publisher.keep_full(Window(), 1.0)
        # A machine that is busy with something else makes it less, never more.
        assert 40 < sent / (time.monotonic() - began_s) < 220
        assert publisher.waiting == 0
        assert publisher.upto == sent


async def test_a_quicker_server_is_found_to_be_quicker() -> None:
    found: list[int] = []
    for per_s in (50, 5_000):
        async with a_toy(per_s) as served, a_publisher(served) as publisher:
            found.append(await publisher.keep_full(Window(), 0.5))
    assert found[1] > 3 * found[0]


async def test_so_many_and_no_more_are_published() -> None:
    async with a_toy(5_000) as served, a_publisher(served) as publisher:
        assert await publisher.keep_full(Window(1), messages=7) == 7
        first = publisher.last
        assert await publisher.keep_full(Window(), messages=50) == 50
        assert publisher.last == first + 50
        assert publisher.said == 57


async def test_a_pace_is_kept() -> None:
    async with a_toy(5_000) as served, a_publisher(served) as publisher:
        assert 40 <= await publisher.keep_pace(100, 0.5) <= 50


async def test_nobody_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("load.peers.publisher.QUIET_S_MAX", 0.2)
    async with a_toy(100, deaf=True) as served, a_publisher(served) as publisher:
        with pytest.raises(TimeoutError):
            await publisher.keep_full(Window(), messages=5)


async def test_a_listener_that_is_cut_off_is_not_waited_for() -> None:
    async with a_toy(100) as served, a_publisher(served) as publisher:
        publisher.probe.cut()
        with pytest.raises(TimeoutError, match="cut off"):
            await publisher.keep_pace(100, 0.1)


async def test_others_who_are_far_behind_hold_the_publisher_back() -> None:
    async with a_toy(5_000) as served, a_publisher(served) as publisher:
        publisher.others(0)
        assert await publisher.keep_full(Window(8), 0.3) == 16
        publisher.others(None)
        assert await publisher.keep_full(Window(8), 0.1) > 16


def test_a_window_follows_the_rate_and_has_bounds() -> None:
    window = Window()
    assert window.size == WINDOW_MIN
    window.came(0, 0.0)
    window.came(5, 0.05)
    assert window.size == WINDOW_MIN
    window.came(10, 0.1)
    assert window.size == 16
    for tenth in range(2, 30):
        window.came(tenth * 100_000, tenth / 10)
    assert window.size == WINDOW_MAX
    window.came(29 * 100_000 + 1, 4.0)
    assert window.size == WINDOW_MIN


def test_a_fixed_window_stays() -> None:
    window = Window(1)
    window.came(1_000, 1.0)
    window.came(9_000, 2.0)
    assert window.size == 1
