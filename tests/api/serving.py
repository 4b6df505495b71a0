"""A worker's transport on a real loopback port, over a log, a bus and leases in memory."""

import asyncio
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import msgspec
import uvicorn
from litestar import Litestar
from litestar.datastructures import State
from litestar.handlers import WebsocketRouteHandler
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin

from api import server
from api.door import Door
from api.frames import FRAMER
from api.settings import Settings
from api.socket import room_socket
from tests.hub.rooms.phone import Phone, Stream
from tests.hub.rooms.world import SHOW, Worker, World

ORIGIN = "http://hub.test"
SETTINGS = Settings(database_url="", redis_url="", grant_secret="", drain_ms=0)


class Served:
    """A server, the worker behind it and the world behind that."""

    def __init__(self, world: World, worker: Worker, door: Door, uvicorn_server: uvicorn.Server, port: int) -> None:
        self.world, self.worker, self.door, self.server, self.port = world, worker, door, uvicorn_server, port

    def dial(self, *forms: str, origin: str | None = ORIGIN, **how: Any) -> connect:
        """A client; as a context, one that is connected."""
        how = {
            "subprotocols": forms or ["hub.v1.json"],
            "compression": None,
            "ping_interval": None,
            "close_timeout": 1,
        } | how
        return connect(
            f"ws://127.0.0.1:{self.port}/ws",
            origin=None if origin is None else Origin(origin),
            **how,
        )

    async def joined(self, client: ClientConnection, phone: Phone | None = None, room: str = SHOW) -> Stream:
        """Say hello and hear the welcome."""
        phone = phone or self.world.phone()
        stream = phone.stream(room)
        seen = [{"room": room, "epoch": stream.epoch, "seen": stream.at}]
        await client.send(msgspec.json.encode({"t": "hello", "token": phone.token, "rooms": seen}).decode())
        stream.welcome(await heard(client, "welcome"))
        return stream


async def heard(client: ClientConnection, kind: str) -> dict[str, Any]:
    """The next frame of a kind; those before it are skipped."""
    async with asyncio.timeout(5):
        while True:
            message = await client.recv()
            frame = msgspec.json.decode(message) if isinstance(message, str) else msgspec.msgpack.decode(message)
            if frame["t"] == kind:
                return frame


async def goodbye(client: ClientConnection) -> tuple[int | None, str | None]:
    """How the hub closed the socket."""
    async with asyncio.timeout(5):
        await client.wait_closed()
    return client.close_code, client.close_reason


def a_door(**limits: Any) -> Door:
    """Open to our own origin."""
    all_limits: dict[str, Any] = {"sockets_max": 100, "sockets_per_address_max": 100, "drain_ms": 0} | limits
    return Door(frozenset({ORIGIN}), **all_limits)


@asynccontextmanager
async def serving(
    door: Door | None = None,
    *,
    room: str = SHOW,
    sndbuf_bytes: int = 0,
    handler: WebsocketRouteHandler = room_socket,
    **worker: Any,
) -> AsyncGenerator[Served]:
    """One worker on a free port, with a room that is empty. `sndbuf_bytes`: so little that its machine holds."""
    world = World(framer=FRAMER)
    await world.log.create(room, "org")
    door = door or a_door()
    behind = world.worker(**worker)
    app = Litestar(
        [handler], state=State({"worker": SimpleNamespace(lobby=behind.lobby), "door": door}), logging_config=None
    )
    listener = socket.create_server(("127.0.0.1", 0))
    if sndbuf_bytes:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, sndbuf_bytes)
    async with running(app, listener) as uvicorn_server:
        yield Served(world, behind, door, uvicorn_server, listener.getsockname()[1])


@asynccontextmanager
async def running(app: Any, listener: socket.socket) -> AsyncGenerator[uvicorn.Server]:
    """The app under uvicorn as `hub serve` runs it, in this loop."""
    config = server.config(SETTINGS, 1)
    config.app, config.factory = app, False
    config.load()
    uvicorn_server = uvicorn.Server(config)
    uvicorn_server.lifespan = config.lifespan_class(config)
    await uvicorn_server.startup([listener])
    try:
        yield uvicorn_server
    finally:
        if uvicorn_server.started:
            await stopped(uvicorn_server)


async def stopped(uvicorn_server: uvicorn.Server) -> None:
    """What SIGTERM does."""
    uvicorn_server.started = False
    await uvicorn_server.shutdown()
