"""Any number of workers over one log, one bus and one set of leases, all in memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from msgspec.structs import replace

from hub.chat.messages import Post, Posted
from hub.errors import Rejected
from hub.kernel import Actor, Role
from hub.rooms.connection import Lobby, Rates
from hub.rooms.doors import Doors, Ports
from hub.rooms.grant import Grant
from hub.rooms.keeper import Keeper
from hub.rooms.ports import Framer
from hub.rooms.service import Service
from hub.wire import JSON, Format
from persistence.memory import Exchange, MemoryBus, MemoryLeases, MemoryRoomLog
from tests.builders import EVENING_MS
from tests.hub.rooms.phone import Phone, plain_framer
from tests.hub.rooms.stepped import LoopClock, passes

SHOW, FLOOR = "show/demo", "floor/demo"
NIGHT_MS = 12 * 3_600_000
AUTHOR = Actor("author", Role.MANAGER, "Author")


@dataclass(slots=True)
class Worker:
    """One process of the hub, without the process."""

    name: str
    bus: MemoryBus
    doors: Doors
    service: Service
    lobby: Lobby
    keeper: Keeper


class World:
    """What all workers share."""

    def __init__(self, log: MemoryRoomLog | None = None, framer: Framer = plain_framer) -> None:
        self.clock = LoopClock(EVENING_MS)
        self.log = log or MemoryRoomLog()
        self._framer = framer
        self.exchange = Exchange()
        self.leases = MemoryLeases(self.clock)
        self.grants: dict[str, Grant] = {}
        self.workers: list[Worker] = []
        self._fresh = count(1)

    def worker(
        self, *, flush_ms_max: float = 25.0, rates: Rates | None = None, doors_type: type[Doors] = Doors
    ) -> Worker:
        """One more."""
        name = f"w{len(self.workers)}"
        bus = MemoryBus(self.exchange)
        ports = Ports(self.log, bus, self.leases, self.clock, self._framer)
        doors = doors_type(ports, name, flush_ms_max)
        bus.listen(doors.heard)
        service = Service(doors, lambda: f"f{next(self._fresh)}")
        lobby = Lobby(service, self._framer, self._admit, rates or Rates())
        self.workers.append(Worker(name, bus, doors, service, lobby, Keeper(doors)))
        return self.workers[-1]

    def phone(
        self,
        person: str = "ana",
        role: Role = Role.CREW,
        rooms: tuple[str, ...] = (SHOW,),
        form: Format = JSON,
        *,
        deflate: bool = False,
    ) -> Phone:
        """Somebody with a grant for the night, not connected yet."""
        actor = Actor(person, role, person.capitalize())
        token = f"{person}-{next(self._fresh)}"
        self.grants[token] = Grant(actor, rooms, self.clock.now_ms() + NIGHT_MS)
        return Phone(actor, token, form, deflate=deflate)

    async def opened(self, room: str = SHOW, *, posts: int = 0) -> Worker:
        """A worker, and a room in whose chat so much has been said."""
        await self.log.create(room, "org")
        worker = self.worker()
        await self.say(worker, posts, room)
        return worker

    async def say(self, worker: Worker, posts: int = 1, room: str = SHOW) -> None:
        """Say so much more in the room, numbered as the facts are."""
        seq = (await worker.doors.open(room)).room.seq
        for number in range(seq + 1, seq + posts + 1):
            await worker.service.do(AUTHOR, room, f"said-{number}", Post(text=f"Number {number}"))

    def deaf(self) -> None:
        """From now on the bus loses everything, and says nothing of it."""
        self.exchange.fault = _lost

    async def joined(self, worker: Worker, phone: Phone, *rooms: str) -> Phone:
        """The phone, connected to the worker and in the rooms."""
        phone.dial(worker.lobby)
        phone.hello(*(rooms or (SHOW,)))
        await self.settle()
        return phone

    def posts(self, room: str = SHOW) -> list[str]:
        """What the log has been told was said, in order."""
        stored = self.log._rooms[room].entries  # pyright: ignore[reportPrivateUsage]
        return [entry.fact.text for entry in stored if isinstance(entry.fact, Posted)]

    def expire(self, token: str) -> None:
        """A grant is over."""
        self.grants[token] = replace(self.grants[token], expires_ms=0)

    async def settle(self, seconds: float = 0.1) -> None:
        """Let everything on its way arrive, and every flush happen."""
        await passes(seconds)
        for worker in self.workers:
            await worker.service.settled()
            await worker.doors.quiet()

    def _admit(self, token: str) -> Grant:
        grant = self.grants.get(token)
        if grant is None:
            raise Rejected("auth.grant_invalid")
        if grant.expires_ms <= self.clock.now_ms():
            raise Rejected("auth.grant_expired")
        return grant


def _lost(_room: str, _message: bytes) -> Sequence[int]:
    return ()
