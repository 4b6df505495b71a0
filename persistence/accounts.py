"""Accounts: people who can sign in.

An account whose mail is not verified has no `mail_key` of its own yet, so that it can neither be signed in to nor keep
the owner of the address from having one; whoever verifies first has it.
"""

import secrets

from asyncpg import UniqueViolationError
from msgspec import Struct

from hub.kernel import Id, Millis
from persistence.database import Connection

#: What stands before the id in the key of an account that nobody has verified; no address begins so.
UNVERIFIED = "?"
CREATE = """
INSERT INTO account (
    id, mail, mail_key, name, password, verified_at_ms, totp_step, platform_admin, created_at_ms, language
) VALUES ($1, $2, $3, $4, $5, $6, 0, false, $7, $8)
"""
BY_MAIL = "SELECT id, mail, name, password, language FROM account WHERE mail_key = $1"
BY_ID = "SELECT id, mail, name, password, language FROM account WHERE id = $1"
LANGUAGE_OF = "SELECT language FROM account WHERE mail_key = $1"
MYSELF = """
SELECT id AS account, mail, name, platform_admin, totp_since_ms IS NOT NULL AS totp,
    (SELECT count(*) FROM passkey p WHERE p.account = a.id) AS passkeys
FROM account a WHERE id = $1
"""
#: Whoever changes the password waits for this transaction, or this one for them.
STILL = "SELECT EXISTS (SELECT FROM account WHERE id = $1 AND password = $2 FOR NO KEY UPDATE)"
HOLD = "SELECT FROM account WHERE id = $1 FOR NO KEY UPDATE"
VERIFY = "UPDATE account SET mail = $2, mail_key = $3, verified_at_ms = $4 WHERE id = $1"
RENAME = "UPDATE account SET name = $2 WHERE id = $1"
READS = "UPDATE account SET language = $2 WHERE id = $1"
PASSWORD = "UPDATE account SET password = $2 WHERE id = $1"  # noqa: S105  a statement
#: A few at a time, and never two at the same ones.
FORGET = """
DELETE FROM account WHERE id IN (
    SELECT id FROM account WHERE verified_at_ms IS NULL AND created_at_ms < $1 LIMIT 100 FOR UPDATE SKIP LOCKED
)
"""
GRANT_PLATFORM = "UPDATE account SET platform_admin = $2 WHERE mail_key = $1 RETURNING id"


class MailTaken(Exception):  # noqa: N818  an answer
    """Another account has this address."""


class Account(Struct, frozen=True):
    """Whom a password lets in. `password` is an argon2id hash, `language` what they read, where that is known."""

    id: Id
    mail: str
    name: str
    password: str
    language: str | None = None


class Myself(Struct, frozen=True):
    """An account, for its owner."""

    account: Id
    mail: str
    name: str
    platform_admin: bool
    totp: bool
    passkeys: int


def mail_key(mail: str) -> str:
    """What two spellings of one address have in common."""
    return mail.strip().casefold()


async def create(
    connection: Connection,
    mail: str,
    name: str,
    password: str,
    *,
    verified: bool,
    now_ms: Millis,
    language: str | None = None,
) -> Id:
    """A new account; its id. `password` is a hash, `language` the code of what its owner reads.

    Raises:
        MailTaken: it is verified, and another account has the address; the transaction is then over.
    """
    account = secrets.token_urlsafe(12)
    key = mail_key(mail) if verified else f"{UNVERIFIED}{account}"
    verified_at_ms = now_ms if verified else None
    try:
        await connection.execute(CREATE, account, mail, key, name, password, verified_at_ms, now_ms, language)
    except UniqueViolationError:
        raise MailTaken from None
    return account


async def by_mail(connection: Connection, mail: str) -> Account | None:
    """The verified account with this address, in whatever case."""
    row = await connection.fetchrow(BY_MAIL, mail_key(mail))
    return None if row is None else Account(**row)


async def by_id(connection: Connection, account: Id) -> Account | None:
    """The account with this id."""
    row = await connection.fetchrow(BY_ID, account)
    return None if row is None else Account(**row)


async def language_of(connection: Connection, mail: str) -> str | None:
    """What the owner of an address reads; None when it is no verified account's, or not known."""
    return await connection.fetchval(LANGUAGE_OF, mail_key(mail))


async def myself(connection: Connection, account: Id) -> Myself | None:
    """What an account's owner sees of it."""
    row = await connection.fetchrow(MYSELF, account)
    return None if row is None else Myself(**row)


async def still(connection: Connection, account: Account) -> bool:
    """Whether the password that was checked still is the account's; it remains so until the transaction ends."""
    return await connection.fetchval(STILL, account.id, account.password)


async def hold(connection: Connection, account: Id) -> None:
    """Lock an account until the transaction ends: whoever changes what belongs to it does this before anything else."""
    await connection.execute(HOLD, account)


async def verify(connection: Connection, account: Id, mail: str, *, now_ms: Millis) -> None:
    """From now on this is the account's address, and lets its owner sign in.

    Raises:
        MailTaken: another account has it; the transaction is then over.
    """
    try:
        await connection.execute(VERIFY, account, mail, mail_key(mail), now_ms)
    except UniqueViolationError:
        raise MailTaken from None


async def rename(connection: Connection, account: Id, name: str) -> None:
    """Another name to show."""
    await connection.execute(RENAME, account, name)


async def set_language(connection: Connection, account: Id, language: str) -> None:
    """The code of what its owner reads from now on."""
    await connection.execute(READS, account, language)


async def set_password(connection: Connection, account: Id, password: str) -> None:
    """Another password, as a hash."""
    await connection.execute(PASSWORD, account, password)


async def forget_unverified(connection: Connection, *, before_ms: Millis) -> None:
    """Delete accounts made before then whose address nobody has verified, at most 100."""
    await connection.execute(FORGET, before_ms)


async def grant_platform(connection: Connection, mail: str, *, admin: bool) -> Id | None:
    """Make the owner of an address a platform admin, or none any more; their account, None when nobody has it."""
    return await connection.fetchval(GRANT_PLATFORM, mail_key(mail), admin)
