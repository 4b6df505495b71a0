"""The hub's own transport with a room that only says everything again: what a protocol test wants of a server."""

import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any, cast

from litestar import Litestar, WebSocket, websocket
from litestar.datastructures import State

from api.frames import frame
from api.transport import SINK, HubProtocol
from hub.errors import Rejected
from hub.rooms.connection import Connection
from tests.api.serving import a_door, running


class Echo:
    """Stands where a `Connection` does."""

    def __init__(self, sink: HubProtocol) -> None:
        self._sink = sink

    def hear(self, data: bytes, *, binary: bool) -> None:
        """Say it again."""
        self._sink.write(frame(data, binary=binary, deflate=self._sink.deflate))

    def bye(self, why: Rejected) -> None:
        """The transport gives up on the peer."""
        self._sink.close(why.fault.close, why.code)

    def paced(self, *, behind: bool) -> None:
        """It only ever says what it was told."""

    def gone(self) -> None:
        """Nothing is kept."""


@websocket("/ws")
async def echo(socket: WebSocket[Any, Any, Any]) -> None:
    """As `api.socket`, but for what it attaches."""
    await socket.accept()
    sink = cast("dict[str, HubProtocol]", cast("Any", socket.scope)["extensions"])[SINK]
    sink.attach(cast("Connection", Echo(sink)))


@asynccontextmanager
async def echoing() -> AsyncGenerator[int]:
    """It, under uvicorn as `hub serve` runs it; the port."""
    app = Litestar([echo], state=State({"door": a_door()}), logging_config=None)
    listener = socket.create_server(("127.0.0.1", 0))
    async with running(app, listener):
        yield listener.getsockname()[1]
