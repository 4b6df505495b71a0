"""The connections: every wait ends, every failure of the store has one name, and nothing needs a restart."""

import asyncio
import time
from collections.abc import AsyncGenerator
from pathlib import Path
from socket import socket

import asyncpg
import pytest

from embedded.postgres import Postgres
from hub.rooms.ports import Unavailable
from persistence.database import Database, translating
from tests.faults.proxy.chaos import ChaosProxy
from tests.services import until

URL = "postgresql://hub:s3cret@db.example/hub"
SHORT_S = 0.2
CANCEL_S = 0.5
SLEEPERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND query LIKE '%pg_sleep(60)%' AND pid <> pg_backend_pid()
"""


async def ask(database: Database, question: str = "SELECT 1") -> object:
    async with database.connection() as connection:
        return await connection.fetchval(question)


class TestTranslating:
    @pytest.mark.parametrize(
        "error",
        [
            ConnectionRefusedError("refused"),
            TimeoutError(),
            asyncpg.InterfaceError("connection is closed"),
            asyncpg.InternalClientError("broken stream"),
            asyncpg.ConnectionDoesNotExistError("closed in the middle"),
            asyncpg.AdminShutdownError("terminating connection"),
            asyncpg.CannotConnectNowError("starting up"),
            asyncpg.QueryCanceledError("canceling statement"),
            asyncpg.TooManyConnectionsError("too many clients"),
            asyncpg.DiskFullError("No space left on device"),
            asyncpg.PostgresIOError("could not read block"),
            asyncpg.DeadlockDetectedError("deadlock"),
            asyncpg.LockNotAvailableError("lock timeout"),
            asyncpg.ReadOnlySQLTransactionError("read-only"),
            asyncpg.IdleInTransactionSessionTimeoutError("idle"),
            asyncpg.InvalidPasswordError("password"),
            asyncpg.InvalidCatalogNameError("no such database"),
        ],
        ids=lambda error: type(error).__name__,
    )
    def test_a_store_that_is_away_is_unavailable(self, error: Exception) -> None:
        with pytest.raises(Unavailable) as caught, translating(URL):
            raise error
        assert caught.value.__cause__ is error

    @pytest.mark.parametrize(
        "error",
        [
            asyncpg.UniqueViolationError("twice"),
            asyncpg.UndefinedTableError("no such table"),
            asyncpg.DataError("a list where a number belongs"),
            asyncpg.ClientConfigurationError("no URL"),
            ZeroDivisionError(),
        ],
        ids=lambda error: type(error).__name__,
    )
    def test_what_is_our_own_fault_stays_what_it_is(self, error: Exception) -> None:
        with pytest.raises(type(error)), translating(URL):
            raise error

    def test_the_message_is_one_line_that_names_the_database_and_no_password(self) -> None:
        with pytest.raises(Unavailable) as caught, translating(URL):
            raise OSError("it is\ngone")
        assert str(caught.value) == "Postgres at postgresql://hub@db.example/hub cannot be used: it is"


class TestOpening:
    async def test_a_database_that_is_not_there_is_named(self, tmp_path: Path) -> None:
        database = Database(f"postgresql://hub:s3cret@/hub?host={tmp_path}")
        with pytest.raises(Unavailable, match="Postgres at postgresql://hub@/hub") as caught:
            await database.open()
        assert "\n" not in str(caught.value)
        await database.close()

    async def test_nothing_can_be_asked_before_it_is_open_or_after_it_is_closed(self, database_url: str) -> None:
        database = Database(database_url)
        with pytest.raises(Unavailable):
            await ask(database)
        await database.open()
        assert await ask(database) == 1
        await database.close()
        with pytest.raises(Unavailable):
            await ask(database)

    async def test_closing_cuts_off_what_does_not_end(self, database_url: str) -> None:
        database = Database(database_url, close_s=SHORT_S)
        await database.open()
        running = asyncio.create_task(ask(database, "SELECT pg_sleep(60)"))
        await until(lambda: database.in_use == 1)
        await database.close()
        with pytest.raises(Unavailable):
            await running


class TestWaits:
    async def test_a_statement_ends_in_time(self, database_url: str) -> None:
        database = Database(database_url, statement_s=SHORT_S)
        await database.open()
        with pytest.raises(Unavailable, match="does not answer"):
            await ask(database, "SELECT pg_sleep(60)")
        assert await ask(database) == 1
        await database.close()

    async def test_waiting_for_a_connection_ends_in_time(self, database_url: str) -> None:
        database = Database(database_url, connections_max=1, connect_s=SHORT_S)
        await database.open()
        async with database.connection():
            with pytest.raises(Unavailable):
                await ask(database)
        assert await ask(database) == 1
        await database.close()

    async def test_waiting_for_a_lock_ends_in_time(self, database: Database, database_url: str) -> None:
        hasty = Database(database_url, lock_s=SHORT_S)
        await hasty.open()
        async with database.transaction() as holder:
            await holder.execute("LOCK TABLE tip")
            with pytest.raises(Unavailable):
                await ask(hasty, "SELECT count(*) FROM tip")
        await hasty.close()

    async def test_the_lock_of_a_worker_that_froze_is_freed(self, database: Database, database_url: str) -> None:
        frozen = Database(database_url, idle_s=SHORT_S)
        await frozen.open()

        async def freeze() -> None:
            async with frozen.transaction() as holder:
                await holder.execute("LOCK TABLE tip")
                assert await ask(database, "SELECT count(*) FROM tip") == 0

        with pytest.raises(Unavailable):
            await freeze()
        await frozen.close()


class TestTransactions:
    async def test_it_commits_when_it_ends_well(self, database: Database) -> None:
        async with database.transaction() as connection:
            await connection.execute("CREATE TABLE kept (x integer)")
        assert await ask(database, "SELECT count(*) FROM kept") == 0

    async def test_it_is_undone_when_it_ends_badly(self, database: Database) -> None:
        async def fail() -> None:
            async with database.transaction() as connection:
                await connection.execute("CREATE TABLE undone (x integer)")
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await fail()
        assert await ask(database, "SELECT to_regclass('undone')") is None


class TestHealing:
    async def test_a_killed_postgres_is_unavailable_and_then_it_works_again(self, mortal_postgres: Postgres) -> None:
        database = Database(mortal_postgres.url)
        await database.open()
        mortal_postgres.kill()
        for _ in range(2):
            with pytest.raises(Unavailable):
                await ask(database)
        mortal_postgres.start()
        assert await ask(database) == 1
        await database.close()

    async def test_a_frozen_postgres_is_noticed_and_then_it_works_again(self, mortal_postgres: Postgres) -> None:
        database = Database(mortal_postgres.url, connect_s=SHORT_S, statement_s=SHORT_S)
        await database.open()
        mortal_postgres.pause()
        try:
            async with asyncio.timeout(10 * SHORT_S):
                for _ in range(2):
                    with pytest.raises(Unavailable):
                        await ask(database)
        finally:
            mortal_postgres.resume()
        await until_it_answers(database)
        await database.close()


class TestDeadConnections:
    """The path died and nobody said so: bytes go nowhere, on every connection that there was."""

    async def test_one_that_is_silent_costs_the_time_of_one_and_not_of_all(
        self, far_postgres: ChaosProxy, far_database: Database
    ) -> None:
        await asyncio.gather(*(ask(far_database, "SELECT pg_sleep(0.05)") for _ in range(5)))
        assert far_postgres.strand() == 5
        began = time.monotonic()
        with pytest.raises(Unavailable):
            await ask(far_database)
        assert [await ask(far_database) for _ in range(5)] == [1] * 5
        assert time.monotonic() - began < 5 * SHORT_S + 5 * CANCEL_S
        await until(lambda: far_postgres.open < 10)

    async def test_a_dead_transaction_is_not_waited_for_twice(
        self, far_postgres: ChaosProxy, far_database: Database
    ) -> None:
        async def die() -> None:
            async with far_database.transaction() as connection:
                await connection.execute("SELECT 1")
                far_postgres.strand()
                await connection.execute("SELECT 1")

        began = time.monotonic()
        with pytest.raises(Unavailable, match="does not answer"):
            await die()
        assert time.monotonic() - began < 10 * SHORT_S
        assert await ask(far_database) == 1

    async def test_a_statement_that_is_only_slow_is_cancelled_and_its_connection_kept(
        self, far_postgres: ChaosProxy, far_database: Database
    ) -> None:
        with pytest.raises(Unavailable, match="does not answer"):
            await ask(far_database, "SELECT pg_sleep(60)")
        assert await ask(far_database, SLEEPERS) == 0
        assert far_postgres.open == 1

    async def test_the_server_looks_for_machines_that_lost_their_power(self) -> None:
        """Over a Unix socket there is nothing to look for."""
        with socket() as listener:
            listener.bind(("127.0.0.1", 0))
            listener.listen()
            port: int = listener.getsockname()[1]
            opening = asyncio.create_task(Database(f"postgresql://hub@127.0.0.1:{port}/hub?sslmode=disable").open())
            said = await asyncio.to_thread(_first_words, listener)
            with pytest.raises(Unavailable):
                await opening
        assert b"tcp_keepalives_idle\x0030\x00" in said


def _first_words(listener: socket) -> bytes:
    listener.settimeout(5)
    peer, _ = listener.accept()
    with peer:
        return peer.recv(4096)


@pytest.fixture
async def far_postgres(postgres_server: Postgres) -> AsyncGenerator[ChaosProxy]:
    """The shared Postgres, with a network in between."""
    async with ChaosProxy(postgres_server.socket_home / postgres_server.socket) as proxy:
        yield proxy


@pytest.fixture
async def far_database(far_postgres: ChaosProxy) -> AsyncGenerator[Database]:
    """A database at the end of that network, of which little is expected."""
    url = f"postgresql://hub@127.0.0.1:{far_postgres.port}/hub?sslmode=disable"
    database = Database(url, statement_s=SHORT_S, cancel_s=CANCEL_S, close_s=SHORT_S)
    await database.open()
    yield database
    await database.close()


async def until_it_answers(database: Database) -> None:
    """A machine that is busy may take a moment to thaw."""
    async with asyncio.timeout(5):
        while True:
            try:
                assert await ask(database) == 1
            except Unavailable:
                continue
            return
