"""Keys change while the hub runs, and nobody who is in notices."""

from collections.abc import AsyncGenerator

import httpx
import jwt
import pytest
import pytest_asyncio

from api import grants, keys, who
from api.keys import KeyKeeping
from api.signing import Forged, Keys, sign, unsign
from api.worker import Worker
from hub.kernel import Role
from persistence import signing_keys
from persistence.clock import SystemClock
from persistence.database import Database
from tests.api.accounts.people import somebody
from tests.api.whole import SECRET, Whole, problem, whole
from tests.services import a_room, until

pytestmark = pytest.mark.asyncio(loop_scope="module")
NOW_MS = SystemClock().now_ms()


@pytest_asyncio.fixture(loop_scope="module")
async def owner(database_url: str) -> AsyncGenerator[Database]:
    """The database as who owns it has it, without any keys."""
    database = Database(database_url)
    await database.open()
    async with database.connection() as connection:
        await connection.execute("DELETE FROM signing_key")
    yield database
    await database.close()


async def rotate(owner: Database, now_ms: int = NOW_MS, keep_ms: int = 1 << 40) -> str:
    async with owner.transaction() as connection:
        return await signing_keys.rotate(connection, now_ms=now_ms, keep_ms=keep_ms)


async def retire(owner: Database, key: str) -> None:
    async with owner.transaction() as connection:
        assert await signing_keys.retire(connection, key, now_ms=NOW_MS)


async def look(worker: Worker) -> None:
    await KeyKeeping(worker.keys, worker.clock, worker.database).look()


def key_of(token: str) -> str | None:
    return jwt.get_unverified_header(token).get("kid")


async def me(hub: Whole, word: str) -> httpx.Response:
    return await hub.http.get("/api/me/passkeys", headers={"Authorization": f"Bearer {word}"})


async def test_who_is_in_stays_in_whatever_signs_now(hub: Whole, owner: Database) -> None:
    ana = await somebody(hub)
    signed_in = who.SignedIn(ana.account, ana.session, "Ana")
    later_ms = hub.worker.clock.now_ms() + who.SESSION_MS
    await look(hub.worker)
    words = [who.mint(hub.worker.keys, signed_in, expires_ms=later_ms)]
    ids: list[str | None] = [None]
    for n in range(2):
        ids.append(await rotate(owner, NOW_MS + n))
        await look(hub.worker)
        words.append(who.mint(hub.worker.keys, signed_in, expires_ms=later_ms))
    assert [key_of(word) for word in words] == ids
    assert [(await me(hub, word)).status_code for word in words] == [200, 200, 200]


async def test_what_a_key_that_ended_signed_is_not_ours_any_more(hub: Whole, owner: Database) -> None:
    ana = await somebody(hub)
    old = await rotate(owner)
    await look(hub.worker)
    signed_in = who.SignedIn(ana.account, ana.session, "Ana")
    word = who.mint(hub.worker.keys, signed_in, expires_ms=hub.worker.clock.now_ms() + who.SESSION_MS)
    await retire(owner, old)
    new = await rotate(owner, NOW_MS + 1)
    await look(hub.worker)
    assert problem(await me(hub, word)) == (401, "auth.session_invalid")
    again = who.mint(hub.worker.keys, signed_in, expires_ms=hub.worker.clock.now_ms() + who.SESSION_MS)
    assert key_of(again) == new
    assert (await me(hub, again)).status_code == 200


async def test_a_worker_that_has_not_looked_yet_lets_in_whom_another_signed_for(hub: Whole, owner: Database) -> None:
    await look(hub.worker)
    await rotate(owner)
    elsewhere = Keys(SECRET)
    await KeyKeeping(elsewhere, hub.worker.clock, owner).look()
    room = await hub.create(a_room())
    token = hub.grant(room, role=Role.DJ)
    grant = grants.read(SECRET, token, now_ms=NOW_MS)
    named = grants.write(elsewhere, grant)
    assert key_of(named)
    assert hub.worker.admission.grant(named) == grant


async def test_the_audience_keeps_its_cookie(hub: Whole, owner: Database) -> None:
    hub.http.cookies.clear()
    room = await hub.create(a_room())
    before = (await hub.http.post("/api/enter", json={"room": room})).json()["person"]
    key = await rotate(owner)
    await look(hub.worker)
    after = (await hub.http.post("/api/enter", json={"room": room})).json()
    assert after["person"] == before
    assert key_of(after["token"]) == key
    hub.http.cookies.clear()


async def test_a_key_ends_by_itself(owner: Database) -> None:
    found, clock = Keys(SECRET), SystemClock()
    old = await rotate(owner, clock.now_ms())
    await KeyKeeping(found, clock, owner).look()
    text = sign(found, {}, audience="door")
    assert key_of(text) == old
    await rotate(owner, clock.now_ms(), keep_ms=-1)
    await KeyKeeping(found, clock, owner).look()
    with pytest.raises(Forged):
        unsign(found, text, audience="door")


async def test_a_worker_looks_by_itself_also_after_the_database_was_away(
    owner: Database, database_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "LOOK_S", 0.01)
    async with whole(database_url, redis_url) as hub:
        first = await rotate(owner)
        await until(lambda: hub.worker.keys.signing()[1] == {"kid": first})
        await hub.worker.database.close()
        second = await rotate(owner, NOW_MS + 1)
        await hub.worker.database.open()
        await until(lambda: hub.worker.keys.signing()[1] == {"kid": second})
