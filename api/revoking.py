"""What is revoked anywhere closes the sockets of this worker within two seconds."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass

import structlog

from hub.rooms.connection import Lobby
from hub.rooms.ports import Clock, Unavailable
from persistence import tickets
from persistence.database import Database
from persistence.revocations import Revocations

#: Half of what is promised: the other half is for a machine that is busy.
LOOK_S = 1.0
#: What is over is let go of, every so many looks.
LOOKS_TO_TIDY = 600
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Revoking:
    """The duty of a worker."""

    lobby: Lobby
    clock: Clock
    database: Database
    revocations: Revocations

    async def run(self) -> None:
        """For ever. While Postgres is away nothing can be revoked either."""
        looks = 0
        while True:
            with suppress(Unavailable):
                await self.look()
                if looks % LOOKS_TO_TIDY == 0:
                    await self.tidy()
            looks += 1
            await asyncio.sleep(LOOK_S)

    async def look(self) -> int:
        """Close whom it concerns; how many. Raises `Unavailable`."""
        new = await self.revocations.look(self.clock.now_ms())
        closed = self.lobby.revoke(new) if new else 0
        if closed:
            _log.info("access ended", sockets=closed)
        return closed

    async def tidy(self) -> None:
        """Let go of what is over. Raises `Unavailable`."""
        now_ms = self.clock.now_ms()
        await self.revocations.forget(now_ms)
        await tickets.forget(self.database, now_ms)
