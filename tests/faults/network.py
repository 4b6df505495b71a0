"""The network of a run: proxies between the people and the hub, and between the hub and its stores."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg

from embedded.postgres import Postgres
from embedded.redis import Redis
from load.bots.bot import Address
from load.check.checker import Kind
from load.metrics import scrape
from load.stage import Stage
from tests.faults.prove import Twin
from tests.faults.proxy.chaos import ChaosProxy


class Network:
    """`stores` and `people` are the `around` and the `way` of a fault; each run gets proxies and stores of its own."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self.hub = ChaosProxy()
        self.redis = ChaosProxy()
        self.postgres = ChaosProxy()

    @asynccontextmanager
    async def stores(self, directory: Path) -> AsyncGenerator[Mapping[str, str]]:
        """Postgres and Redis, each behind a proxy, and the settings of a hub that is behind one."""
        with Postgres(directory / "stores") as postgres, Redis(directory / "stores") as redis:
            self.postgres = ChaosProxy(postgres.socket_home / postgres.socket, seed=self._seed)
            self.redis = ChaosProxy(redis.socket_home / redis.socket, seed=self._seed)
            self.hub = ChaosProxy(seed=self._seed)
            async with self.postgres, self.redis, self.hub:
                yield {
                    "HUB_DATABASE_URL": f"postgresql://hub_app@127.0.0.1:{self.postgres.port}/hub?sslmode=disable",
                    "HUB_OWNER_URL": f"postgresql://hub@127.0.0.1:{self.postgres.port}/hub?sslmode=disable",
                    "HUB_REDIS_URL": f"redis://127.0.0.1:{self.redis.port}",
                    "HUB_ORIGINS": f"http://127.0.0.1:{self.hub.port}",
                }
                self.heal()
            # Nobody reads it again.
            postgres.kill()

    @asynccontextmanager
    async def people(self, running: Stage) -> AsyncGenerator[Address]:
        """The way of everybody leads through the hub's proxy."""
        self.hub.to = (running.address.host, running.address.port)
        yield Address(self.hub.host, self.hub.port)

    def heal(self) -> None:
        """A clean network everywhere."""
        for proxy in (self.hub, self.redis, self.postgres):
            proxy.heal()


async def without_unique_key(running: Stage) -> None:
    """Nothing in the database keeps a command from being written twice."""
    connection = await asyncpg.connect(running.facts.database_url)
    try:
        await connection.execute("ALTER TABLE room_fact DROP CONSTRAINT room_fact_once")
    finally:
        await connection.close()


async def readings(running: Stage, name: str) -> list[float]:
    """A metric, for each worker."""
    workers = await scrape(running.address)
    return [worker[name] for worker in workers.values() if name in worker]


#: For where connections break while a command is on its way.
SENT_AGAIN = Twin(
    "a command that is sent again is a new one",
    "no_dedupe",
    frozenset({Kind.TWICE, Kind.LOST_ACK}),
    prepare=without_unique_key,
)
