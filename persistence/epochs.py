"""The histories of the rooms, each with a name of its own: its epoch."""

from persistence.database import Database

#: 32 hexadecimal digits each.
RENEW = "UPDATE room SET epoch = replace(gen_random_uuid()::text, '-', '')"


async def begin_anew(database: Database) -> int:
    """Name the histories of all rooms anew, after a backup was restored; how many there are.

    A restored room ends earlier, and goes on with other facts under numbers that some people have already seen. The
    new name tells them, and workers that still run, to start from what is there. Raises `Unavailable`.
    """
    async with database.connection() as connection:
        return int((await connection.execute(RENEW)).rpartition(" ")[2])
