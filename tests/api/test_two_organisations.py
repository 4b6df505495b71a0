"""Nobody gets at what is another organisation's: whatever is asked over HTTP, whatever is said on a socket."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import pytest
import pytest_asyncio
from litestar import get, post
from litestar.datastructures import State
from litestar.params import FromPath
from redis.asyncio import Redis
from structlog.testing import capture_logs

from api.who import Who
from hub.errors import Rejected
from hub.kernel import Role
from hub.rooms.rate import Rate
from persistence.redis_bus import RedisBus
from tests.api.eavesdropper import eavesdrop
from tests.api.intruder import OWN, VICTIM, Intruder
from tests.api.neighbours import mark, settle
from tests.api.whole import Whole, whole
from tests.api.wiretap import wiretap

SHOW = "SELECT title FROM show WHERE id = $1"


async def _as_owner(state: State, statement: str, *values: str) -> Any:
    """What a statement finds when nothing holds it back."""
    connection = await asyncpg.connect(state.worker.settings.owner_url)
    try:
        return await connection.fetchval(statement, *values)
    finally:
        await connection.close()


@get("/api/orgs/{org:str}/leaks/{show:str}")
async def shows_it(org: FromPath[str], show: FromPath[str], who: Who, state: State) -> str:  # noqa: ARG001
    """Shows what anybody has."""
    return await _as_owner(state, SHOW, show) or ""


@get("/api/leaks/{venue:str}")
async def tells_it(venue: FromPath[str], who: Who, state: State) -> dict[str, str]:  # noqa: ARG001
    """Says nothing, but differently when there is something."""
    if await _as_owner(state, "SELECT id FROM venue WHERE id = $1", venue):
        raise Rejected("auth.forbidden", role="crew")
    raise Rejected("http.not_found")


@post("/api/leaks/{stream:str}")
async def writes_it(stream: FromPath[str], who: Who, state: State) -> dict[str, str]:  # noqa: ARG001
    """Refuses, and writes all the same."""
    await _as_owner(state, "UPDATE stream SET title = title || '!' WHERE id = $1", stream)
    raise Rejected("http.not_found")


@get("/api/leaks/of/{nobody:str}")
async def takes_what_is_new(nobody: FromPath[str], who: Who) -> str:  # noqa: ARG001
    """Has an address that the intruder cannot fill."""
    return nobody


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hub(database_url: str, redis_url: str) -> Any:
    """A hub that both use, and that takes as many requests as are made."""
    async with whole(database_url, redis_url, rate_address=Rate(100_000, 100_000)) as hub:
        for each in (VICTIM, OWN):
            await settle(hub, database_url, each)
        yield hub


async def an_intruder(hub: Whole, database_url: str, **how: Any) -> Intruder:
    document = (await hub.http.get("/api/docs/openapi.json")).json()
    return Intruder(hub, document, database_url, **how)


async def test_who_is_signed_in_gets_at_nothing_of_the_other_organisation(
    hub: Whole, database_url: str, redis_url: str
) -> None:
    intruder = await an_intruder(hub, database_url)
    with capture_logs() as logs:
        async with wiretap(redis_url) as tap:
            assert "\n".join(await intruder.attack()) == ""
    assert intruder.asked > 200
    assert mark(VICTIM.letter) not in str(logs)
    assert tap.found(VICTIM, OWN) == []
    # The twin: with their own ids the same requests find something, so they are not just wrong.
    assert "\n".join(await intruder.control()) == ""


async def test_who_is_not_signed_in_gets_at_nothing(hub: Whole, database_url: str) -> None:
    intruder = await an_intruder(hub, database_url, signed_in=False)
    assert "\n".join(await intruder.attack()) == ""


async def test_an_intruder_finds_a_route_that_shows_tells_or_writes(
    hub: Whole, database_url: str, redis_url: str
) -> None:
    more = (shows_it, tells_it, writes_it, takes_what_is_new)
    async with whole(database_url, redis_url, more=more, rate_address=Rate(100_000, 100_000)) as leaky:
        intruder = await an_intruder(leaky, database_url)
        leaks = {path: each for path, each in intruder.document["paths"].items() if "/leaks" in path}
        intruder.document["paths"] = leaks
        found = "\n".join(await intruder.attack())
    assert "get /api/orgs/{org}/leaks/{show} (org of b, show of a; inside b) shows what is the victim's" in found
    assert "get /api/leaks/{venue} (venue of a; inside b) tells that it is there" in found
    assert "get /api/leaks/{venue} (venue of a; inside b) is 403, and should be 404" in found
    assert "post /api/leaks/{stream} (stream of a; inside b) changed stream" in found
    assert "get /api/leaks/of/{nobody} has ['nobody'], which nobody can fill" in found
    assert hub.worker.database.in_use == 0


@asynccontextmanager
async def two_workers(database_url: str, redis_url: str) -> AsyncGenerator[tuple[Whole, Whole]]:
    """Both have opened no room yet."""
    async with whole(database_url, redis_url) as here, whole(database_url, redis_url) as there:
        yield here, there


async def test_who_is_on_a_socket_hears_and_changes_nothing_of_the_other_organisation(hub: Whole) -> None:
    token = hub.grant(*OWN.rooms, person="account-b", role=Role.MANAGER)
    with capture_logs() as logs:
        assert "\n".join(await eavesdrop(hub, token, OWN, VICTIM)) == ""
    assert mark(VICTIM.letter) not in str(logs)
    assert mark(OWN.letter) not in str(logs)


async def test_an_eavesdropper_hears_and_changes_what_a_wrong_grant_opens(hub: Whole) -> None:
    """The twin: what the test before looks for can be seen."""
    token = hub.grant(*OWN.rooms, *VICTIM.rooms, person="account-b", role=Role.MANAGER)
    found = "\n".join(await eavesdrop(hub, token, OWN, VICTIM))
    assert "hello opens show/show-a" in found
    assert "a is heard" in found


async def test_no_channel_or_key_of_redis_has_what_is_of_another_organisation(
    hub: Whole, database_url: str, redis_url: str
) -> None:
    token = hub.grant(*OWN.rooms, person="account-b", role=Role.MANAGER)
    async with wiretap(redis_url) as tap, two_workers(database_url, redis_url) as (here, there):
        assert "\n".join(await eavesdrop(here, token, OWN, VICTIM, beside=there)) == ""
    assert tap.found(VICTIM, OWN) == []
    # Of each worker the rooms that its own sockets are in, for no moment another.
    assert [tap.subscribed(room) for room in (*OWN.rooms, *VICTIM.rooms)] == [1] * 6
    for each in (OWN, VICTIM):
        told = {channel for channel, content in tap.messages if mark(each.letter) in content}
        assert len(told) == len(each.rooms), told


async def test_a_wiretap_hears_a_worker_that_listens_to_the_wrong_room(
    hub: Whole, database_url: str, redis_url: str
) -> None:
    """The twin: a wrong grant makes the worker of one listen to the other."""
    token = hub.grant(*OWN.rooms, *VICTIM.rooms, person="account-b", role=Role.MANAGER)
    async with wiretap(redis_url) as tap, two_workers(database_url, redis_url) as (here, there):
        await eavesdrop(here, token, OWN, VICTIM, beside=there)
    assert tap.subscribed(VICTIM.rooms[0]) == 2


async def test_a_wiretap_hears_one_channel_for_all_rooms(
    hub: Whole, database_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: what both say is in the same place, though no socket is told."""
    monkeypatch.setattr(RedisBus, "_channel", lambda _bus, _room: b"hub0:rooms")  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    token = hub.grant(*OWN.rooms, person="account-b", role=Role.MANAGER)
    async with wiretap(redis_url) as tap, two_workers(database_url, redis_url) as (here, there):
        await eavesdrop(here, token, OWN, VICTIM, beside=there)
    assert {"a is in the channel b'hub0:rooms'", "b is in the channel b'hub0:rooms'"} <= set(tap.found(VICTIM, OWN))


async def test_a_wiretap_reads_what_is_kept_of_another_organisation(redis_url: str) -> None:
    redis = Redis.from_url(redis_url)  # pyright: ignore[reportUnknownMemberType]
    kept = {f"hub:last:{room}": mark(OWN.letter) for room in VICTIM.rooms} | {"hub:names": mark(VICTIM.letter)}
    for key, text in kept.items():
        await redis.set(key, "")
        async with wiretap(redis_url) as tap:
            await redis.set(key, text)
        found = tap.found(VICTIM, OWN)
        assert len(found) == 2, found
        await redis.delete(key)
    async with wiretap(redis_url) as tap:
        await redis.hset(f"hub:own:{OWN.rooms[0]}", mapping={"name": mark(OWN.letter)})  # pyright: ignore[reportGeneralTypeIssues]
    assert tap.found(VICTIM, OWN) == []
    await redis.aclose()
