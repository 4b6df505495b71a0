import asyncio
from hashlib import sha256

import pytest

from persistence import accounts, mail_tokens
from persistence.database import Database
from persistence.mail_tokens import Mailed

KEPT = "SELECT hash FROM mail_token WHERE account = $1"


@pytest.fixture
async def account(database: Database) -> str:
    """An account that nobody has verified."""
    async with database.connection() as connection:
        return await accounts.create(connection, "ana@hub.test", "Ana", "hash", verified=False, now_ms=1)


async def made(database: Database, account: str, purpose: str = "reset", expires_ms: int = 2_000) -> str:
    """The secret of a new link."""
    async with database.transaction() as connection:
        return await mail_tokens.make(connection, account, purpose, "ana@hub.test", expires_ms=expires_ms)


async def spent(database: Database, secret: str, *purposes: str) -> Mailed | None:
    """What a link is for, used up."""
    async with database.transaction() as connection:
        return await mail_tokens.spend(connection, secret, purposes)


async def test_of_a_link_only_the_hash_of_256_bits_is_kept(database: Database, account: str) -> None:
    secret = await made(database, account)
    assert len(secret) == 43
    async with database.connection() as connection:
        assert [row["hash"] for row in await connection.fetch(KEPT, account)] == [sha256(secret.encode()).digest()]


async def test_of_many_at_once_one_spends_a_link(database: Database, account: str) -> None:
    secret = await made(database, account)
    answers = await asyncio.gather(*(spent(database, secret, "reset") for _ in range(20)))
    assert [each for each in answers if each] == [Mailed(account, "reset", "ana@hub.test", 2_000)]


async def test_a_link_is_spent_for_its_purpose(database: Database, account: str) -> None:
    secret = await made(database, account)
    assert await spent(database, secret, "verify", "change") is None
    assert await spent(database, "nonsense", "reset") is None
    assert await spent(database, secret, "verify", "reset") is not None


async def test_whose_link_it_is_can_be_asked_without_spending_it(database: Database, account: str) -> None:
    secret = await made(database, account)
    async with database.connection() as connection:
        assert await mail_tokens.account_of(connection, secret) == account
        assert await mail_tokens.account_of(connection, "nonsense") is None
    assert await spent(database, secret, "reset") is not None


async def test_links_are_taken_back_by_purpose_and_forgotten_by_age(database: Database, account: str) -> None:
    reset, change = [await made(database, account, purpose) for purpose in ("reset", "change")]
    old = await made(database, account, "verify", expires_ms=1_000)
    async with database.transaction() as connection:
        await mail_tokens.revoke(connection, account, ("reset",))
        await mail_tokens.forget(connection, before_ms=1_500)
    assert await spent(database, reset, "reset") is None
    assert await spent(database, old, "verify") is None
    assert await spent(database, change, "change") is not None


async def test_a_link_can_be_looked_at_for_its_purpose(database: Database, account: str) -> None:
    secret = await made(database, account)
    async with database.connection() as connection:
        found = Mailed(account, "reset", "ana@hub.test", 2_000)
        assert await mail_tokens.look(connection, secret, ("verify", "reset")) == found
        assert await mail_tokens.look(connection, secret, ("verify",)) is None
        assert await mail_tokens.look(connection, "nonsense", ("reset",)) is None
    assert await spent(database, secret, "reset") is not None


async def test_later_links_are_taken_back_and_earlier_ones_stay(database: Database, account: str) -> None:
    earlier, same, later = [await made(database, account, "restore", at_ms) for at_ms in (1_999, 2_000, 2_001)]
    other = await made(database, account, "reset", 3_000)
    async with database.transaction() as connection:
        sent = await mail_tokens.sent(connection, account, "restore", now_ms=1_999)
        assert sorted(sent) == [("ana@hub.test", 2_000), ("ana@hub.test", 2_001)]
        await mail_tokens.revoke_later(connection, account, "restore", expires_ms=2_000)
    assert [await spent(database, each, "restore") is not None for each in (earlier, same, later)] == [
        True,
        False,
        False,
    ]
    assert await spent(database, other, "reset") is not None
