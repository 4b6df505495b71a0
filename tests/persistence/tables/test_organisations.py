"""What Postgres refuses of an organisation's things."""

import pytest
from asyncpg import ForeignKeyViolationError

from persistence.database import Database
from tests.persistence.tables.found import keys

VENUE = """
INSERT INTO venue (org_id, id, name, city, address, phone, timezone, notes, created_at_ms)
VALUES ($1, $2, '', '', '', '', 'UTC', '', 1)
"""
SHOW = """
INSERT INTO show (org_id, id, title, venue, day, timezone, status, currency, notes, version, created_at_ms)
VALUES ($1, 's', '', $2, '2026-11-21', 'UTC', 'hold', 'EUR', '', 1, 1)
"""


async def test_no_show_is_at_another_organisations_venue(database: Database) -> None:
    async with database.connection() as connection:
        for org in ("one", "two"):
            await connection.execute("INSERT INTO org VALUES ($1, $1, '', '{}', 1)", org)
        await connection.execute(VENUE, "one", "hall")
        await connection.execute(SHOW, "one", "hall")
        with pytest.raises(ForeignKeyViolationError):
            await connection.execute(SHOW, "two", "hall")


@pytest.mark.parametrize("table", ["access_link", "invitation"])
async def test_a_secret_opens_one_thing(database: Database, table: str) -> None:
    async with database.connection() as connection:
        assert ("hash",) in await keys(connection, table, "u")
