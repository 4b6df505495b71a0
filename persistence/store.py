"""Where the bytes of files are: a folder, or a bucket of a service that speaks S3. Everything streams.

A key is `<organisation>/<id>/<what>`, so that whose it is can be seen from outside. What is put stands whole or not at
all. The work is done by threads of the library's own: nothing here holds up the loop.
"""

import errno
import re
from collections.abc import AsyncGenerator, AsyncIterator, Generator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import obstore
from msgspec import Struct
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url

from hub.kernel import Millis
from hub.rooms.ports import Unavailable

if TYPE_CHECKING:
    from obstore import GetOptions

#: S3 takes no smaller pieces of what is put in pieces (but the last); as much is in memory.
PART_BYTES = 5 * 1024 * 1024
READ_BYTES = 256 * 1024
LISTED = 500
#: A disk, a quota or a file that is full, as the library says it.
_FULL = re.compile(rf"os error ({errno.ENOSPC}|{errno.EDQUOT}|{errno.EFBIG})\b")
#: How a service says that nothing at all is under an address.
_NO_BUCKET = "<Code>NoSuchBucket</Code>"
#: A service that is away is tried for so long: a person waits. A piece of `PART_BYTES` may take `REQUEST_S`.
AWAY_S, CONNECT_S, REQUEST_S = 5, 2, 30


class Full(Unavailable):
    """There is no room left; nothing of what was put is there."""


class Missing(Exception):  # noqa: N818  an answer
    """There is nothing under this key."""


class Listed(Struct, frozen=True):
    """Something in the store."""

    key: str
    at_ms: Millis


def _options(start: int, end: int | None) -> "GetOptions | None":
    if end is not None:
        return {"range": (start, end)}
    return {"range": {"offset": start}} if start else None


@contextmanager
def _translating(where: str) -> Generator[None]:
    try:
        yield
    except (BaseError, OSError) as error:
        if isinstance(error, FileNotFoundError) and _NO_BUCKET not in str(error):
            raise Missing from error
        said = f"The files in {where} cannot be reached: {str(error)[:200]}"
        raise (Full if _FULL.search(str(error)) else Unavailable)(said) from error


class FileStore:
    """A folder by its path, or `s3://bucket/prefix` and the like; what else such a service needs is in its variables.

    Every method raises `Unavailable`.
    """

    def __init__(self, where: str) -> None:
        self.where = where

    @cached_property
    def _store(self) -> ObjectStore:
        if "://" in self.where:
            return from_url(
                self.where,
                retry_config={"max_retries": 3, "retry_timeout": timedelta(seconds=AWAY_S)},
                client_options={
                    "connect_timeout": timedelta(seconds=CONNECT_S),
                    "timeout": timedelta(seconds=REQUEST_S),
                    # an endpoint that says http, as one in the same house may, is meant so
                    "allow_http": True,
                },
            )
        return LocalStore(prefix=Path(self.where).absolute(), mkdir=True)

    async def put(self, key: str, data: bytes | bytearray) -> None:
        """Put a small thing, whole. Raises `Full`."""
        with _translating(self.where):
            await obstore.put_async(self._store, key, data, use_multipart=False)

    async def put_all(self, key: str, data: AsyncIterator[bytes]) -> None:
        """Put something long, as it comes; when `data` raises, so does this, and nothing is put. Raises `Full`."""
        with _translating(self.where):
            await obstore.put_async(self._store, key, data, chunk_size=PART_BYTES, max_concurrency=1)

    async def read(self, key: str, start: int = 0, end: int | None = None) -> AsyncGenerator[bytes]:
        """What is there from `start` to before `end`. Raises `Missing`."""
        with _translating(self.where):
            found = await obstore.get_async(self._store, key, options=_options(start, end))
            async for piece in found.stream(min_chunk_size=READ_BYTES):
                yield piece

    async def opened(self, key: str, start: int = 0, end: int | None = None) -> AsyncGenerator[bytes]:
        """The same, when there is something. Raises `Missing` at once."""
        found = self.read(key, start, end)
        first = await anext(found, b"")

        async def every() -> AsyncGenerator[bytes]:
            yield first
            async for piece in found:
                yield piece

        return every()

    async def whole(self, key: str) -> bytes:
        """All of a small thing. Raises `Missing`."""
        return b"".join([piece async for piece in self.read(key)])

    async def delete(self, keys: Sequence[str]) -> None:
        """Let these go, if they are there."""
        for key in keys:
            try:
                with _translating(self.where):
                    await obstore.delete_async(self._store, key)
            except Missing:
                continue

    async def listed(self, prefix: str = "") -> AsyncGenerator[list[Listed]]:
        """Everything there, some hundred at a time."""
        with _translating(self.where):
            found = obstore.list(self._store, prefix=prefix or None, chunk_size=LISTED)  # pyright: ignore[reportUnknownMemberType]
            async for page in found:
                yield [Listed(each["path"], round(each["last_modified"].timestamp() * 1000)) for each in page]
