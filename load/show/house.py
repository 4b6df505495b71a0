"""Who fills the house: full clients that remember everything, and in a large one a crowd beside them.

The sockets of the crowd check on every frame that nothing is missing or repeated, and at the end that they are exactly
at the log's head. What the frames say, the full clients check: everybody of a lane gets the same bytes.
"""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from load.bots.waiting import until
from load.check.checker import Breach, Kind
from load.costs import resident_kib
from load.crowd.crowd import Crowd, NotJoined, crowd
from load.crowd.speech import speech_of_hub
from load.crowd.tally import Tally
from load.show.cast import STAMP, Company, Player
from load.show.people import CREW, DESK, PHONE
from load.stage import Stage

ROOM_OF_CREW, ROOM_OF_PHONES = "show/tonight", "floor/tonight"
#: Up to so many phones all of them are full clients; of more, only some are.
FULL_MAX, FULL_OF_MANY = 500, 300
#: So many of the crowd look for when something was said; the others read as often as this.
LOOKING = 200
LAZY_S = 0.5
#: Handshakes at a time while the house fills.
DIALS_MAX = 200
ENTER_S_MAX, FILL_S_MAX, SETTLE_S_MAX = 20.0, 180.0, 30.0
QUIET_S = 2.0


@dataclass(slots=True)
class Filled:
    """How the house filled: the sockets of the crowd, seconds until all were in, KiB of worker memory for each."""

    sockets: int = 0
    seconds: float = 0.0
    kib_per_socket: float = 0.0


@dataclass(slots=True)
class House:
    """Everybody. `sockets` are those of the crowd; None where all are full clients."""

    running: Stage
    company: Company
    sockets: Crowd | None = None

    def missing(self) -> int:
        """How many are cut off just now."""
        return self.company.missing() + (self.sockets.missing if self.sockets else 0)

    async def tally(self) -> Tally:
        """What the crowd counted; nothing without one."""
        return await self.sockets.fresh() if self.sockets else Tally()

    async def fill(self, sockets: Crowd) -> Filled:
        """Let the crowd in, and look what it costs the workers when all are in and nobody says anything.

        Raises:
            NotJoined: not all of them got in.
        """
        before_kib = resident_kib(self.running.facts.workers)
        seconds = await sockets.join(at_once=DIALS_MAX, within_s=FILL_S_MAX)
        await asyncio.sleep(QUIET_S)
        kib = (resident_kib(self.running.facts.workers) - before_kib) / sockets.size
        return Filled(sockets.size, round(seconds, 2), round(kib, 1))

    async def finale(self) -> list[Breach]:
        """Wait until everybody has everything, then let somebody fresh look from every lane; who did not get there."""
        tokens = [
            (ROOM_OF_CREW, (await self.running.grants([ROOM_OF_CREW], "manager", 1, "Auditor"))[0]),
            (ROOM_OF_PHONES, (await self.running.grants([ROOM_OF_PHONES], "moderator", 1, "Auditor"))[0]),
            (ROOM_OF_PHONES, (await self.running.grants([ROOM_OF_PHONES], "audience", 1, "Auditor"))[0]),
        ]
        try:
            await until(self.company.settled, SETTLE_S_MAX)
            for room, token in tokens:
                for player in self.company.cast("auditor", [token], room, {}):
                    self.company.enter(player)
            await until(self.company.settled, SETTLE_S_MAX)
            if self.sockets is not None:
                await self.sockets.settled(_head(self.company.players), SETTLE_S_MAX)
        except TimeoutError:
            return [Breach(Kind.BEHIND, f"not everybody was back with all answers after {SETTLE_S_MAX:.0f} s")]
        except NotJoined as error:
            return [Breach(Kind.BEHIND, f"the crowd: {error}")]
        return []


def _head(players: Sequence[Player]) -> int:
    tracks = [player.bot.client.tracks[player.room] for player in players if player.room == ROOM_OF_PHONES]
    return max(track.seen for track in tracks)


@asynccontextmanager
async def house(running: Stage, *, phones: int, crew: int, seed: int) -> AsyncGenerator[House]:
    """Everybody, with grants; the crew and the desk are in already. With the context all go home.

    Raises:
        TimeoutError, NotStaged: the crew was not let in, or there were no grants.
    """
    full = phones if phones <= FULL_MAX else FULL_OF_MANY
    company = Company(running.address, seed)
    crews, desk, audience = await asyncio.gather(
        running.grants([ROOM_OF_CREW], "crew", crew, "Crew"),
        running.grants([ROOM_OF_PHONES], "dj", 1, "Desk"),
        running.grants([ROOM_OF_PHONES], "audience", phones, "Phone"),
    )
    early = company.cast("crew", crews, ROOM_OF_CREW, CREW) + company.cast("desk", desk, ROOM_OF_PHONES, DESK)
    company.cast("phone", audience[:full], ROOM_OF_PHONES, PHONE)
    for player in early:
        company.enter(player)
    ticking = asyncio.create_task(company.tick())
    try:
        await until(lambda: all(player.bot.client.everywhere for player in early), ENTER_S_MAX)
        async with _crowd(running, audience[full:], seed) as sockets:
            yield House(running, company, sockets)
    finally:
        ticking.cancel()
        await company.leave()


@asynccontextmanager
async def _crowd(running: Stage, tokens: Sequence[str], seed: int) -> AsyncGenerator[Crowd | None]:
    if not tokens:
        yield None
        return
    sample = max(1, len(tokens) // LOOKING)
    speech = speech_of_hub(ROOM_OF_PHONES, running.address.origin, stamp=STAMP, sample=sample)
    async with crowd(running.address, speech, tokens, comes_back=True, lazy_s=LAZY_S, seed=seed) as sockets:
        yield sockets
