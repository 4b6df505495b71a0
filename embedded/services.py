"""Postgres and Redis for one hub: the ones the environment names, otherwise our own in a directory."""

import os
from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from embedded.postgres import Postgres
from embedded.redis import Redis


@dataclass(frozen=True, slots=True)
class Services:
    """Where the two are. `postgres` and `redis` are None where the environment named somebody else's."""

    database_url: str
    redis_url: str
    postgres: Postgres | None
    redis: Redis | None

    def environment(self) -> dict[str, str]:
        """What `hub serve` needs to know of them."""
        return {"HUB_DATABASE_URL": self.database_url, "HUB_REDIS_URL": self.redis_url}


@contextmanager
def services(directory: Path, environ: Mapping[str, str] = os.environ) -> Generator[Services]:
    """Both, running; what we started is stopped at the end.

    Raises:
        NotStarted: one of ours did not start.
    """
    with ExitStack() as running:
        postgres = redis = None
        if not (database_url := environ.get("HUB_DATABASE_URL", "")):
            postgres = running.enter_context(Postgres(directory))
            database_url = postgres.url
        if not (redis_url := environ.get("HUB_REDIS_URL", "")):
            redis = running.enter_context(Redis(directory))
            redis_url = redis.url
        yield Services(database_url, redis_url, postgres, redis)
