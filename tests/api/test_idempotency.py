import asyncio
import gc
import socket
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
import pytest_asyncio
from litestar import Response, post
from litestar.datastructures import State
from litestar.params import JSONBody
from msgspec import Struct

from api.app import build_app
from api.idempotency import AT_WORK_MS
from api.who import SignedIn, mint
from api.worker import Worker
from hub.errors import Rejected
from persistence.answered import KEPT_MS
from tests.api.serving import running
from tests.api.whole import SECRET, problem, some_settings

pytestmark = pytest.mark.asyncio(loop_scope="module")

LINK = "https://hub.test/open#s3cret"


class Making(Struct, frozen=True, forbid_unknown_fields=True):
    """What is to be made, and how that goes."""

    name: str
    how: str = "well"


@dataclass
class Workshop:
    """What was made; who has `how` "slowly" waits for `go`."""

    made: list[str] = field(default_factory=list[str])
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    go: asyncio.Event = field(default_factory=asyncio.Event)


async def _make(data: Making, state: State) -> Response[dict[str, Any]]:
    shop: Workshop = state.workshop
    if data.how == "refused":
        raise Rejected("auth.forbidden", role="viewer")
    shop.made.append(data.name)
    if data.how == "slowly":
        shop.begun.set()
        await shop.go.wait()
    if data.how == "broken":
        raise ZeroDivisionError
    return Response({"number": len(shop.made), "url": LINK}, status_code=201, headers={"Location": f"/{data.name}"})


@post("/api/things", opt={"creates": True})
async def make(data: JSONBody[Making], state: State) -> Response[dict[str, Any]]:
    """Creates something."""
    return await _make(data, state)


@post("/api/visits")
async def visit(data: JSONBody[Making], state: State) -> Response[dict[str, Any]]:
    """Creates nothing that is kept."""
    return await _make(data, state)


class Stepped:
    """A clock that stands still."""

    at_ms = 1_795_000_000_000

    def now_ms(self) -> int:
        """Wall time."""
        return self.at_ms

    def steady_ms(self) -> int:
        """The same."""
        return self.at_ms


@dataclass
class Shop:
    """A whole hub with something to make."""

    http: httpx.AsyncClient
    state: State
    clock: Stepped
    database_url: str

    @property
    def made(self) -> list[str]:
        """All that was."""
        return self.state.workshop.made

    async def post(
        self, key: str | None, *, account: str | None = "ana", path: str = "/api/things", **body: str
    ) -> httpx.Response:
        """Ask for something."""
        headers = {} if key is None else {"Idempotency-Key": key}
        if account is not None:
            worker: Worker = self.state.worker
            person = SignedIn(account, "s_1", account)
            word = mint(SECRET, person, expires_ms=worker.clock.now_ms() + 10_000)
            headers["Authorization"] = f"Bearer {word}"
        return await self.http.post(path, json={"name": "x", **body}, headers=headers)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hub_with_things(database_url: str, redis_url: str) -> AsyncGenerator[Shop]:
    """One for all."""
    app = build_app(some_settings(database_url, redis_url, web_dir=Path("/nowhere")))
    app.register(make)
    app.register(visit)
    listener = socket.create_server(("127.0.0.1", 0))
    base = f"http://127.0.0.1:{listener.getsockname()[1]}"
    async with running(app, listener), httpx.AsyncClient(base_url=base) as http:
        clock = Stepped()
        app.state.worker = replace(app.state.worker, clock=clock)
        yield Shop(http, app.state, clock, database_url)
    gc.unfreeze()


@pytest.fixture
def shop(hub_with_things: Shop) -> Shop:
    """Where nothing was made yet."""
    hub_with_things.state.workshop = Workshop()
    return hub_with_things


async def test_what_is_sent_twice_is_made_once_and_answered_alike(shop: Shop) -> None:
    first, second = await shop.post("k-twice"), await shop.post("k-twice")
    assert shop.made == ["x"]
    assert (second.status_code, second.content) == (first.status_code, first.content) == (201, first.content)
    assert first.json() == {"number": 1, "url": LINK}
    for name in ("Content-Type", "Location"):
        assert second.headers[name] == first.headers[name]
    assert ("Idempotency-Replayed" in first.headers, second.headers["Idempotency-Replayed"]) == (False, "true")
    assert second.headers["X-Content-Type-Options"] == "nosniff"


