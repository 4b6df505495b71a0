"""What Postgres says of files."""

import pytest

from persistence.database import Database
from tests.persistence.tables.found import keys


@pytest.mark.parametrize("table", ["file", "upload"])
async def test_a_file_is_of_a_show_of_its_own_organisation(database: Database, table: str) -> None:
    async with database.connection() as connection:
        assert await keys(connection, table, "p") == [("org_id", "id")]
        assert await keys(connection, table, "f") == [("org_id", "show")]
