"""A whole hub on this machine: services, tables, one night, and workers that serve it."""

import asyncio
import os
import secrets
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.settings import Settings, read
from embedded.hub import Hub
from embedded.port import LOOPBACK, free_port
from embedded.service import NotStarted
from embedded.services import Services, services

ROOT = Path(__file__).resolve().parents[1]
SECRET_BYTES, PASSWORD_BYTES = 32, 9
#: Connections that end with a demo need not be spread over seconds.
DRAIN_MS = 500


@dataclass(frozen=True, slots=True)
class Stack:
    """What runs. `settings` is what the hub was started with."""

    services: Services
    hub: Hub
    settings: Settings

    def facts(self) -> dict[str, Any]:
        """Where everything is, for tools."""
        ours = {"postgres": self.services.postgres, "redis": self.services.redis, "hub": self.hub}
        pids = {name: service.pid if service.running else None for name, service in ours.items() if service}
        return {
            "url": self.hub.url,
            "socket_url": f"ws://{LOOPBACK}:{self.hub.port}/ws",
            "database_url": self.services.database_url,
            "redis_url": self.services.redis_url,
            "grant_secret": self.settings.grant_secret,
            "pids": {**pids, "workers": self.hub.worker_pids()},
        }


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a stack is to be. `port` None: 8000 when it is free. `rooms`: empty ones beside those of the night."""

    directory: Path
    workers: int = 2
    host: str = LOOPBACK
    port: int | None = None
    rooms: tuple[str, ...] = ()


def _told(_step: str) -> None:
    """Nobody wants to know."""


@contextmanager
def stack(wanted: Wanted, tell: Callable[[str], None] = _told) -> Generator[Stack]:
    """Start everything in order, telling each step; at the end stop it in the other order.

    Raises:
        NotStarted: something did not start.
        Misconfigured: the environment has settings that are wrong.
    """
    with ExitStack() as running:
        tell("postgres and redis")
        two = running.enter_context(services(wanted.directory))
        environ = environment(wanted, two, os.environ)
        settings = read({**os.environ, **environ})
        tell("tables")
        _migrate(settings)
        tell(f"hub with {wanted.workers} worker{'s' if wanted.workers > 1 else ''}")
        hub = Hub(wanted.directory, environ, wanted.workers)
        running.callback(hub.stop)
        hub.begin()
        tell("one night")
        _seed(settings, wanted.rooms, password(wanted.directory))
        hub.ready()
        yield Stack(two, hub, settings)


# Each of the two needs half a second of imports, which others need not wait for.


def _migrate(settings: Settings) -> None:
    from persistence.migrations import migrate  # noqa: PLC0415

    asyncio.run(migrate(settings.owner_url))


def _seed(settings: Settings, rooms: Iterable[str], owners: str) -> None:
    from embedded.seed import seed  # noqa: PLC0415

    asyncio.run(seed(settings, rooms, owners))


def environment(wanted: Wanted, two: Services, environ: Mapping[str, str]) -> dict[str, str]:
    """What `hub serve` gets; where `environ` has a word of its own, that counts."""
    port = free_port(8000) if wanted.port is None else wanted.port or free_port(0)
    origins = {f"http://{host}:{port}" for host in (LOOPBACK, "localhost", wanted.host)}
    ours = {
        "HUB_GRANT_SECRET": secret(wanted.directory),
        "HUB_ORIGINS": ",".join(sorted(origins)),
        "HUB_WEB_DIR": str(ROOT / "web" / "dist"),
        "HUB_DRAIN_MS": str(DRAIN_MS),
        "HUB_DEV_MAIL": "1",
        "HUB_FILES": str(wanted.directory / "files"),
    }
    kept = {name: environ.get(name) or value for name, value in ours.items()}
    return {**kept, **two.environment(), "HUB_HOST": wanted.host, "HUB_PORT": str(port)}


def secret(directory: Path) -> str:
    """The key of this directory's grants, made once, so that links outlive a restart."""
    return _kept(directory / "grant_secret", SECRET_BYTES)


def password(directory: Path) -> str:
    """With which the owner of this directory's organisation signs in, made once."""
    return _kept(directory / "password", PASSWORD_BYTES)


def _kept(file: Path, size: int) -> str:
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as made:
            made.write(secrets.token_urlsafe(size))
    if not (kept := file.read_text()):
        raise NotStarted(f"{file} is empty: remove it, then start again.")
    return kept
