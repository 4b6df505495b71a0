"""Passwords: argon2id in threads of its own, a few at a time.

The least that OWASP's Password Storage Cheat Sheet takes (19 MiB, two passes, one lane) is 25 ms of a core: on the
loop it would hold up every socket of the worker.
"""

import asyncio
import secrets
import unicodedata
from collections.abc import Callable
from typing import Annotated, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from msgspec import Meta

from hub.errors import Rejected

#: Long rather than odd (NIST SP 800-63B): any characters, nothing prescribed.
Password = Annotated[str, Meta(min_length=10, max_length=200)]
#: What somebody types who has one.
Typed = Annotated[str, Meta(min_length=1, max_length=200)]
AT_ONCE = 2
WAITING_MAX = 200
_Answer = TypeVar("_Answer")


class Passwords:
    """Hashes and checks. At most `AT_ONCE` are at work, and `WAITING_MAX` wait."""

    def __init__(self) -> None:
        self._argon2 = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._asked = 0
        #: Whom nobody knows costs the same to refuse.
        self._nobody = self._argon2.hash(secrets.token_bytes(32))

    async def hash(self, password: str) -> str:
        """A new hash. Raises `Rejected`: `hub.full`, as does `fits`."""
        return await self._in_turn(lambda: self._argon2.hash(_as_bytes(password)))

    async def fits(self, kept: str | None, password: str) -> bool:
        """Whether a hash is of this password; none is of any, and that takes as long to say."""
        fits = await self._in_turn(lambda: self._check(kept or self._nobody, password))
        return fits and bool(kept)

    def stale(self, kept: str) -> bool:
        """Whether a hash was made with less than is asked for now."""
        return self._argon2.check_needs_rehash(kept)

    def _check(self, kept: str, password: str) -> bool:
        try:
            return self._argon2.verify(kept, _as_bytes(password))
        except (VerificationError, InvalidHashError):
            return False

    async def _in_turn(self, work: Callable[[], _Answer]) -> _Answer:
        if self._asked >= AT_ONCE + WAITING_MAX:
            raise Rejected("hub.full")
        self._asked += 1
        try:
            async with self._turn:
                return await asyncio.to_thread(work)
        finally:
            self._asked -= 1


def _as_bytes(password: str) -> bytes:
    """The same for every keyboard (RFC 8265, 4.2.2)."""
    return unicodedata.normalize("NFC", password).encode()
