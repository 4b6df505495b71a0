"""What Postgres says of templates."""

from persistence.database import Database
from tests.persistence.tables.found import keys


async def test_a_template_is_of_an_organisation(database: Database) -> None:
    async with database.connection() as connection:
        assert await keys(connection, "template", "p") == [("org_id", "id")]
        assert await keys(connection, "template", "f") == [("org_id",)]
