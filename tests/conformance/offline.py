"""A worker's protocols without a network: bytes go in as they are cut, and what comes out is kept."""

import asyncio
from typing import Any, cast

from litestar import Litestar
from litestar.datastructures import State
from uvicorn.config import Config
from uvicorn.server import ServerState

from api import server
from api.handshake import HandshakeProtocol
from tests.api.raw import HANDSHAKE
from tests.api.serving import ORIGIN, SETTINGS, a_door
from tests.conformance.echo import echo

UPGRADE = HANDSHAKE.format(path="/ws", origin=ORIGIN, form="hub.v1.json").encode()
DEFLATING = UPGRADE[:-2] + b"Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n"
#: Turns of the loop in which an application answers.
TURNS = 30


class Pipe(asyncio.Transport):
    """What the kernel would do, without one."""

    def __init__(self) -> None:
        super().__init__({"peername": ("127.0.0.1", 1), "sockname": ("127.0.0.1", 2)})
        self.said = bytearray()
        self.closed = False
        self.protocol: Any = None

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        self.protocol = protocol

    def write(self, data: Any) -> None:
        if not self.closed:
            self.said += data

    def write_eof(self) -> None:
        """Nothing more is said."""

    def is_closing(self) -> bool:
        return self.closed

    def close(self) -> None:
        self.closed = True

    def abort(self) -> None:
        self.closed = True

    def get_write_buffer_size(self) -> int:
        return 0

    def pause_reading(self) -> None:
        """All that is to be read is given at once."""

    def resume_reading(self) -> None:
        """The same."""


class Offline:
    """One worker that echoes, and as many connections as one likes, one after the other."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.wrong: list[dict[str, Any]] = []
        self.loop.set_exception_handler(lambda _, context: self.wrong.append(context))
        app = Litestar([echo], state=State({"door": a_door()}), logging_config=None)
        self._config: Config = server.config(SETTINGS, 1)
        self._config.app, self._config.factory = cast("Any", app), False
        self._config.load()

    def answer(self, *pieces: bytes) -> tuple[bytes, bool]:
        """What the hub says to these bytes, cut so, and whether it hung up. Raises what it raises."""
        return self.loop.run_until_complete(self._answer(pieces))

    async def _answer(self, pieces: tuple[bytes, ...]) -> tuple[bytes, bool]:
        pipe = Pipe()
        pipe.protocol = HandshakeProtocol(self._config, ServerState(), {}, self.loop)
        pipe.protocol.connection_made(pipe)
        for piece in pieces:
            if pipe.closed:
                break
            pipe.protocol.data_received(piece)
            await self._settled()
        hung_up, pipe.closed = pipe.closed, True
        pipe.protocol.connection_lost(None)
        await self._settled()
        return bytes(pipe.said), hung_up

    async def _settled(self) -> None:
        for _ in range(TURNS):
            await asyncio.sleep(0)
