"""Whose rows a transaction sees: those of one organisation, which Postgres itself watches over.

Every table with an `org_id` has a policy that compares it with `hub.org_id`, a setting that ends with the transaction.
Where it is not set nothing is seen and nothing can be written
(docs/adr/0020-the-database-keeps-organisations-apart.md).
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from persistence.database import Connection, Database

ENTER = "SELECT set_config('hub.org_id', $1, true)"
ENTER_ROOM = "SELECT enter_room($1)"
#: Of the table of rooms, as of all of them: whoever owns it has a policy of its own, and a superuser needs none.
SEES_ALL = """
SELECT pg_has_role(c.relowner, 'MEMBER') OR r.rolsuper OR r.rolbypassrls
FROM pg_roles r, pg_class c WHERE r.rolname = current_user AND c.oid = to_regclass('room')
"""


async def enter(connection: Connection, org: str) -> None:
    """See and write the rows of this organisation until the transaction ends."""
    await connection.execute(ENTER, org)


@asynccontextmanager
async def within(database: Database, org: str) -> AsyncGenerator[Connection]:
    """A transaction in an organisation. Raises `Unavailable`, as does whatever runs in it."""
    async with database.transaction() as connection:
        await enter(connection, org)
        yield connection


@asynccontextmanager
async def in_room(database: Database, room: str) -> AsyncGenerator[Connection]:
    """A transaction in the organisation that a room belongs to; in none when there is no such room."""
    async with database.transaction() as connection:
        await connection.execute(ENTER_ROOM, room)
        yield connection


async def sees_all(database: Database) -> bool:
    """Whether nothing would hold this connection back from other organisations' rows. Raises `Unavailable`."""
    async with database.connection() as connection:
        return bool(await connection.fetchval(SEES_ALL))
