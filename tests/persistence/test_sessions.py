import asyncio
from itertools import count

import pytest

from persistence import accounts, sessions
from persistence.database import Database
from persistence.sessions import Bearer, Held

_fresh = count(1)
SUBJECTS = "SELECT subject FROM revoked"


async def an_account(database: Database) -> str:
    async with database.connection() as connection:
        return await accounts.create(connection, f"s{next(_fresh)}@hub.test", "Ana", "hash", verified=True, now_ms=1)


async def started(database: Database, account: str, now_ms: int = 1_000) -> str:
    """A new session's id."""
    async with database.transaction() as connection:
        session, bearer = await sessions.start(connection, account, "a phone", "10.0.0.1", now_ms=now_ms)
    assert bearer == Bearer("Ana", platform_admin=False)
    return session


async def revoked(database: Database) -> list[str]:
    """Of what every worker was told."""
    async with database.connection() as connection:
        return [row["subject"] for row in await connection.fetch(SUBJECTS)]


async def test_a_session_begins_at_generation_0(database: Database) -> None:
    account = await an_account(database)
    session = await started(database, account)
    async with database.transaction() as connection:
        assert await sessions.hold(connection, session) == Held(session, account, 0, 1_000, 1_000, None)
        assert await sessions.hold(connection, "none") is None


async def test_a_session_remembers_when_it_was_proven_until_it_ends(database: Database) -> None:
    account, other = await an_account(database), await an_account(database)
    session = await started(database, account)
    async with database.transaction() as connection:
        assert await sessions.proven_at(connection, account, session) == 1_000
        assert await sessions.proven_at(connection, other, session) is None
        assert await sessions.prove(connection, account, session, now_ms=5_000)
        assert not await sessions.prove(connection, other, session, now_ms=6_000)
        await sessions.rotate(connection, session, now_ms=7_000)
        assert await sessions.proven_at(connection, account, session) == 5_000
        await sessions.end(connection, account, [session], "ended", now_ms=8_000)
        assert not await sessions.prove(connection, account, session, now_ms=9_000)
        assert await sessions.proven_at(connection, account, session) is None


async def test_nobody_has_no_session(database: Database) -> None:
    with pytest.raises(LookupError):
        async with database.transaction() as connection:
            await sessions.start(connection, "nobody", "", "", now_ms=1)


async def test_whoever_holds_a_session_has_it_alone(database: Database) -> None:
    """Twenty at once each see the generation that the one before them left."""
    account = await an_account(database)
    session = await started(database, account)

    async def turn() -> int:
        async with database.transaction() as connection:
            held = await sessions.hold(connection, session)
            assert held is not None
            await sessions.rotate(connection, session, now_ms=2_000)
            return held.generation

    assert sorted(await asyncio.gather(*(turn() for _ in range(20)))) == list(range(20))


async def test_devices_are_listed_by_when_they_were_seen_and_only_while_they_live(database: Database) -> None:
    account = await an_account(database)
    old, first, second, ended = [await started(database, account, at_ms) for at_ms in (500, 1_000, 2_000, 3_000)]
    async with database.transaction() as connection:
        await sessions.end(connection, account, [ended], "ended", now_ms=4_000)
        await sessions.rotate(connection, first, now_ms=5_000)
        listed = await sessions.living(connection, account, since_ms=500)
    assert [(each.id, each.created_at_ms, each.seen_at_ms) for each in listed] == [
        (first, 1_000, 5_000),
        (second, 2_000, 2_000),
    ]
    assert old not in {each.id for each in listed}
    assert {(each.device, each.address) for each in listed} == {("a phone", "10.0.0.1")}


async def test_the_oldest_sessions_are_forgotten(database: Database) -> None:
    account = await an_account(database)
    first, second = [await started(database, account, at_ms) for at_ms in (0, 1)]
    await started(database, account, sessions.KEPT_MS + 1)
    async with database.transaction() as connection:
        assert await sessions.hold(connection, first) is None
        assert await sessions.hold(connection, second) is not None


async def test_a_session_ends_once_and_every_worker_is_told(database: Database) -> None:
    account, other = await an_account(database), await an_account(database)
    session = await started(database, account)
    async with database.transaction() as connection:
        assert await sessions.end(connection, other, [session], "ended", now_ms=2_000) == []
        assert await sessions.end(connection, account, [session, "none"], "ended", now_ms=2_000) == [session]
        assert await sessions.end(connection, account, [session], "ended", now_ms=3_000) == []
        held = await sessions.hold(connection, session)
    assert held is not None
    assert held.ended_at_ms == 2_000
    assert (await revoked(database)).count(f"session:{session}") == 1


async def test_all_of_an_account_end_but_the_one_that_asks(database: Database) -> None:
    account, other = await an_account(database), await an_account(database)
    mine, phone, laptop = [await started(database, account) for _ in range(3)]
    theirs = await started(database, other)
    async with database.transaction() as connection:
        assert set(await sessions.end_all(connection, account, "password", but=mine, now_ms=2)) == {phone, laptop}
        assert await sessions.end_all(connection, account, "ended", now_ms=3) == [mine]
    assert f"session:{theirs}" not in await revoked(database)
