"""What contract tests say to a port, in one word."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from hub.rooms.ports import Bus, Draft, Held, Leases, RoomLog
from tests.builders import EVENING_MS, a_posted, fresh_id
from tests.services import a_room


def drafts(*texts: str, person: str = "ana", command: str = "") -> list[Draft]:
    """The facts of one command, one for each text; the command is a new one unless given."""
    command = command or fresh_id()
    return [
        Draft(person, command, part, EVENING_MS + part, a_posted(person, text=text)) for part, text in enumerate(texts)
    ]


async def epoch_of(log: RoomLog, room: str) -> str:
    """The room's history; that of a room which is not there is called nothing."""
    return (await log.heads([room])).get(room, ("nothing", 0))[0]


async def append(log: RoomLog, room: str, after: int, batch: Sequence[Draft]) -> bool:
    """Append as somebody who knows the room's history."""
    return await log.append(room, await epoch_of(log, room), after, batch)


@asynccontextmanager
async def hold(log: RoomLog, room: str) -> AsyncGenerator[Held]:
    """Hold as somebody who knows the room's history."""
    async with log.hold(room, await epoch_of(log, room)) as held:
        yield held


async def save_snapshot(log: RoomLog, room: str, seq: int, state: bytes) -> None:
    """Keep a snapshot as somebody who knows the room's history."""
    await log.save_snapshot(room, await epoch_of(log, room), seq, state)


async def an_open_room(log: RoomLog, *texts: str) -> str:
    """A room of its own, with a message for each text."""
    room = a_room()
    await log.create(room, "org")
    for after, text in enumerate(texts):
        assert await append(log, room, after, drafts(text))
    return room


async def texts_of(log: RoomLog, room: str) -> list[str]:
    """What the log says, in order."""
    return [entry.fact.text for entry in await log.since(room, 0, 1_000_000)]  # type: ignore[attr-defined]


class Ear:
    """A worker's bus, and what it has heard and not yet been asked for."""

    def __init__(self, bus: Bus) -> None:
        self.bus = bus
        self.heard: asyncio.Queue[tuple[str, bytes]] = asyncio.Queue()
        bus.listen(lambda room, message: self.heard.put_nowait((room, message)))

    async def next(self, seconds: float = 5.0) -> tuple[str, bytes]:
        """The next message; raises `TimeoutError` when there is none."""
        async with asyncio.timeout(seconds):
            return await self.heard.get()


@dataclass(frozen=True, slots=True)
class LeasesInTime:
    """Leases; `advance` lets so many milliseconds pass where time has to be told to."""

    port: Leases
    advance: Callable[[int], None]

    async def settle(self, room: str, expected: Mapping[str, bytes], seconds: float = 5.0) -> None:
        """Wait until these are the rosters; raises `TimeoutError` when they never are."""
        async with asyncio.timeout(seconds):
            while await self.port.rosters(room) != expected:
                self.advance(10)
                await asyncio.sleep(0.005)
