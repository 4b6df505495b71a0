"""A dial without a library, so that thousands of phones cost one process next to nothing."""

import asyncio
from typing import Literal, cast

from load.bots.bot import DIAL_S_MAX, LOST, Address, Closed, Ears, refused
from load.bots.framing import BINARY, CLOSE, PING, PONG, TEXT, Broken, Handshake, answer, frame, handshake, split

_SWITCHING = 101
_GOODBYE = frame((1000).to_bytes(2), CLOSE)


class LeanSocket(asyncio.Protocol):
    """One WebSocket. `over` is done when it is, with how it ended. It is the `load.bots.bot.Line` of its ears."""

    def __init__(self, asked: Handshake, subprotocol: str, ears: Ears) -> None:
        self.over: asyncio.Future[Closed] = asyncio.get_running_loop().create_future()
        self.opened = False
        self._asked = asked
        self._opcode: Literal[1, 2] = BINARY if subprotocol.endswith("msgpack") else TEXT
        self._ears = ears
        self._rest = b""
        self._transport: asyncio.Transport | None = None

    # load.bots.bot.Line

    @property
    def local_port(self) -> int:
        """Our end's port."""
        assert self._transport is not None
        port: int = self._transport.get_extra_info("sockname")[1]
        return port

    def send(self, payload: bytes) -> None:
        """Write a message."""
        self._write(frame(payload, self._opcode))

    def close(self) -> None:
        """Say goodbye; the hub hangs up."""
        self._write(_GOODBYE)

    def give_up(self) -> None:
        """End a handshake that takes too long."""
        if not self.opened:
            self._end(Closed(LOST))

    # asyncio.Protocol

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the upgrade."""
        self._transport = cast("asyncio.Transport", transport)
        self._transport.write(self._asked.request)

    def data_received(self, data: bytes) -> None:
        """Read what is whole, keep the rest."""
        if self._rest:
            data = self._rest + data
        try:
            if not self.opened:
                after = self._upgraded(data)
                if after is None:
                    return
                data = after
            frames, self._rest = split(data)
        except Broken:
            self._end(Closed(1002))
            return
        for opcode, payload in frames:
            if opcode == self._opcode:
                self._ears.hear(payload)
            else:
                self._control(opcode, payload)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  asyncio names it
        """The other side is gone."""
        self._end(Closed(LOST))

    def _upgraded(self, data: bytes) -> bytes | None:
        """What follows the answer to the handshake; None while it is not whole, or when it is a no."""
        said = answer(data, self._asked)
        self._rest = data if said is None else b""
        if said is None:
            return None
        if said.status != _SWITCHING:
            wait = None if said.retry_after_s is None else f"{said.retry_after_s:.0f}"
            self._end(refused(said.status, wait))
            return None
        self.opened = True
        self._ears.opened(self)
        return said.rest

    def _control(self, opcode: int, payload: bytes) -> None:
        if opcode == PING:
            self._write(frame(payload, PONG))
        elif opcode == CLOSE:
            self._write(frame(payload[:2], CLOSE))
            self._end(Closed(int.from_bytes(payload[:2]) if payload else 1005))
        elif opcode != PONG:
            self._end(Closed(1003))

    def _write(self, data: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(data)

    def _end(self, closed: Closed) -> None:
        if not self.over.done():
            self.over.set_result(closed)
        if self._transport is not None:
            self._transport.close()


async def dial_lean(address: Address, subprotocol: str, ears: Ears) -> Closed:
    """Connect, tell the ears everything, and return when it is over."""
    asked = handshake(f"{address.host}:{address.port}", "/ws", address.origin, subprotocol)
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(DIAL_S_MAX):
            _, socket = await loop.create_connection(
                lambda: LeanSocket(asked, subprotocol, ears), address.host, address.port
            )
    except (OSError, TimeoutError):
        return Closed(LOST)
    late = loop.call_later(DIAL_S_MAX, socket.give_up)
    try:
        return await socket.over
    finally:
        late.cancel()
