"""Who comes back gets exactly what they missed, or the whole state; never a part."""

from pathlib import Path

import pytest

from load.bots.waiting import until
from load.check.checker import Kind
from load.reliability import FaultRow
from load.show.cast import Player
from tests.faults.night import BUSY, QUIET, TALK, Gate, Night, gather, level
from tests.faults.prove import Fault, Twin, prove

RESUME_FACTS_MAX = 300
#: How much each misses; the bound itself, and both sides of it.
MISSED = (0, 1, RESUME_FACTS_MAX - 1, RESUME_FACTS_MAX, RESUME_FACTS_MAX + 1, 700)
MISSED_BY_CHANCE = 4
SPEAKERS = 12
#: A snapshot is stored at 500: after a cold start only what came later is at hand.
BEFORE, AFTER = 460, 60
SLEEPERS = 6
TOGETHER_S = 10.0


async def missed(night: Night) -> None:
    """So many facts, for each client a number of them that it was away for."""
    room = QUIET[0]
    speakers = night.people("speaker", SPEAKERS, room, TALK)
    await night.enter(speakers)
    await night.spread(speakers)
    distances = [*MISSED, *(night.rng.randrange(2 * RESUME_FACTS_MAX) for _ in range(MISSED_BY_CHANCE))]
    away: list[tuple[Player, Gate, int]] = []
    left = max(distances)
    for number, distance in enumerate(sorted(distances, reverse=True)):
        await night.say(speakers, left - distance)
        left = distance
        gate = Gate()
        sleeper = await night.somebody(f"sleeper{number}", room, dial=gate.dial)
        await until(lambda player=sleeper: level([*speakers, player]), TOGETHER_S)
        away.append((sleeper, gate, distance))
        gate.shut(sleeper)
    await night.say(speakers, left)
    for _, gate, _ in away:
        gate.open()
    await until(lambda: all(sleeper.bot.client.everywhere for sleeper, _, _ in away), TOGETHER_S)
    for sleeper, _, distance in away:
        _look(night, sleeper, distance)


def _look(night: Night, sleeper: Player, distance: int) -> None:
    """Exactly that many as a resume, or a snapshot."""
    track = sleeper.bot.client.tracks[sleeper.room]
    back = track.stretches[-1]
    if distance <= RESUME_FACTS_MAX and (track.resumes[-1:] != [distance] or back.state is not None):
        night.wrong("no resume", f"{sleeper.bot.client.name} missed {distance} and got {track.resumes}")
    if distance > RESUME_FACTS_MAX and (back.state is None or track.resumes):
        night.wrong("a part", f"{sleeper.bot.client.name} missed {distance} and was resumed: {track.resumes}")


async def deployed(night: Night) -> None:
    """The whole hub ends and starts; some were away before, and miss what no worker has in memory then."""
    writers, _ = await gather(night)
    gate = Gate()
    sleepers = [await night.somebody(f"sleeper{number}", BUSY, dial=gate.dial) for number in range(SLEEPERS)]
    in_busy = [player for player in writers if player.room == BUSY]
    await night.say(in_busy, BEFORE)
    gate.shut(*sleepers)
    await night.say(in_busy, AFTER)
    async with night.busy(writers):
        async with night.outage():
            await night.order("stop hub")
            await night.order("start hub")
        gate.open()
        await night.recovered()


RESUMED = Fault(
    "clients away for 0 to 700 facts",
    promises=(4,),
    bound=f"up to {RESUME_FACTS_MAX} missed facts come exactly, beyond that a snapshot",
    scenario=missed,
    twin=Twin("whatever is in memory is handed out", "resume_with_a_part", frozenset({Kind.MISSING})),
)
DEPLOYED = Fault(
    "the whole hub stopped and started (a deploy)",
    promises=(1, 2, 4),
    bound="nothing lost or repeated, everybody back in 10 s",
    scenario=deployed,
    twin=Twin("whatever is in memory is handed out", "resume_with_a_part", frozenset({Kind.MISSING})),
    silence_s_max=10.0,
)


@pytest.mark.fault
@pytest.mark.parametrize("fault", [RESUMED, DEPLOYED], ids=lambda fault: fault.name)
async def test_who_comes_back_gets_exactly_what_was_missed(
    fault: Fault, seed: int, tmp_path: Path, rows: list[FaultRow]
) -> None:
    rows.append(await prove(fault, seed, tmp_path))
