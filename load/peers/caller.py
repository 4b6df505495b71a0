"""One client in our own process: publishes, or listens as the crowd does and keeps what it heard."""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import cast

from load.bots.bot import Address
from load.bots.framing import BINARY, TEXT, frame, split
from load.bots.waiting import until
from load.crowd.ears import Ears
from load.crowd.line import Line
from load.crowd.speech import Speech
from load.crowd.tally import Tally

JOIN_S_MAX = 20.0
_HEAD_END = b"\r\n\r\n"


class Caller(asyncio.Protocol):
    """A socket. `told` is called after every read that had something; `heard` are raw bytes, when they are kept."""

    def __init__(self, ears: Ears, tally: Tally, token: str, *, keep: bool) -> None:
        self.heard = bytearray()
        self.told: Callable[[], None] | None = None
        self.gone = False
        self.read_s = 0.0
        self._ears = ears
        self._tally = tally
        self._line = Line(0, token, sampled=False)
        self._keep = keep
        self._transport: asyncio.Transport | None = None

    @property
    def joined(self) -> bool:
        """Whether it is in."""
        return self._line.state == "in"

    @property
    def seen(self) -> int:
        """The deliveries it had; in a hub's room the seq it is at."""
        return self._line.seen

    @property
    def faults(self) -> list[str]:
        """What was wrong with what it heard."""
        return self._tally.sentences

    @property
    def messages(self) -> list[bytes]:
        """The payloads of what it kept, without the answer to the handshake."""
        frames, _ = split(bytes(self.heard).partition(_HEAD_END)[2])
        return [payload for _, payload in frames]

    def say(self, message: bytes, *, binary: bool) -> None:
        """Send it, masked as a client must."""
        assert self._transport is not None
        self._transport.write(frame(message, BINARY if binary else TEXT))

    def cut(self) -> None:
        """Tear it off, without a goodbye."""
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the upgrade."""
        self._transport = cast("asyncio.Transport", transport)
        self._line.state = "asking"
        self._transport.write(self._ears.request)

    def data_received(self, data: bytes) -> None:
        """Take it in."""
        self.read_s = time.monotonic()
        if self._keep:
            self.heard += data
        self._ears.hear(self._line, data, time.monotonic_ns())
        assert self._transport is not None
        if self._line.out:
            self._transport.write(self._line.out)
            self._line.out = b""
        if self._line.close is not None:
            self._transport.abort()
        if self.told is not None:
            self.told()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  asyncio names it
        """Gone."""
        self.gone = True


@asynccontextmanager
async def called(address: Address, speech: Speech, token: str = "", *, keep: bool = False) -> AsyncGenerator[Caller]:
    """A client that is in until the context ends.

    Raises:
        ConnectionError: it was not let in.
    """
    tally = Tally()
    ears = Ears(f"{address.host}:{address.port}", speech, tally)
    loop = asyncio.get_running_loop()
    _, caller = await loop.create_connection(lambda: Caller(ears, tally, token, keep=keep), address.host, address.port)
    try:
        try:
            await until(lambda: caller.joined or caller.gone, JOIN_S_MAX)
        except TimeoutError:
            raise ConnectionError(f"nobody said welcome. {'; '.join(caller.faults)}") from None
        if not caller.joined:
            raise ConnectionError(f"a client was not let in. {'; '.join(caller.faults)}")
        yield caller
    finally:
        caller.cut()
