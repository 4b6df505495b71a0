"""A client on a network: dials, says hello, comes back with full jitter, and stays away when it is told to."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Protocol, TypeAlias

import msgspec
from msgspec import Struct
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus
from websockets.typing import Origin, Subprotocol

from hub.kernel import Command
from load.bots.backoff import jitter_s, stays_away
from load.bots.client import Client
from load.bots.history import Sent

DIAL_S_MAX = 10.0
#: Lost without a close frame (RFC 6455, section 7.1.5).
LOST = 1006
_ORIGIN_REFUSED = 4505


class Address(Struct, frozen=True):
    """Where the hub is. `origin` is what a page of the hub would send."""

    host: str
    port: int

    @property
    def origin(self) -> str:
        """The hub's own address, as its pages have it."""
        return f"http://{self.host}:{self.port}"


class Closed(Struct, frozen=True):
    """How a connection ended: the close code, and when to come back if that was said."""

    code: int
    retry_after_s: float | None = None


class Line(Protocol):
    """An open connection."""

    @property
    def local_port(self) -> int:
        """Our end's port."""
        ...

    def send(self, payload: bytes) -> None:
        """Write a message; never waits."""
        ...

    def close(self) -> None:
        """Say goodbye."""
        ...


class Ears(Protocol):
    """Who a dial talks to."""

    def opened(self, line: Line) -> None:
        """The handshake is done."""
        ...

    def hear(self, payload: bytes) -> None:
        """A message came."""
        ...


#: Connects, tells the ears everything, and returns when it is over; never raises for what a network does.
Dial: TypeAlias = Callable[[Address, str, Ears], Awaitable[Closed]]


class Bot:
    """Keeps one client connected until `stop`. `ended` is the close code it obeyed by staying away."""

    def __init__(
        self,
        client: Client,
        address: Address,
        dial: Dial,
        rng: random.Random,
        *,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.client = client
        self.line: Line | None = None
        self.ended: int | None = None
        self.away_s: list[float] = []
        self._address = address
        self._dial = dial
        self._rng = rng
        self._clock = clock
        self._pause = pause
        self._stopping = False
        self._lost_s: float | None = None

    async def run(self) -> None:
        """Connect, and reconnect for as long as that makes sense."""
        failures = 0
        while not self._stopping:
            before = self.client.welcomed
            closed = await self._dial(self._address, self.client.form.name, self)
            self._lose()
            if stays_away(closed.code):
                self.ended = closed.code
                return
            failures = 0 if self.client.welcomed > before else failures + 1
            if not self._stopping:
                told_s = closed.retry_after_s or self.client.again_s or 0.0
                await self._pause(told_s + jitter_s(failures, self._rng))

    def opened(self, line: Line) -> None:
        """Say hello."""
        self.line = line
        line.send(self.client.hello())

    def hear(self, payload: bytes) -> None:
        """Hand a message to the client, and send what it answers."""
        now_s = self._clock()
        try:
            self._send(self.client.hear(payload, now_s))
        except msgspec.MsgspecError as error:
            self.client.faults.append(f"no frame of the hub: {error}")
        if self._lost_s is not None and self.client.everywhere:
            self.away_s.append(now_s - self._lost_s)
            self._lost_s = None
        if self.client.again_s is not None and self.line is not None:
            self.line.close()

    def ask(self, room: str, command: Command) -> Sent:
        """Send a command, now or as soon as the room is open again."""
        sent, frame = self.client.do(room, command, self._clock())
        if frame is not None:
            self._send([frame])
        return sent

    def tick(self) -> None:
        """Ask again what was refused for the moment; call this every few milliseconds."""
        if self.client.everywhere:
            self._send(self.client.due(self._clock()))

    def stop(self) -> None:
        """Go home."""
        self._stopping = True
        if self.line is not None:
            self.line.close()

    def _lose(self) -> None:
        if self._lost_s is None and self.client.everywhere:
            self._lost_s = self._clock()
        self.line = None
        self.client.gone()

    def _send(self, frames: list[bytes]) -> None:
        if self.line is not None:
            for each in frames:
                self.line.send(each)


async def dial_websockets(address: Address, subprotocol: str, ears: Ears) -> Closed:
    """Connect with the `websockets` library, compression offered."""
    try:
        async with connect(
            f"ws://{address.host}:{address.port}/ws",
            origin=Origin(address.origin),
            subprotocols=[Subprotocol(subprotocol)],
            open_timeout=DIAL_S_MAX,
            max_size=None,
            proxy=None,
        ) as socket:
            return await _talk(socket, ears)
    except InvalidStatus as error:
        return refused(error.response.status_code, error.response.headers.get("Retry-After"))
    except (OSError, InvalidHandshake, TimeoutError):
        return Closed(LOST)


def refused(status: int, retry_after: str | None) -> Closed:
    """What a handshake that was answered with no WebSocket means."""
    if status == HTTPStatus.FORBIDDEN:
        return Closed(_ORIGIN_REFUSED)
    return Closed(LOST, float(retry_after) if retry_after and retry_after.isdigit() else None)


class _Outbox:
    """A `Line` over `websockets`: what is to be sent waits here for the one task that sends."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._text = socket.subprotocol == "hub.v1.json"
        self._waiting: asyncio.Queue[bytes | None] = asyncio.Queue()

    @property
    def local_port(self) -> int:
        """Our end's port."""
        port: int = self._socket.local_address[1]
        return port

    def send(self, payload: bytes) -> None:
        """Write a message."""
        self._waiting.put_nowait(payload)

    def close(self) -> None:
        """Say goodbye after what waits."""
        self._waiting.put_nowait(None)

    async def run(self) -> None:
        """Send until the goodbye."""
        while (payload := await self._waiting.get()) is not None:
            await self._socket.send(payload, text=self._text)
        await self._socket.close()


async def _talk(socket: ClientConnection, ears: Ears) -> Closed:
    outbox = _Outbox(socket)
    ears.opened(outbox)
    sending = asyncio.create_task(outbox.run())
    try:
        while True:
            ears.hear(await socket.recv(decode=False))
    except ConnectionClosed:
        return Closed(socket.close_code or LOST)
    finally:
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
