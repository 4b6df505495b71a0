"""One worker of the hub without sockets and stores: what a bench needs of it, entered as people enter it."""

import asyncio
from dataclasses import dataclass
from itertools import count

from msgspec.structs import replace

from api.frames import FRAMER
from hub.kernel import Actor, Fact, Role
from hub.rooms.connection import Connection, Lobby, Rates
from hub.rooms.doors import Doors, Ports
from hub.rooms.grant import Grant
from hub.rooms.live import Live
from hub.rooms.ports import Entry
from hub.rooms.rate import Rate
from hub.rooms.service import Service
from hub.wire import JSON, Do, Format, Hello, Seen
from persistence.clock import SystemClock
from persistence.memory import Exchange, MemoryBus, MemoryLeases, MemoryRoomLog
from tests.builders import EVENING_MS, a_posted

FREELY = Rate(1e9, 1e9)
TEXT = "What a night, play that one again!"


class Bin:
    """A socket whose client reads at once. `writes` counts those of all that share it."""

    def __init__(self) -> None:
        self.writes = 0

    def write(self, frame: bytes) -> None:  # noqa: ARG002  a port
        """Take it."""
        self.writes += 1

    def buffered(self) -> int:
        """Nothing is left."""
        return 0

    def close(self, code: int, reason: str) -> None:
        """Nobody minds."""


@dataclass(slots=True)
class Hub:
    """A worker with one open room."""

    lobby: Lobby
    live: Live
    sink: Bin
    _fresh: "count[int]"

    async def join(self, people: int, form: Format = JSON) -> list[Connection]:
        """So many more, connected and in the room."""
        joined: list[Connection] = []
        size = self.live.fanout.size
        for _ in range(people):
            connection = self.lobby.enter(form, self.sink, deflate=False)
            hello = Hello(f"p{next(self._fresh)}", (Seen(self.live.room.id),))
            connection.hear(form.encode(hello), binary=form.binary)
            joined.append(connection)
        while self.live.fanout.size < size + people:
            await asyncio.sleep(0)
        return joined

    async def tell(self, facts: list[Fact]) -> None:
        """These facts happened elsewhere; wait until everybody here was written to."""
        upto = self.sink.writes + self.live.fanout.size
        self.live.hear(self.entries(facts))
        while self.sink.writes < upto:
            await asyncio.sleep(0)

    def entries(self, facts: list[Fact]) -> list[Entry]:
        """These facts as another worker would write them now."""
        at = self.live.room.seq
        return [Entry(at + n, "ana", f"e{next(self._fresh)}", EVENING_MS, fact) for n, fact in enumerate(facts, 1)]


async def a_hub(room: str = "floor/bench", role: Role = Role.AUDIENCE) -> Hub:
    """One whose people all have this role."""
    log, clock, fresh = MemoryRoomLog(), SystemClock(), count(1)
    await log.create(room, "org")
    doors = Doors(Ports(log, MemoryBus(Exchange()), MemoryLeases(clock), clock, FRAMER), "bench", flush_ms_max=0.0)
    service = Service(doors, lambda: f"f{next(fresh)}")

    def admit(token: str) -> Grant:
        return Grant(Actor(token, role, "Somebody"), (room,), 2**53)

    lobby = Lobby(service, FRAMER, admit, Rates(FREELY, FREELY, FREELY))
    return Hub(lobby, await doors.open(room), Bin(), fresh)


def some_messages(many: int, first: int = 1) -> list[Fact]:
    """As they stand in a chat."""
    return [a_posted(f"p{n % 100}", id=f"m{n}", text=TEXT) for n in range(first, first + many)]


def numbered(do: Do, ids: "count[int]", form: Format = JSON) -> bytes:
    """The frame of a command that nobody has sent before."""
    return form.encode(replace(do, id=f"c{next(ids)}"))
