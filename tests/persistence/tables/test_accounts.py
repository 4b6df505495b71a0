"""What Postgres refuses of an account, and what ends with it."""

import pytest

from persistence import accounts, sessions
from persistence.database import Database
from tests.persistence.tables.found import keys

ENDING = ("session", "mail_token", "recovery_code", "passkey", "account_event", "member")


async def test_an_address_is_one_accounts_whatever_its_case(database: Database) -> None:
    async with database.transaction() as connection:
        await accounts.create(connection, "ana@example.org", "Ana", "hash", verified=True, now_ms=1)
        with pytest.raises(accounts.MailTaken):
            await accounts.create(connection, "ANA@example.org", "Anna", "hash", verified=True, now_ms=2)


@pytest.mark.parametrize("table", ENDING)
async def test_what_is_an_accounts_refers_to_it(database: Database, table: str) -> None:
    async with database.connection() as connection:
        assert ("account",) in await keys(connection, table, "f")


async def test_a_device_ends_with_its_account(database: Database) -> None:
    async with database.transaction() as connection:
        account = await accounts.create(connection, "ben@example.org", "Ben", "hash", verified=True, now_ms=1)
        session, _ = await sessions.start(connection, account, "a phone", "192.0.2.1", now_ms=1)
        await connection.execute("DELETE FROM account WHERE id = $1", account)
        assert await sessions.hold(connection, session) is None
