"""From any database to the shape of the tables, once, however many start at a time."""

import asyncio
import os
import sys
from pathlib import Path

import asyncpg
import pytest

from embedded.postgres import Postgres
from hub.rooms.ports import Unavailable
from persistence.migrations import migrate, pending_changes
from persistence.tables import KEYS
from tests.services import a_database

MIGRATE = "import asyncio, os; from persistence.migrations import migrate; asyncio.run(migrate(os.environ['URL']))"


async def tables(url: str) -> set[str]:
    connection = await asyncpg.connect(url)
    rows = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    await connection.close()
    return {row["tablename"] for row in rows}


async def test_the_migrations_lead_to_the_tables() -> None:
    """Fails when a table was changed without `piccolo migrations new hub --auto`."""
    assert await pending_changes() == []


async def test_an_empty_database_gets_every_table(postgres_server: Postgres) -> None:
    url = await a_database(postgres_server)
    assert await tables(url) == set()
    await migrate(url)
    assert await tables(url) == {*KEYS, "migration"}


async def test_migrating_again_changes_nothing(postgres_server: Postgres) -> None:
    url = await a_database(postgres_server)
    await migrate(url)
    connection = await asyncpg.connect(url)
    await connection.execute("INSERT INTO room VALUES ('floor/kept', 'org', 'floor', 'epoch', 0)")
    await migrate(url)
    assert await connection.fetchval("SELECT id FROM room") == "floor/kept"
    await connection.close()


async def test_two_databases_can_be_migrated_at_once(postgres_server: Postgres) -> None:
    urls = [await a_database(postgres_server) for _ in range(2)]
    await asyncio.gather(*map(migrate, urls))
    assert await tables(urls[0]) == await tables(urls[1]) != set()


async def test_many_who_start_at_once_migrate_once(postgres_server: Postgres) -> None:
    url = await a_database(postgres_server)
    await asyncio.gather(*(migrate(url) for _ in range(5)))
    assert "room_fact" in await tables(url)


@pytest.mark.timeout(60)
async def test_two_processes_that_start_at_once_both_succeed(postgres_server: Postgres) -> None:
    url = await a_database(postgres_server)
    root = Path(__file__).parents[2]
    started = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", MIGRATE, env=os.environ | {"URL": url}, cwd=root)
        for _ in range(2)
    ]
    assert [await each.wait() for each in started] == [0, 0]
    assert "room_fact" in await tables(url)


async def test_a_migration_that_fails_leaves_nothing_behind(postgres_server: Postgres) -> None:
    url = await a_database(postgres_server)
    connection = await asyncpg.connect(url)
    await connection.execute("CREATE TABLE tip (in_the_way integer)")
    with pytest.raises(asyncpg.DuplicateTableError):
        await migrate(url)
    assert await tables(url) == {"tip"}
    await connection.execute("DROP TABLE tip")
    await connection.close()
    await migrate(url)
    assert "room_fact" in await tables(url)


async def test_nothing_is_printed(postgres_server: Postgres, capfd: pytest.CaptureFixture[str]) -> None:
    url = await a_database(postgres_server)
    await migrate(url)
    await pending_changes()
    assert capfd.readouterr() == ("", "")


async def test_a_database_that_is_away_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="Postgres at postgresql://hub@/hub"):
        await migrate(f"postgresql://hub:s3cret@/hub?host={tmp_path}")
