"""The connections to Postgres. Here, and nowhere else, a failing database becomes `Unavailable`."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, TypeAlias, cast

import asyncpg
from asyncpg.pool import Pool, PoolConnectionProxy

from hub.rooms.ports import Unavailable
from persistence.address import reason, shown

Connection: TypeAlias = "PoolConnectionProxy[asyncpg.Record]"

#: A connection is replaced after this many statements, because a backend's caches only grow.
CONNECTION_QUERIES_MAX = 1_000_000
#: Seconds after which the server asks a silent worker whether it is there, seconds until it asks again, and how often.
#: By itself it would keep the connections of a machine that lost its power for two hours.
KEEPALIVE = {"tcp_keepalives_idle": "30", "tcp_keepalives_interval": "10", "tcp_keepalives_count": "3"}

#: The store is away, full, shutting down, read-only, or gave up waiting: the same may succeed later.
AWAY = (
    OSError,  # refused, no such host, no such socket; TimeoutError is one
    asyncpg.InterfaceError,  # closed under our hands
    asyncpg.InternalClientError,  # the stream broke in the middle of a message
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,  # shutdown, crash of another backend, starting up, cancelled
    asyncpg.InsufficientResourcesError,  # disk full, out of memory, too many connections
    asyncpg.PostgresSystemError,  # input or output error
    asyncpg.TransactionRollbackError,  # deadlock
    asyncpg.LockNotAvailableError,
    asyncpg.ReadOnlySQLTransactionError,  # this was the primary, and is not any more
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
)
#: Ours: a value that does not fit its parameter, a URL that is none.
OURS = (asyncpg.DataError, asyncpg.exceptions.ClientConfigurationError)


@contextmanager
def translating(url: str) -> Generator[None]:
    """Turn what asyncpg raises when the store is away into `Unavailable`; everything else passes."""
    try:
        yield
    except AWAY as error:
        if isinstance(error, OURS):
            raise
        raise Unavailable(f"Postgres at {shown(url)} cannot be used: {reason(error)}") from error


async def _leave_as_is(_connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    """Nothing in the hub changes a session, so nothing needs a round trip to undo."""


def _hang_up(pool: "Pool[asyncpg.Record]") -> None:
    """Close the connections that are not in use, at once.

    `Pool.expire_connections` says goodbye first, and whom it says it to does not answer.
    """
    holders: list[Any] = cast("Any", pool)._holders  # noqa: SLF001  there is no other way to them
    for holder in holders:
        if holder.is_connected() and holder.is_idle():
            holder.terminate()


class Database:
    """A pool of connections.

    `connect_s`, `statement_s` and `lock_s` bound every wait, so that a frozen server is noticed; a statement that took
    too long is cancelled, and the connection is given up unless that is confirmed within `cancel_s`. `idle_s`: a
    transaction of ours that stands still that long (its worker is frozen) is ended by the server, and its lock freed.
    """

    def __init__(
        self,
        url: str,
        *,
        connections_max: int = 10,
        connect_s: float = 3.0,
        statement_s: float = 5.0,
        lock_s: float = 4.0,
        idle_s: float = 5.0,
        cancel_s: float = 1.0,
        close_s: float = 5.0,
    ) -> None:
        self.url = url
        self._connections_max = connections_max
        self._connect_s = connect_s
        self._statement_s = statement_s
        self._cancel_s = cancel_s
        self._close_s = close_s
        self._settings = {
            "application_name": "hub",
            **KEEPALIVE,
            "lock_timeout": f"{lock_s * 1000:.0f}",
            "idle_in_transaction_session_timeout": f"{idle_s * 1000:.0f}",
        }
        self._pool: Pool[asyncpg.Record] | None = None

    @property
    def in_use(self) -> int:
        """Connections at work."""
        return self._pool.get_size() - self._pool.get_idle_size() if self._pool is not None else 0

    async def open(self) -> None:
        """Connect. Raises `Unavailable`, with one line that names the database."""
        pool = asyncpg.create_pool(
            self.url,
            min_size=0,
            max_size=self._connections_max,
            max_queries=CONNECTION_QUERIES_MAX,
            timeout=self._connect_s,
            command_timeout=self._statement_s,
            reset=_leave_as_is,
            server_settings=self._settings,
        )
        with translating(self.url):
            await pool
            try:
                await pool.fetchval("SELECT 1")
            except BaseException:
                pool.terminate()
                raise
        self._pool = pool

    async def close(self) -> None:
        """Give the connections back; what is still running after `close_s` is cut off."""
        pool, self._pool = self._pool, None
        if pool is None:
            return
        try:
            await asyncio.wait_for(pool.close(), self._close_s)
        except AWAY:
            pool.terminate()

    @asynccontextmanager
    async def connection(self) -> AsyncGenerator[Connection]:
        """A connection of one's own. Raises `Unavailable`, as does whatever runs in it."""
        with translating(self.url):
            pool = self._open_pool()
            connection = await pool.acquire(timeout=self._connect_s)
            try:
                yield connection
            except TimeoutError:
                # A path that died without a word took every connection with it, and each would cost as long again.
                _hang_up(pool)
                raise
            finally:
                await pool.release(connection, timeout=self._cancel_s)

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[Connection]:
        """A connection in a transaction, which commits when the context ends well; likewise."""
        async with self.connection() as connection:
            transaction = connection.transaction()
            try:
                await transaction.start()
            except BaseException:
                # Whether it began nobody knows.
                connection.terminate()
                raise
            try:
                yield connection
            except TimeoutError:
                # Who does not answer would not answer a rollback either; hanging up is one.
                connection.terminate()
                raise
            except BaseException:
                await transaction.rollback()
                raise
            await transaction.commit()

    def _open_pool(self) -> "Pool[asyncpg.Record]":
        if self._pool is None:
            raise Unavailable(f"Postgres at {shown(self.url)} is not open.")
        return self._pool
