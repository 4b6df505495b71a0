"""The composition root: every port of a worker gets its adapter here, and nowhere else."""

import asyncio
import os
import secrets
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import structlog

from api.admission import Admission
from api.collector import Collector
from api.frames import FRAMER
from api.ids import fresh_ids
from api.keys import KeyKeeping
from api.logs import journal
from api.mailer import Mailer, as_accounts_say, carrier
from api.metrics import Bells, Reading, write
from api.passwords import Passwords
from api.revoking import Revoking
from api.settings import Settings
from api.signing import Keys
from hub.rooms.connection import Lobby
from hub.rooms.doors import Doors, Ports
from hub.rooms.keeper import Keeper
from hub.rooms.ports import Clock, Unavailable
from hub.rooms.service import Service
from persistence.clock import SystemClock
from persistence.database import Database
from persistence.limits import Limits
from persistence.redis_bus import RedisBus
from persistence.redis_leases import RedisLeases
from persistence.revocations import Revocations
from persistence.room_log import PostgresRoomLog

SWEEP_S = 1.0
RETRY_S = 1.0
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Worker:
    """One process of the hub. `name` tells it from the others."""

    name: str
    settings: Settings
    keys: Keys
    clock: Clock
    database: Database
    bus: RedisBus
    leases: RedisLeases
    limits: Limits
    service: Service
    lobby: Lobby
    admission: Admission
    collector: Collector
    passwords: Passwords
    mailer: Mailer

    @asynccontextmanager
    async def running(self, _app: object) -> AsyncGenerator[None]:
        """Start what runs beside the requests; at the end let what is on its way arrive."""
        doors = self.service.doors
        self.bus.listen(doors.heard)
        reaching = [await _reach(store) for store in (self.database.open, self.bus.start)]
        revoking = Revoking(self.lobby, self.clock, self.database, self.admission.revocations)
        keys = KeyKeeping(self.keys, self.clock, self.database)
        works = (Keeper(doors).run, self._sweep, revoking.run, keys.run)
        duties = [asyncio.create_task(_always(work)) for work in works]
        self.collector.start()
        try:
            yield
        finally:
            self.collector.stop()
            await self.service.settled()
            await doors.quiet()
            ending = [*duties, *(each for each in reaching if each is not None)]
            for duty in ending:
                duty.cancel()
            await asyncio.gather(*ending, return_exceptions=True)
            await doors.close(list(doors.rooms.values()))
            await self.mailer.close()
            await self.bus.stop()
            await self.leases.close()
            await self.limits.close()
            await self.database.close()

    def reading(self) -> Reading:
        """The counts of this moment."""
        counts, doors = self.bus.counters, self.service.doors
        bells = Bells(self.bus.up, counts.lag_ms, counts.published, counts.dropped, counts.rebuilt, self.leases.lost)
        return Reading(self.name, os.getpid(), len(doors.rooms), doors.meters, bells)

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(SWEEP_S)
            self.lobby.sweep()
            self.collector.look(len(self.lobby.connections))
            if self.settings.run_dir is not None:
                with suppress(OSError):  # the disk may be full: metrics can wait
                    write(self.settings.run_dir, self.reading())


def assemble(settings: Settings) -> Worker:
    """A worker with its adapters; nothing is connected yet."""
    name = f"{os.getpid()}-{secrets.token_hex(3)}"
    clock = SystemClock()
    database = Database(settings.database_url)
    bus, leases = RedisBus(settings.redis_url), RedisLeases(settings.redis_url, clock)
    ports = Ports(PostgresRoomLog(database), bus, leases, clock, FRAMER)
    service = Service(Doors(ports, name, settings.flush_ms_max), fresh_ids())

    keys = Keys(settings.grant_secret)
    revocations = Revocations(database)
    admission = Admission(keys, clock, database, revocations)
    notes = journal(_log.bind(worker=name))
    lobby = Lobby(service, FRAMER, admission.admit, settings.rates, notes, revocations.known)
    limits = Limits(settings.redis_url, clock)
    collector = Collector(service.doors.meters.collect)
    passwords = Passwords()
    mailer = Mailer(carrier(settings, database, clock), reads=as_accounts_say(database))
    return Worker(
        name,
        settings,
        keys,
        clock,
        database,
        bus,
        leases,
        limits,
        service,
        lobby,
        admission,
        collector,
        passwords,
        mailer,
    )


async def _reach(connect: Callable[[], Awaitable[None]]) -> "asyncio.Task[None] | None":
    """Connect; a worker that is restarted while a store is away keeps trying in the background, and heals with it."""

    async def keep_trying() -> None:
        while True:
            await asyncio.sleep(RETRY_S)
            with suppress(Unavailable):
                await connect()
                return

    try:
        await connect()
    except Unavailable as error:
        _log.warning("started without a store", reason=str(error))
        return asyncio.create_task(keep_trying())
    return None


async def _always(duty: Callable[[], Awaitable[None]]) -> None:
    """Do a duty, and begin again when it breaks: no fault of ours is mended by sending everybody away."""
    while True:
        try:
            await duty()
        except Exception as error:  # noqa: BLE001  it is begun again, and the trace is kept
            _log.critical("duty broke", duty=duty.__qualname__, exc_info=error)
        await asyncio.sleep(RETRY_S)
