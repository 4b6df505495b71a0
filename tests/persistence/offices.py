"""Organisations for tests of what belongs to them."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from persistence import organisations
from persistence.database import Connection, Database
from persistence.organisations import Organisation
from tests.persistence.people import an_account


@asynccontextmanager
async def open_as(url: str) -> AsyncGenerator[Database]:
    """A database, while it is needed."""
    database = Database(url)
    await database.open()
    yield database
    await database.close()


async def an_organisation(connection: Connection, name: str = "Lantern") -> tuple[Organisation, str]:
    """A new one and its owner; the transaction is in it."""
    owner = await an_account(connection)
    return await organisations.make(connection, owner, name, "#7c5cff", ["advance"], now_ms=1), owner
