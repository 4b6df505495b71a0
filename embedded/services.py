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
    """Where the two are. `postgres` and `redis` are None where the environment named somebody else's.

    `database_url` is as the database's owner, `app_url` as the hub sees it.
    """

    database_url: str
    app_url: str
    redis_url: str
    postgres: Postgres | None
    redis: Redis | None

    def environment(self) -> dict[str, str]:
        """What `hub serve` needs to know of them."""
        return {
            "HUB_DATABASE_URL": self.app_url,
            "HUB_OWNER_URL": self.database_url,
            "HUB_REDIS_URL": self.redis_url,
        }


@contextmanager
def services(directory: Path, environ: Mapping[str, str] = os.environ) -> Generator[Services]:
    """Both, running; what we started is stopped at the end.

    Raises:
        NotStarted: one of ours did not start.
    """
    database_url, redis_url = environ.get("HUB_DATABASE_URL", ""), environ.get("HUB_REDIS_URL", "")
    postgres = None if database_url else Postgres(directory)
    redis = None if redis_url else Redis(directory)
    ours = [service for service in (postgres, redis) if service is not None]
    with ExitStack() as running:
        for service in ours:
            running.callback(service.stop)
            service.begin()
        for service in ours:
            service.ready()
        app_url = postgres.app_url if postgres else database_url
        database_url = postgres.url if postgres else environ.get("HUB_OWNER_URL", "") or database_url
        redis_url = redis.url if redis else redis_url
        yield Services(database_url, app_url, redis_url, postgres, redis)
