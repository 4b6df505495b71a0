"""Two workers on two networks: one loses its link to the stores, and everybody else does not notice."""

import asyncio
from functools import partial
from pathlib import Path

import pytest

from load.check.checker import Kind
from load.reliability import FaultRow
from load.show.cast import Player
from tests.faults.islands import Archipelago, Ferry, Island, may_make_islands
from tests.faults.night import BUSY, QUIET, TALK, Night
from tests.faults.not_run import not_run
from tests.faults.prove import Fault, Twin, prove, unprotected

CUT_S, IN_BUSY, IN_QUIET = 9.0, 4, 2
UNAVAILABLE = "room.unavailable"
NOT_TOLD, HELPED = "nobody on the cut island was told", "who came to the cut island was not helped elsewhere"


async def split(archipelago: Archipelago, switch: str, night: Night) -> None:
    """People write on both islands; then one of them has no stores for a while."""
    async with archipelago.hubs(night.stage.secret, unprotected(switch)):
        cut, whole = archipelago.islands
        there, elsewhere = await _settlers(night, "there", cut), await _settlers(night, "elsewhere", whole)
        night.steady += [*there, *elsewhere]
        async with night.busy([*there, *elsewhere]):
            await night.recovered()
            async with night.outage():
                cut.cut()
                before = _told(there)
                newcomer = asyncio.create_task(night.somebody("newcomer", QUIET[-1], dial=Ferry([cut, whole]).dial))
                await asyncio.sleep(CUT_S)
                if _told(there) == before:
                    night.wrong(NOT_TOLD, f"{UNAVAILABLE} in {CUT_S:.0f} s")
                if not newcomer.done():
                    night.wrong(HELPED, "a room does not open there, and its clients stay")
                cut.mend()
            await newcomer
            await night.recovered()
        await night.settle()
        _home(night, [*there, *elsewhere, newcomer.result()])


def _home(night: Night, players: list[Player]) -> None:
    """The hubs of the islands end now; what was promised to these people counts all the same."""
    for player in players:
        night.go_home(player)
    night.steady += players


async def _settlers(night: Night, name: str, island: Island) -> list[Player]:
    """Some in the busy room, and one in each of some that are quiet; in all of them both islands write."""
    rooms = [*[BUSY] * IN_BUSY, *QUIET[:IN_QUIET]]
    dial = Ferry([island]).dial
    players = [await night.somebody(f"{name}{number}", room, dial=dial) for number, room in enumerate(rooms)]
    for player in players:
        player.deeds = TALK
    return players


def _told(players: list[Player]) -> int:
    return sum(player.bot.client.told[UNAVAILABLE] for player in players)


def one_island_cut(archipelago: Archipelago) -> Fault:
    return Fault(
        "a worker whose link to Postgres and Redis is cut, on a network of its own",
        promises=(1, 2, 3),
        bound="it acks nothing that it did not commit and says so; who comes then is served elsewhere; all is as it "
        "was 10 s after the link is back",
        scenario=partial(split, archipelago, ""),
        twin=Twin(
            "a command is answered before it is committed",
            "ack_before_commit",
            frozenset({Kind.LOST_ACK}),
            partial(split, archipelago, "ack_before_commit"),
        ),
        workers=1,
        around=archipelago.around,
    )


@pytest.mark.fault
async def test_a_worker_without_stores_promises_nothing(seed: int, tmp_path: Path, rows: list[FaultRow]) -> None:
    fault = one_island_cut(Archipelago(seed))
    if not may_make_islands():
        rows.append(not_run(fault, "needs root"))
        pytest.skip("network namespaces need root")
    rows.append(await prove(fault, seed, tmp_path))
