"""What Postgres refuses of a room."""

from persistence.database import Database
from tests.persistence.tables.found import keys


async def test_a_command_has_each_part_once_in_a_room(database: Database) -> None:
    async with database.connection() as connection:
        assert await keys(connection, "room_fact", "u") == [("room", "person", "command_id", "part")]
