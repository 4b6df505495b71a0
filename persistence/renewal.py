"""Read models that say something else than they did: after an upgrade they are made anew, once."""

from msgspec import Struct

from persistence.database import Database
from persistence.rebuild import REBUILT, rebuild

VERSIONS = "SELECT name, version FROM read_model"
RENEWED = """
INSERT INTO read_model (name, version) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET version = excluded.version
"""


class Renewed(Struct, frozen=True):
    """A table that was made anew, in so many rooms, and the rooms that were left, as `rebuild` says."""

    table: str
    rooms: int
    left: list[str]


async def renew(database: Database) -> list[Renewed]:
    """Make anew, as the owner of the tables, what is of another version of the hub than this one.

    Who is killed meanwhile does it again the next time; several at once do it one after another, room by room.

    Raises:
        Unavailable: the database is away.
    """
    async with database.connection() as connection:
        versions = {row["name"]: row["version"] for row in await connection.fetch(VERSIONS)}
    renewed: list[Renewed] = []
    for table, model in REBUILT.items():
        if versions.get(table, 0) >= model.version:
            continue
        renewed.append(Renewed(table, *await rebuild(database, model)))
        async with database.connection() as connection:
            await connection.execute(RENEWED, table, model.version)
    return renewed
