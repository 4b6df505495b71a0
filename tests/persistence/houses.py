"""Organisations of a test's own, as the hub sees them."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from itertools import count

from persistence.database import Connection, Database
from persistence.tenancy import within

ORG = "INSERT INTO org (org_id, name, accent, products, created_at_ms) VALUES ($1, $1, '', '{}', 1)"
_fresh = count(1)


@asynccontextmanager
async def an_app(url: str) -> AsyncGenerator[Database]:
    """The database, seen through row-level security."""
    database = Database(url)
    await database.open()
    try:
        yield database
    finally:
        await database.close()


@asynccontextmanager
async def a_house(database: Database, org: str = "") -> AsyncGenerator[tuple[Connection, str]]:
    """A transaction in a new organisation, or in one that is there; and its id."""
    name = org or f"h{next(_fresh)}"
    async with within(database, name) as connection:
        if not org:
            await connection.execute(ORG, name)
        yield connection, name
