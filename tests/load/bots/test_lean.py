"""What only the dial without a library can get wrong; tests/load/test_bot.py drives both."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from websockets.asyncio.server import ServerConnection, serve
from websockets.typing import Subprotocol

from hub.wire import JSON
from load.bots.bot import LOST, Address, Closed, Line
from load.bots.lean import dial_lean


class Recorder:
    """Ears that remember."""

    def __init__(self) -> None:
        self.line: Line | None = None
        self.heard: list[bytes] = []

    def opened(self, line: Line) -> None:
        self.line = line

    def hear(self, payload: bytes) -> None:
        self.heard.append(payload)


async def with_server(talk: Callable[[ServerConnection], Awaitable[None]], ears: Recorder) -> Closed:
    names = [Subprotocol(JSON.name)]
    async with serve(talk, "127.0.0.1", 0, subprotocols=names, compression=None) as server:
        port: int = next(iter(server.sockets)).getsockname()[1]
        return await dial_lean(Address("127.0.0.1", port), JSON.name, ears)


async def test_frames_that_come_in_pieces_are_put_together() -> None:
    ears = Recorder()

    async def talk(socket: ServerConnection) -> None:
        await socket.send("x" * 3_000_000)
        await socket.send("y")
        await socket.close(4001)

    assert await with_server(talk, ears) == Closed(4001)
    assert [len(each) for each in ears.heard] == [3_000_000, 1]


async def test_a_ping_is_answered() -> None:
    latency: list[float] = []

    async def talk(socket: ServerConnection) -> None:
        latency.append(await (await socket.ping(b"there?")))
        await socket.close()

    assert await with_server(talk, Recorder()) == Closed(1000)
    assert latency


async def test_what_a_hub_never_sends_ends_the_connection() -> None:
    async def in_parts(socket: ServerConnection) -> None:
        await socket.send(iter(["a", "b"]))
        await socket.wait_closed()

    async def binary(socket: ServerConnection) -> None:
        await socket.send(b"binary on a JSON socket")
        await socket.wait_closed()

    assert (await with_server(in_parts, Recorder())).code == 1002
    assert (await with_server(binary, Recorder())).code == 1003


async def test_what_never_answers_the_handshake_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("load.bots.lean.DIAL_S_MAX", 0.05)

    hung_up = asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()
        await writer.wait_closed()
        hung_up.set()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    async with server:
        address = Address("127.0.0.1", server.sockets[0].getsockname()[1])
        assert await dial_lean(address, JSON.name, Recorder()) == Closed(LOST)
        await hung_up.wait()
