"""Accounts for tests of what belongs to them."""

import secrets

from persistence.database import Connection

ACCOUNT = """
INSERT INTO account (id, mail, mail_key, name, password, totp_step, platform_admin, created_at_ms)
VALUES ($1, $1, $1, 'Ana', '', 0, false, 1)
"""


async def an_account(connection: Connection) -> str:
    """A new one; its id is its mail too."""
    account = secrets.token_urlsafe(9)
    await connection.execute(ACCOUNT, account)
    return account
