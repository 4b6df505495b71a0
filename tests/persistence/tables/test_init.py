"""The tables as Postgres has them, which is more than Piccolo can say."""

import pytest

from persistence.database import Database
from persistence.tables import KEYS, ORG_KEYS, ROOM_KEYS
from tests.persistence.tables.found import keys

COLUMNS = """
SELECT column_name, is_nullable, column_default FROM information_schema.columns WHERE table_name = $1
"""
NAMES = sorted(KEYS)
TENANT = sorted({**ROOM_KEYS, **ORG_KEYS})


@pytest.mark.parametrize("table", TENANT)
async def test_every_row_has_its_organisation(database: Database, table: str) -> None:
    async with database.connection() as connection:
        columns = {row["column_name"]: row for row in await connection.fetch(COLUMNS, table)}
    assert columns["org_id"]["is_nullable"] == "NO"


@pytest.mark.parametrize("table", NAMES)
async def test_no_column_is_filled_in_by_itself(database: Database, table: str) -> None:
    """An empty organisation by default would be a row that everybody sees, or nobody."""
    async with database.connection() as connection:
        columns = await connection.fetch(COLUMNS, table)
    assert [row["column_name"] for row in columns if row["column_default"] is not None] == []


@pytest.mark.parametrize("table", NAMES)
async def test_the_key_is_the_declared_one(database: Database, table: str) -> None:
    async with database.connection() as connection:
        assert await keys(connection, table, "p") == [KEYS[table]]
