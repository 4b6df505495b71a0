"""Reminders in the database: a show without a board has none, and a plan is kept in order."""

from persistence import reminders
from persistence.database import Database
from persistence.reminders import USUAL
from tests.persistence.houses import a_house
from tests.persistence.tables.found import a_row


async def test_a_show_without_a_board_has_nothing_to_remind_of(database: Database) -> None:
    async with a_house(database) as (connection, org):
        assert await reminders.night(connection, org, "nowhere") is None
        assert await reminders.people(connection, org) == []


async def test_a_plan_is_kept_in_order_without_repetition(database: Database) -> None:
    async with a_house(database) as (connection, org):
        await a_row(connection, "show", org, id="s1", venue=None)
        assert await reminders.plan(connection, org, "s1") == USUAL
        await reminders.set_plan(connection, org, "s1", [1, 5, 1])
        assert await reminders.plan(connection, org, "s1") == (5, 1)
