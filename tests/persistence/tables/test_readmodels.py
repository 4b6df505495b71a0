"""What is known of read models."""

from persistence.database import Database
from persistence.rebuild import REBUILT


async def test_of_every_read_model_it_is_known_of_which_version_its_rows_are(database: Database) -> None:
    async with database.connection() as connection:
        rows = await connection.fetch("SELECT name, version FROM read_model")
    assert {row["name"]: row["version"] for row in rows} == {table: each.version for table, each in REBUILT.items()}


async def test_the_hub_itself_has_no_business_with_it(database: Database) -> None:
    async with database.connection() as connection:
        assert not await connection.fetchval("SELECT has_table_privilege('hub_app', 'read_model', 'SELECT')")
