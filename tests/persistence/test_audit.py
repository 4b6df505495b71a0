"""A line of the audit says who did what from where, and is part of the transaction that does it."""

import json
from collections.abc import AsyncGenerator

import asyncpg
import pytest

from persistence.audit import Actor, note
from persistence.database import Database
from persistence.tenancy import enter, within
from tests.services import as_app

ANA = Actor("house", "a_1", "Ana", "192.0.2.7")


@pytest.fixture
async def hub(database_url: str) -> AsyncGenerator[Database]:
    """The database as the hub sees it."""
    database = Database(as_app(database_url))
    await database.open()
    yield database
    await database.close()


async def test_who_did_what_is_there_with_what_changed(hub: Database) -> None:
    async with within(hub, "house") as connection:
        await note(connection, ANA, "show.renamed", "s1", now_ms=5, before={"title": "Old"}, after={"title": "New"})
    async with within(hub, "house") as connection:
        row = await connection.fetchrow("SELECT * FROM audit WHERE about = 's1'")
    assert row is not None
    assert (row["account"], row["name"], row["address"], row["at_ms"]) == ("a_1", "Ana", "192.0.2.7", 5)
    assert (json.loads(row["before"]), json.loads(row["after"])) == ({"title": "Old"}, {"title": "New"})


async def test_what_is_undone_is_not_noted(hub: Database) -> None:
    async with hub.connection() as connection:
        acting = connection.transaction()
        await acting.start()
        await enter(connection, "house")
        await note(connection, ANA, "show.archived", "undone", now_ms=5)
        await acting.rollback()
    async with within(hub, "house") as connection:
        assert await connection.fetch("SELECT FROM audit WHERE about = 'undone'") == []


async def test_nobody_notes_in_anothers_name(hub: Database) -> None:
    async with hub.transaction() as connection:
        await connection.execute("SELECT set_config('hub.org_id', 'other', true)")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await note(connection, ANA, "show.archived", "s2", now_ms=5)
