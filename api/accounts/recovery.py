"""Recovery codes: each lets its owner in once when the authenticator app is lost. They are shown once, and printed."""

import secrets
from hashlib import sha256

from persistence.database import Connection
from persistence.second_factors import keep_codes, spend_code

CODES = 10
#: Crockford's base32: no letter that looks like a digit.
LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
#: 28 letters of 5 bits each.
GROUPS, GROUP_LETTERS = 7, 4
_READ_AS = str.maketrans("oil", "011", " -")


def fresh_code() -> str:
    """140 random bits in groups of four letters."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(GROUPS * GROUP_LETTERS))
    return "-".join(letters[at : at + GROUP_LETTERS] for at in range(0, len(letters), GROUP_LETTERS))


def typed(code: str) -> str:
    """What somebody copied from paper, as it was meant."""
    return code.lower().translate(_READ_AS)


async def renew(connection: Connection, account: str) -> list[str]:
    """New codes for an account; those from before are worth nothing."""
    codes = [fresh_code() for _ in range(CODES)]
    await keep_codes(connection, account, [_hash(account, code) for code in codes])
    return codes


async def spend(connection: Connection, account: str, code: str) -> bool:
    """Use a code up; False when the account has no such code, or not any more."""
    return await spend_code(connection, account, _hash(account, code))


def _hash(account: str, code: str) -> bytes:
    return sha256(f"{account}:{typed(code)}".encode()).digest()
