"""What Postgres says of reminders."""

from persistence.database import Database
from tests.persistence.tables.found import keys

ONCE = ("org_id", "show", "section", "account", "due_day", "days")


async def test_somebody_is_reminded_of_a_deadline_once(database: Database) -> None:
    async with database.connection() as connection:
        assert await keys(connection, "reminder", "p") == [ONCE]
        assert ("org_id", "show") in await keys(connection, "reminder", "f")


async def test_a_show_of_its_own_organisation_has_one_plan(database: Database) -> None:
    async with database.connection() as connection:
        assert await keys(connection, "reminder_plan", "p") == [("org_id", "show")]
        assert await keys(connection, "reminder_plan", "f") == [("org_id", "show")]
