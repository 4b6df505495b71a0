"""What Postgres says of boards and of the values there were."""

import pytest

from persistence.database import Database
from tests.persistence.tables.found import keys


@pytest.mark.parametrize(
    ("table", "key"),
    [("advance_board", ("room",)), ("advance_value", ("room", "seq")), ("activity_seen", ("room", "person"))],
)
async def test_there_is_one_row_of_each(database: Database, table: str, key: tuple[str, ...]) -> None:
    async with database.connection() as connection:
        assert await keys(connection, table, "p") == [key]