async def test_of_many_at_once_one_is_made(shop: Shop) -> None:
    answers = await asyncio.gather(*(shop.post("k-many") for _ in range(20)))
    assert shop.made == ["x"]
    assert {each.status_code for each in answers} <= {201, 409}
    assert all(problem(each) == (409, "http.key_at_work") for each in answers if each.status_code == 409)
    assert (await shop.post("k-many")).status_code == 201


async def test_a_key_is_for_one_request(shop: Shop) -> None:
    await shop.post("k-one")
    assert problem(await shop.post("k-one", name="y")) == (422, "http.key_reused")
    assert problem(await shop.post("k-one", path="/api/things?x=1")) == (422, "http.key_reused")
    assert shop.made == ["x"]


async def test_a_key_is_one_persons(shop: Shop) -> None:
    assert (await shop.post("k-mine")).json()["number"] == 1
    assert (await shop.post("k-mine", account="ben")).json()["number"] == 2


async def test_while_the_first_is_at_work_the_second_is_told_to_wait(shop: Shop) -> None:
    first = asyncio.create_task(shop.post("k-slow", how="slowly"))
    await shop.state.workshop.begun.wait()
    waiting = await shop.post("k-slow", how="slowly")
    assert problem(waiting) == (409, "http.key_at_work")
    assert waiting.headers["Retry-After"] == "1"
    shop.state.workshop.go.set()
    assert (await first).status_code == 201
    assert (await shop.post("k-slow", how="slowly")).status_code == 201
    assert shop.made == ["x"]


async def test_what_was_refused_may_be_sent_again(shop: Shop) -> None:
    assert problem(await shop.post("k-no", how="refused")) == (403, "auth.forbidden")
    assert problem(await shop.post("k-no", how="refused")) == (403, "auth.forbidden")
    assert (await shop.post("k-no")).status_code == 201


async def test_after_a_fault_nobody_makes_it_a_second_time_unseen(shop: Shop) -> None:
    assert problem(await shop.post("k-broken", how="broken")) == (500, "hub.broken")
    assert problem(await shop.post("k-broken", how="broken")) == (409, "http.key_at_work")
    shop.clock.at_ms += AT_WORK_MS
    assert problem(await shop.post("k-broken", how="broken")) == (409, "http.key_lost")
    assert shop.made == ["x"]


async def test_a_key_is_forgotten_after_a_day(shop: Shop) -> None:
    await shop.post("k-day")
    shop.clock.at_ms += KEPT_MS - 1
    assert (await shop.post("k-day")).headers["Idempotency-Replayed"] == "true"
    shop.clock.at_ms += 1
    assert "Idempotency-Replayed" not in (await shop.post("k-day")).headers
    assert shop.made == ["x", "x"]


@pytest.mark.parametrize(
    "how", [{"key": None}, {"key": "k-visit", "path": "/api/visits"}, {"key": "k", "account": None}]
)
async def test_without_a_key_a_creation_or_a_person_nothing_is_remembered(shop: Shop, how: dict[str, Any]) -> None:
    await shop.post(**how)
    await shop.post(**how)
    assert shop.made == ["x", "x"]


@pytest.mark.parametrize("key", ["", "a b", "x" * 129])
async def test_a_key_that_is_none_is_refused(shop: Shop, key: str) -> None:
    assert problem(await shop.post(key)) == (400, "http.key")
    assert shop.made == []


async def test_neither_a_key_nor_what_was_answered_can_be_read_in_the_database(shop: Shop) -> None:
    await shop.post("k-secret")
    connection = await asyncpg.connect(shop.database_url)
    rows = await connection.fetch("SELECT * FROM answered WHERE body IS NOT NULL")
    await connection.close()
    stored = b"".join(str(value).encode() if not isinstance(value, bytes) else value for row in rows for value in row)
    assert rows
    assert b"s3cret" not in stored
    assert b"k-secret" not in stored


async def test_with_another_secret_of_the_hub_an_answer_is_lost(shop: Shop) -> None:
    await shop.post("k-other")
    connection = await asyncpg.connect(shop.database_url)
    await connection.execute("UPDATE answered SET body = sha256(body) WHERE body IS NOT NULL")
    await connection.close()
    assert problem(await shop.post("k-other")) == (409, "http.key_lost")


async def test_a_request_that_is_too_big_is_refused_before_it_is_remembered(shop: Shop) -> None:
    assert problem(await shop.post("k-big", name="x" * 100_000)) == (413, "protocol.too_big")
    assert (await shop.post("k-big")).status_code == 201
