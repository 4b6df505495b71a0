"""Each port twice: its twin in memory, and the real thing."""

from collections.abc import AsyncGenerator, Awaitable, Callable

import pytest

from hub.rooms.ports import RoomLog
from persistence.clock import SystemClock
from persistence.database import Database
from persistence.memory import Exchange, ManualClock, MemoryBus, MemoryLeases, MemoryRoomLog
from persistence.redis_bus import RedisBus
from persistence.redis_leases import RedisLeases
from persistence.room_log import PostgresRoomLog
from tests.contracts.ports import Ear, LeasesInTime
from tests.services import as_app, until


@pytest.fixture(params=["memory", "postgres"])
async def log(request: pytest.FixtureRequest, database_url: str) -> AsyncGenerator[RoomLog]:
    """A log that nobody else writes to."""
    if request.param == "memory":
        yield MemoryRoomLog()
        return
    database = Database(as_app(database_url))
    await database.open()
    yield PostgresRoomLog(database)
    await database.close()


@pytest.fixture(params=["memory", "redis"])
async def worker(request: pytest.FixtureRequest, redis_url: str) -> AsyncGenerator[Callable[[], Awaitable[Ear]]]:
    """Another worker on the bus, each time it is called."""
    exchange = Exchange()
    started: list[RedisBus] = []

    async def join() -> Ear:
        if request.param == "memory":
            return Ear(MemoryBus(exchange))
        bus = RedisBus(redis_url)
        await bus.start()
        started.append(bus)
        await until(lambda: bus.up)
        return Ear(bus)

    yield join
    for bus in started:
        await bus.stop()


@pytest.fixture(params=["memory", "redis"])
async def leases(request: pytest.FixtureRequest, redis_url: str) -> AsyncGenerator[LeasesInTime]:
    """Leases that nobody else holds, and a way to let time pass."""
    if request.param == "memory":
        clock = ManualClock()
        yield LeasesInTime(MemoryLeases(clock), clock.advance)
        return
    real = RedisLeases(redis_url, SystemClock())
    yield LeasesInTime(real, lambda _ms: None)
    await real.close()
