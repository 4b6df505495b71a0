"""What happens between the handshake and the handing over."""

import asyncio
import json
import socket
from collections.abc import Awaitable, Callable
from typing import Any, cast

import pytest
from litestar import WebSocket, websocket
from litestar.datastructures import State
from litestar.handlers import WebsocketRouteHandler
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin

from api.transport import SINK
from hub.wire import JSON
from tests.api.serving import ORIGIN, Served, a_door, heard, running, serving
from tests.hub.rooms.world import SHOW
from tests.services import until


class Gate:
    """A handler that accepts, and hands over when it is told to."""

    def __init__(self) -> None:
        self.opened = asyncio.Event()
        self.accepted = asyncio.Event()

    def handler(self) -> WebsocketRouteHandler:
        """For the app."""

        @websocket("/ws")
        async def slow(socket: WebSocket[Any, Any, Any], state: State) -> None:
            await socket.accept(subprotocols=JSON.name)
            self.accepted.set()
            await self.opened.wait()
            sink = cast("Any", socket.scope)["extensions"][SINK]
            sink.attach(state.worker.lobby.enter(JSON, sink, deflate=False))

        return slow


def said(hub: Served) -> list[str | bytes]:
    """A hello, and something of the wrong kind."""
    hello = {"t": "hello", "token": hub.world.phone().token, "rooms": [{"room": SHOW}]}
    return [json.dumps(hello), b"binary", '{"t":"ping","n":7}']


async def test_what_is_said_before_the_handing_over_is_heard_in_order() -> None:
    gate = Gate()
    async with serving(handler=gate.handler()) as hub, hub.dial() as client:
        for message in said(hub):
            await client.send(message)
        await gate.accepted.wait()
        [protocol] = hub.server.server_state.connections
        await until(lambda: not protocol.transport.is_reading())
        gate.opened.set()
        assert (await heard(client, "fail"))["code"] == "protocol.binary"
        assert (await heard(client, "ping"))["n"] == 7
        assert (await heard(client, "welcome"))["room"] == SHOW


@pytest.mark.parametrize("speaks", [True, False])
async def test_who_leaves_before_the_handing_over_is_not_kept(speaks: bool) -> None:  # noqa: FBT001  a case
    """Who has spoken is not read meanwhile, so that the hub learns of it afterwards."""
    gate = Gate()
    async with serving(handler=gate.handler()) as hub:
        async with hub.dial() as client:
            if speaks:
                await client.send(said(hub)[0])
            await gate.accepted.wait()
            client.transport.abort()
        await until(lambda: speaks or not hub.server.server_state.connections)
        gate.opened.set()
        await until(lambda: not hub.server.server_state.connections)
        await until(lambda: not hub.server.server_state.tasks)
        await hub.world.settle(0)
        assert hub.worker.lobby.connections == set()
        assert hub.worker.doors.meters.connections == 0


async def test_a_full_socket_that_nobody_was_handed_yet_just_waits() -> None:
    gate = Gate()
    async with serving(handler=gate.handler()) as hub, hub.dial() as client:
        await gate.accepted.wait()
        [protocol] = hub.server.server_state.connections
        protocol.pause_writing()
        assert protocol.transport.is_reading()
        protocol.resume_writing()
        gate.opened.set()
        await hub.joined(client)


async def test_a_handler_that_breaks_is_a_500_and_no_socket() -> None:
    @websocket("/ws")
    async def broken(socket: WebSocket[Any, Any, Any]) -> None:
        raise ZeroDivisionError(socket.url)

    async with serving(handler=broken) as hub:
        with pytest.raises(InvalidStatus) as caught:
            await hub.dial()
        assert caught.value.response.status_code in {403, 500}
        await until(lambda: not hub.server.server_state.connections)


class Bare:
    """An application that is no Litestar, and what it does with a socket."""

    def __init__(self, handle: Callable[[Any], Awaitable[None]]) -> None:
        self.state = State({"door": a_door()})
        self._handle = handle

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            for phase in ("startup", "shutdown"):
                await receive()
                await send({"type": f"lifespan.{phase}.complete"})
        else:
            await self._handle(send)


async def test_an_application_that_breaks_is_a_500() -> None:
    async def breaks(_send: Any) -> None:
        raise ZeroDivisionError

    listener = socket.create_server(("127.0.0.1", 0))
    async with running(Bare(breaks), listener) as server:
        with pytest.raises(InvalidStatus) as caught:
            await connect(f"ws://127.0.0.1:{listener.getsockname()[1]}/ws", origin=Origin(ORIGIN))
        assert caught.value.response.status_code == 500
        await until(lambda: not server.server_state.connections)


async def test_an_application_that_answers_somebody_who_is_gone_is_no_fault(caplog: pytest.LogCaptureFixture) -> None:
    gone = asyncio.Event()

    async def waits(send: Any) -> None:
        await gone.wait()
        await send({"type": "websocket.accept"})

    listener = socket.create_server(("127.0.0.1", 0))
    async with running(Bare(waits), listener) as server:
        dialling = asyncio.ensure_future(
            connect(f"ws://127.0.0.1:{listener.getsockname()[1]}/ws", origin=Origin(ORIGIN)).__aenter__()
        )
        await until(lambda: bool(server.server_state.tasks))
        dialling.cancel()
        await until(lambda: not server.server_state.connections)
        gone.set()
        await until(lambda: not server.server_state.tasks)
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []
