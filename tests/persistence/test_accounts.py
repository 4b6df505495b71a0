from itertools import count

import pytest
from asyncpg import LockNotAvailableError

from persistence import accounts
from persistence.accounts import Account, MailTaken, Myself
from persistence.database import Database

_fresh = count(1)


def an_address() -> str:
    return f"a{next(_fresh)}@hub.test"


async def made(database: Database, mail: str, *, verified: bool = True, now_ms: int = 1_000) -> str:
    """A new account's id."""
    async with database.transaction() as connection:
        return await accounts.create(connection, mail, "Ana", "hash", verified=verified, now_ms=now_ms)


async def found(database: Database, mail: str) -> Account | None:
    """Who has an address."""
    async with database.connection() as connection:
        return await accounts.by_mail(connection, mail)


async def test_an_account_is_found_by_its_address_in_whatever_case(database: Database) -> None:
    mail = an_address()
    account = await made(database, mail)
    assert await found(database, f" {mail.upper()} ") == Account(account, mail, "Ana", "hash")
    async with database.connection() as connection:
        assert await accounts.by_id(connection, account) == await found(database, mail)
        assert await accounts.by_id(connection, "nobody") is None


async def test_what_its_owner_reads_is_kept_with_an_account(database: Database) -> None:
    mail, other = an_address(), an_address()
    async with database.transaction() as connection:
        await accounts.create(connection, mail, "Ana", "hash", verified=True, now_ms=1, language="de")
        await accounts.create(connection, other, "Ana", "hash", verified=False, now_ms=1, language="de")
        assert await accounts.language_of(connection, mail.upper()) == "de"
        assert await accounts.language_of(connection, other) is None
    account = await found(database, mail)
    assert account is not None
    assert account.language == "de"


async def test_an_address_is_one_accounts(database: Database) -> None:
    mail = an_address()
    await made(database, mail)
    with pytest.raises(MailTaken):
        await made(database, mail.upper())


async def test_an_address_that_nobody_verified_is_nobodys(database: Database) -> None:
    mail = an_address()
    first, second = [await made(database, mail, verified=False) for _ in range(2)]
    assert await found(database, mail) is None
    async with database.transaction() as connection:
        await accounts.verify(connection, second, mail, now_ms=2_000)
    assert (await found(database, mail) or Account("", "", "", "")).id == second
    with pytest.raises(MailTaken):
        async with database.transaction() as connection:
            await accounts.verify(connection, first, mail, now_ms=2_000)


async def test_an_account_that_nobody_verified_is_forgotten_and_no_other(database: Database) -> None:
    forgotten = await made(database, an_address(), verified=False, now_ms=1_000)
    later = await made(database, an_address(), verified=False, now_ms=2_000)
    verified = await made(database, an_address(), now_ms=1_000)
    async with database.transaction() as connection:
        await accounts.forget_unverified(connection, before_ms=2_000)
        here = [await accounts.by_id(connection, each) is not None for each in (forgotten, later, verified)]
    assert here == [False, True, True]


async def test_a_password_that_was_checked_is_known_to_have_changed_since(database: Database) -> None:
    account = await made(database, an_address())
    async with database.transaction() as connection:
        checked = await accounts.by_id(connection, account)
        assert checked is not None
        assert await accounts.still(connection, checked)
        await accounts.set_password(connection, account, "another")
        assert not await accounts.still(connection, checked)


async def test_whoever_changes_a_password_waits_for_who_has_just_checked_it(database: Database) -> None:
    account = await made(database, an_address())
    async with database.transaction() as checking, database.connection() as changing:
        checked = await accounts.by_id(checking, account)
        assert checked is not None
        assert await accounts.still(checking, checked)
        await accounts.hold(checking, account)
        await changing.execute("SET lock_timeout = '1ms'")
        with pytest.raises(LockNotAvailableError):
            await accounts.set_password(changing, account, "another")


async def test_an_owner_sees_what_there_is_of_their_account(database: Database) -> None:
    mail = an_address()
    account = await made(database, mail)
    async with database.transaction() as connection:
        await accounts.rename(connection, account, "Anita")
        assert await accounts.grant_platform(connection, mail.upper(), admin=True) == account
        assert await accounts.grant_platform(connection, an_address(), admin=True) is None
        myself = await accounts.myself(connection, account)
        assert await accounts.myself(connection, "nobody") is None
    assert myself == Myself(account, mail, "Anita", platform_admin=True, totp=False, passkeys=0)
