"""What the world must supply to a room. Each port has one adapter for production and one in memory."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from msgspec import Struct

from hub.kernel import Fact, Millis


class Unavailable(Exception):  # noqa: N818  names the state of the port, not a fault of the caller
    """The log cannot be reached now, or did not say whether it wrote. Look with `find` before deciding again."""


class Outdated(Unavailable):
    """The log has what only a later version of the hub can read: a worker of that version has to."""


class Repeated(Exception):  # noqa: N818  an answer
    """Some command of an append is in the log already; nothing of the append was written."""


class Draft(Struct, frozen=True):
    """A fact on its way into the log. `part` counts the facts of one command from 0."""

    person: str
    command_id: str
    part: int
    at_ms: Millis
    fact: Fact


class Entry(Struct, frozen=True):
    """A fact in the log. `seq` starts at 1 and has no holes within a room."""

    seq: int
    person: str
    command_id: str
    at_ms: Millis
    fact: Fact


class Stored(Struct, frozen=True):
    """A room as the log has it: the newest snapshot at or below `seq`, and every entry after that snapshot.

    `epoch` names this history: another epoch means the numbers of an earlier one are worth nothing.
    """

    epoch: str
    snapshot_seq: int
    snapshot: bytes | None
    tail: Sequence[Entry]


class Held(Protocol):
    """A room's row lock, held; nobody else appends until the context ends."""

    async def tail(self, after: int) -> Sequence[Entry]:
        """Every entry with a seq above `after`."""
        ...

    async def append(self, after: int, drafts: Sequence[Draft]) -> None:
        """Write the drafts as `after + 1 ...`. Raises `Repeated` or `Unavailable`."""
        ...


class RoomLog(Protocol):
    """The one truth. Every method raises `Unavailable` when the store cannot be reached."""

    async def create(self, room: str, org: str) -> bool:
        """Make an empty room; False when it is there already."""
        ...

    async def load(self, room: str) -> Stored | None:
        """The room for a cold start, read position first, then state; None when there is no such room."""
        ...

    async def append(self, room: str, epoch: str, after: int, drafts: Sequence[Draft]) -> bool:
        """Write the drafts as `after + 1 ...` if the head is still `after`; False when somebody was quicker.

        False too when the room's history is not `epoch` any more: what was decided on one is not written to another.
        One statement: the room's counter and its facts commit together. Raises `Repeated`.
        """
        ...

    def hold(self, room: str, epoch: str) -> AbstractAsyncContextManager[Held]:
        """Take the room's row lock in a transaction that commits when the context ends well.

        Raises `Unavailable` when there is no such history.
        """
        ...

    async def since(self, room: str, after: int, limit: int) -> Sequence[Entry]:
        """At most `limit` entries above `after`, in order."""
        ...

    async def heads(self, rooms: Sequence[str]) -> Mapping[str, tuple[str, int]]:
        """(epoch, last seq) of each room that exists, in one query."""
        ...

    async def find(self, room: str, commands: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], int]:
        """The first seq of each (person, command id) that is in the log."""
        ...

    async def save_snapshot(self, room: str, epoch: str, seq: int, state: bytes) -> None:
        """Keep the state folded up to `seq` of this history; an older one never replaces a newer one."""
        ...


class Bus(Protocol):
    """A doorbell between workers: fast, and may lose, repeat or reorder. Nothing depends on it but speed."""

    def listen(self, hear: Callable[[str, bytes], None]) -> None:
        """Call `hear(room, message)` for every message of a subscribed room, the worker's own included or not."""
        ...

    async def subscribe(self, room: str) -> None:
        """Start hearing a room. Returns at once when the bus is away: it subscribes when it is back."""
        ...

    async def unsubscribe(self, room: str) -> None:
        """Stop hearing a room. Of this and `subscribe` the one that was called later counts."""
        ...

    def publish(self, room: str, message: bytes) -> None:
        """Ring. Never waits and never raises: a ring that cannot be sent is dropped and counted."""
        ...

    @property
    def up(self) -> bool:
        """Whether the last canary came back; while False, workers poll the log's heads."""
        ...


class Leases(Protocol):
    """Who is here, per worker, with a time to live: a worker that dies takes its people with it. Never raises."""

    async def hold(self, room: str, worker: str, roster: bytes, ttl_ms: int) -> None:
        """Keep this worker's roster of the room for `ttl_ms`."""
        ...

    async def release(self, room: str, worker: str) -> None:
        """Forget this worker's roster of the room."""
        ...

    async def rosters(self, room: str) -> Mapping[str, bytes]:
        """The living rosters of a room by worker; empty when the store is away."""
        ...


class Clock(Protocol):
    """Time as the hub sees it; tests step it."""

    def now_ms(self) -> Millis:
        """Wall time, milliseconds since the epoch."""
        ...

    def steady_ms(self) -> int:
        """Monotonic milliseconds, for deadlines."""
        ...


class Sink(Protocol):
    """One socket's way out. Frames are complete WebSocket frames, written without waiting."""

    @property
    def write(self) -> Callable[[bytes], None]:
        """Hands the bytes to the transport. Never raises: what cannot be sent any more is dropped."""
        ...

    def buffered(self) -> int:
        """Bytes that the transport still holds."""
        ...

    def close(self, code: int, reason: str) -> None:
        """Start the closing handshake."""
        ...


class Framer(Protocol):
    """How a payload becomes one complete WebSocket frame that serves every socket alike."""

    def __call__(self, payload: bytes, *, binary: bool, deflate: bool) -> bytes:
        """The frame; `deflate`: compressed without context, for sockets that agreed to permessage-deflate."""
        ...


class Journal(Protocol):
    """Where operators follow what happens."""

    def __call__(self, event: str, /, **about: object) -> None:
        """Note an event with its ids; never a token, never what somebody wrote."""
        ...
