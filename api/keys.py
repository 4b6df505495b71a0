"""Signing keys that change while the hub runs: every worker looks for them, nobody is signed out."""

import asyncio
from contextlib import suppress

from api.signing import Keys
from hub.rooms.ports import Clock, Unavailable
from persistence.database import Database
from persistence.signing_keys import all_keys

#: How long a worker goes on signing with the key before; what others sign meanwhile it knows all the same.
LOOK_S = 5.0


class KeyKeeping:
    """A worker's duty: to know which keys there are."""

    def __init__(self, keys: Keys, clock: Clock, database: Database) -> None:
        self._keys, self._clock, self._database = keys, clock, database

    async def look(self) -> None:
        """Look once. Raises `Unavailable`."""
        async with self._database.connection() as connection:
            found = await all_keys(connection)
        now_ms = self._clock.now_ms()
        self._keys.hold(
            [key.id for key in found if key.lives(now_ms)], [key.id for key in found if not key.lives(now_ms)]
        )

    async def run(self) -> None:
        """Look again and again; while the database is away the keys are those that were."""
        while True:
            with suppress(Unavailable):
                await self.look()
            await asyncio.sleep(LOOK_S)
