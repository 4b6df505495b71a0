"""A whole worker: the app as `hub serve` runs it, over real Postgres and Redis, on a loopback port."""

import gc
import socket
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import msgspec
from litestar.handlers import HTTPRouteHandler
from websockets.asyncio.client import connect
from websockets.typing import Origin, Subprotocol

from api import grants, openapi
from api.app import build_app
from api.settings import Settings
from api.worker import Worker
from hub.kernel import Actor, Role
from tests.api.serving import ORIGIN, running
from tests.services import as_app

SECRET = "0123456789abcdef0123456789abcdef"


@dataclass
class Whole:
    """The worker, and the ways to it."""

    worker: Worker
    http: httpx.AsyncClient
    port: int

    def dial(self, **how: Any) -> connect:
        """A socket."""
        how = {"compression": None, "close_timeout": 1, "origin": Origin(ORIGIN)} | how
        url = f"ws://127.0.0.1:{self.port}/ws"
        return connect(url, subprotocols=[Subprotocol("hub.v1.json")], **how)

    def grant(self, *rooms: str, person: str = "ana", role: Role = Role.DJ, hours: float = 1) -> str:
        """A grant as `hub grant` makes it."""
        expires_ms = self.worker.clock.now_ms() + round(hours * 3_600_000)
        return grants.mint(SECRET, Actor(person, role, person.capitalize()), rooms, expires_ms=expires_ms)

    async def create(self, room: str) -> str:
        """A room in the log."""
        await self.worker.service.doors.ports.log.create(room, "org")
        return room


def some_settings(database_url: str, redis_url: str, **others: Any) -> Settings:
    """What a worker needs, and what a test wants different."""
    values: dict[str, Any] = {
        "grant_secret": SECRET,
        "origins": frozenset({ORIGIN}),
        "drain_ms": 0,
        "public_url": ORIGIN,
        "dev_mail": True,
        # All tests come from one address.
        "tries_per_address": 1_000_000,
    } | others
    return Settings(database_url=as_app(database_url), redis_url=redis_url, owner_url=database_url, **values)


@asynccontextmanager
async def whole(
    database_url: str, redis_url: str, *, more: Sequence[HTTPRouteHandler] = (), **others: Any
) -> AsyncGenerator[Whole]:
    """One, from start to stop, with `more` routes than it has."""
    app = build_app(some_settings(database_url, redis_url, **({"web_dir": Path("/nowhere")} | others)))
    for each in more:
        app.register(each)
        openapi.describe(app)
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    async with running(app, listener), httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
        yield Whole(app.state.worker, http, port)
    gc.unfreeze()


def problem(response: httpx.Response) -> tuple[int, str]:
    """The status and code of a refusal that says what to do."""
    assert response.headers["Content-Type"] == "application/problem+json"
    body = msgspec.json.decode(response.content, type=dict[str, Any])
    assert body["status"] == response.status_code
    assert body["type"] == f"urn:showhub:{body['code']}"
    assert body["title"].endswith(".")
    return response.status_code, body["code"]
