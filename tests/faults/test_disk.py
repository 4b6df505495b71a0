"""The disk under Postgres is full: nothing that was acked is lost, reading goes on, and with space so does the rest."""

import asyncio
from functools import partial
from pathlib import Path

import asyncpg
import pytest

from load.check.checker import Kind
from load.reliability import FaultRow
from tests.faults.night import QUIET, Night, gather
from tests.faults.not_run import not_run
from tests.faults.prove import Fault, Twin, prove
from tests.faults.volumes import Disks, may_mount

FULL_S = 4.0
UNAVAILABLE = "room.unavailable"
WAL_SWITCHES = 4
STATUS_S = 0.05


async def full(disks: Disks, night: Night) -> None:
    """First the disk of the data, so that statements fail; then that of the log, so that Postgres ends."""
    writers, _ = await gather(night)
    async with night.busy(writers):
        async with night.outage():
            disks.data.fill()
            await _refusing(night)
            await night.somebody("late", QUIET[0])
            disks.data.free()
        await night.recovered()
        async with night.outage():
            disks.wal.fill()
            await _use_up(disks.postgres.admin_url)
            await asyncio.sleep(FULL_S)
            disks.wal.free()
            if not disks.postgres.running:
                # What a service manager does.
                disks.postgres.start()
        await night.recovered()


async def _refusing(night: Night) -> None:
    """Full for so long, and people were told to try again."""
    before = _refused(night)
    await asyncio.sleep(FULL_S)
    if _refused(night) == before:
        night.wrong("not refused", f"nobody was told {UNAVAILABLE} in {FULL_S:.0f} s")


def _refused(night: Night) -> int:
    return sum(player.bot.client.told[UNAVAILABLE] for player in night.company.players)


async def _use_up(url: str) -> None:
    """Go on to the next piece of the log until there is none."""
    try:
        connection = await asyncpg.connect(url)
        try:
            for _ in range(WAL_SWITCHES):
                await connection.execute("SELECT pg_switch_wal()")
                await connection.execute("SELECT pg_logical_emit_message(false, 'hub', 'more')")
        finally:
            connection.terminate()
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
        pass


def disk_full(disks: Disks) -> Fault:
    return Fault(
        "the disk under Postgres full: that of the data, then that of its log",
        promises=(1, 2, 7),
        bound="refused with room.unavailable, reading goes on, nothing acked is lost; with space again all goes on",
        scenario=partial(full, disks),
        twin=Twin("a command is answered before it is committed", "ack_before_commit", frozenset({Kind.LOST_ACK})),
        around=disks.around,
    )


@pytest.mark.fault
async def test_nothing_acked_is_lost_when_the_disk_is_full(seed: int, tmp_path: Path, rows: list[FaultRow]) -> None:
    fault = disk_full(Disks())
    if not may_mount(tmp_path / "trial"):
        rows.append(not_run(fault, "cannot mount"))
        pytest.skip("cannot mount a small disk here: run as root")
    rows.append(await prove(fault, seed, tmp_path))
