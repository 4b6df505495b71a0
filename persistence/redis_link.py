"""One connection to Redis (6 or newer) that publishes and hears at once, as RESP3 allows.

redis-py reads each message in a task of its own asking; here the loop hands over bytes and every message in them is
heard in the same turn, which costs a third (docs/adr/0010-one-connection-rings-and-hears.md has the numbers).
"""

import asyncio
import ssl
from collections.abc import Callable
from typing import Any, cast

import hiredis
from redis.asyncio.connection import ConnectKwargs, SSLConnection, parse_url

CONNECT_S = 2.0
#: What the hub asks of a Redis that cannot be reached or does not want it.
AWAY = (OSError, hiredis.HiredisError)
_MORE = object()


class Link(asyncio.Protocol):
    """`heard` is called with every push message, `[kind, channel, ...]` as bytes. `lost` is set at the end."""

    def __init__(self, heard: Callable[[list[Any]], None]) -> None:
        self._heard = heard
        self._reader = hiredis.Reader(notEnoughData=_MORE)
        self._transport: asyncio.Transport | None = None
        self._greeted: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.lost = asyncio.Event()

    async def greet(self, username: str | None, password: str | None) -> None:
        """Speak RESP3, and say who we are. Raises `OSError` or `hiredis.ReplyError`."""
        secret = ("AUTH", username or "default", password) if password else ()
        self.send("HELLO", "3", *secret)
        await self._greeted

    def send(self, *words: str | bytes) -> None:
        """Write a command; its answer is not waited for. On a lost link nothing happens."""
        if self._transport is not None:
            self._transport.write(hiredis.pack_command(words))  # type: ignore[arg-type]

    def buffered(self) -> int:
        """Bytes that wait to be sent."""
        return self._transport.get_write_buffer_size() if self._transport is not None else 0

    def abort(self) -> None:
        """Hang up at once."""
        if self._transport is not None:
            self._transport.abort()
            self._transport = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The loop connected us."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """The loop read bytes."""
        self._reader.feed(data)
        try:
            while (reply := self._reader.gets()) is not _MORE:
                if isinstance(reply, hiredis.PushNotification):
                    self._heard(reply)
                else:
                    self._welcomed(reply if isinstance(reply, hiredis.ReplyError) else None)
        except hiredis.ProtocolError as error:
            self._welcomed(error)
            self.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """The loop says that it is over."""
        self._transport = None
        self.lost.set()
        self._welcomed(exc or ConnectionResetError("the connection was closed"))

    def _welcomed(self, refusal: Exception | None) -> None:
        """The first answer is to our greeting; those to later commands do not matter."""
        if self._greeted.done():
            return
        if refusal is None:
            self._greeted.set_result(None)
        else:
            self._greeted.set_exception(refusal)
            # Asked here once, so that nobody needs to.
            self._greeted.exception()


async def connect(url: str, heard: Callable[[list[Any]], None]) -> Link:
    """A link that has been greeted.

    Raises:
        OSError, hiredis.ReplyError: Redis cannot be reached in time, or refuses us.
    """
    to = parse_url(url)
    link: Link | None = None
    try:
        async with asyncio.timeout(CONNECT_S):
            link = await _open(to, heard)
            await link.greet(to.get("username"), to.get("password"))
    except BaseException:
        if link is not None:
            link.abort()
        raise
    return link


async def _open(to: ConnectKwargs, heard: Callable[[list[Any]], None]) -> Link:
    loop = asyncio.get_running_loop()
    if path := to.get("path"):
        _, link = await loop.create_unix_connection(lambda: Link(heard), path)
        return link
    tls = ssl.create_default_context() if to.get("connection_class") is SSLConnection else None
    _, link = await loop.create_connection(
        lambda: Link(heard), to.get("host", "localhost"), to.get("port", 6379), ssl=tls
    )
    return link


def database_number(url: str) -> int:
    """The number of the database that the URL names."""
    return parse_url(url).get("db", 0)
