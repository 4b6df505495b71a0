"""The doorbell between workers, over Redis: quick, lossy, and it knows when it does not work."""

import asyncio
import random
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from hub.rooms.ports import Unavailable
from persistence.address import reason, shown
from persistence.redis_link import AWAY, Link, connect, database_number

#: Rings that wait for a Redis that does not read; beyond it they are dropped, the log has what they say.
OUTBOX_BYTES_MAX = 1 << 20
#: How long `subscribe` waits to be confirmed.
SUBSCRIBE_S = 1.0
SUBSCRIBE_AT_ONCE_MAX = 500
#: Pauses between attempts to reach Redis: half to all of the bound, which doubles up to the last.
RETRY_FIRST_S, RETRY_LAST_S = 0.05, 1.0


@dataclass(slots=True)
class Counters:
    """What the bus did since it was started. `lag_ms`: there and back, as the last canary took it."""

    published: int = 0
    dropped: int = 0
    heard: int = 0
    rebuilt: int = 0
    lag_ms: float = 0.0


class RedisBus:
    """`hub.rooms.ports.Bus`.

    Every `canary_s` it rings itself. A ring that is not back by the next one makes `up` False; after `silent_s`
    without any, the connection is given up and made anew: a frozen Redis and a half-open TCP connection look alike.
    """

    def __init__(self, url: str, *, canary_s: float = 1.0, silent_s: float = 3.0) -> None:
        self.url = url
        self.counters = Counters()
        self.canary_s = canary_s
        self.silent_s = silent_s
        # Channels know no database number, so it is part of the name.
        self._prefix = f"hub{database_number(url)}:".encode()
        self._self = secrets.token_bytes(8)
        self._canary = self._prefix + b"canary:" + self._self.hex().encode()
        self._answered = False
        self._rung = self._back = 0
        self._rung_at = self._back_at = 0.0
        self._hear: Callable[[str, bytes], None] = lambda _room, _message: None
        self._rooms: dict[bytes, str] = {}
        self._unconfirmed: dict[bytes, asyncio.Event] = {}
        self._link: Link | None = None
        self._task: asyncio.Task[None] | None = None

    @property
    def up(self) -> bool:
        """Whether the last canary came back."""
        return self._answered and self._link is not None and not self._link.lost.is_set()

    def listen(self, hear: Callable[[str, bytes], None]) -> None:
        """Call `hear(room, message)` for every message of a subscribed room that another worker sent."""
        self._hear = hear

    async def start(self) -> None:
        """Connect, and keep connected from now on.

        Raises:
            Unavailable: Redis cannot be used now; the text is one line that names it.
        """
        try:
            link = await connect(self.url, self._heard)
        except AWAY as error:
            raise Unavailable(f"Redis at {shown(self.url)} cannot be used: {reason(error)}") from error
        self._link = link
        self._task = asyncio.create_task(self._keep(link))

    async def stop(self) -> None:
        """Disconnect."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        link, self._link = self._link, None
        if link is not None:
            link.abort()

    async def subscribe(self, room: str) -> None:
        """Hear a room from now on; while the bus is away, from when it is back."""
        channel = self._channel(room)
        self._rooms[channel] = room
        if self._link is None:
            return
        self._link.send("SUBSCRIBE", channel)
        if self.up:
            confirmed = self._unconfirmed.setdefault(channel, asyncio.Event())
            with suppress(TimeoutError):
                await asyncio.wait_for(confirmed.wait(), SUBSCRIBE_S)

    async def unsubscribe(self, room: str) -> None:
        """Stop hearing a room."""
        channel = self._channel(room)
        self._rooms.pop(channel, None)
        if self._link is not None:
            self._link.send("UNSUBSCRIBE", channel)

    def publish(self, room: str, message: bytes) -> None:
        """Ring the other workers, if Redis takes it now."""
        link = self._link
        if link is None or link.buffered() > OUTBOX_BYTES_MAX:
            self.counters.dropped += 1
            return
        link.send("PUBLISH", self._channel(room), self._self + message)
        self.counters.published += 1

    def _channel(self, room: str) -> bytes:
        return self._prefix + room.encode()

    async def _keep(self, first: Link) -> None:
        """Use one link after the other, each as long as it works."""
        link: Link | None = first
        while True:
            link = link or await self._reconnect()
            try:
                self._link = link
                await self._watch(link)
            finally:
                self._link = None
                link.abort()
                self._confirm_all()
            link = None
            self.counters.rebuilt += 1

    async def _reconnect(self) -> Link:
        pause_s = RETRY_FIRST_S
        while True:
            try:
                return await connect(self.url, self._heard)
            except AWAY:
                # Not all workers at once.
                await asyncio.sleep(random.uniform(pause_s / 2, pause_s))  # noqa: S311  no secret
                pause_s = min(2 * pause_s, RETRY_LAST_S)

    async def _watch(self, link: Link) -> None:
        """Subscribe to everything, then ring ourselves until the link is lost or silent for too long."""
        channels = [self._canary, *self._rooms]
        for at in range(0, len(channels), SUBSCRIBE_AT_ONCE_MAX):
            link.send("SUBSCRIBE", *channels[at : at + SUBSCRIBE_AT_ONCE_MAX])
        self._answered, self._rung, self._back = False, 0, 0
        self._back_at = time.monotonic()
        while not link.lost.is_set() and time.monotonic() - self._back_at < self.silent_s:
            # The one that is on its way has its time; the one before it had it.
            self._answered = self._answered and self._back == self._rung
            self._rung += 1
            self._rung_at = time.monotonic()
            link.send("PUBLISH", self._canary, str(self._rung))
            with suppress(TimeoutError):
                await asyncio.wait_for(link.lost.wait(), self.canary_s)

    def _heard(self, push: list[Any]) -> None:
        kind, channel, content = push
        if kind == b"message":
            room = self._rooms.get(channel)
            if room is not None:
                self._hand_on(room, content)
            elif channel == self._canary:
                self._came_back(int(content))
        elif kind == b"subscribe" and (confirmed := self._unconfirmed.pop(channel, None)):
            confirmed.set()

    def _hand_on(self, room: str, content: bytes) -> None:
        if content.startswith(self._self):
            return
        self.counters.heard += 1
        try:
            self._hear(room, content[len(self._self) :])
        except Exception as error:  # noqa: BLE001  one bad message must not cost the link
            asyncio.get_running_loop().call_exception_handler(
                {"message": "A message from the bus was not understood.", "exception": error}
            )

    def _came_back(self, number: int) -> None:
        self._back = number
        self._back_at = time.monotonic()
        if number == self._rung:
            self._answered = True
            self.counters.lag_ms = (self._back_at - self._rung_at) * 1000

    def _confirm_all(self) -> None:
        for confirmed in self._unconfirmed.values():
            confirmed.set()
        self._unconfirmed.clear()
