"""The network between the people and the hub: flaky, silently gone, and cut for everybody at once."""

import asyncio
import time
from functools import partial

from load.bots.backoff import BACK_LAST_S
from load.bots.waiting import until
from load.check.checker import Kind
from load.show.cast import Player
from tests.faults.mobile import Mobile
from tests.faults.network import SENT_AGAIN, Network, readings
from tests.faults.night import BUSY, TALK, Night, gather, level
from tests.faults.prove import Fault, Twin
from tests.faults.proxy.chaos import ChaosProxy
from tests.faults.proxy.toxics import LOST, Toxics

FLAKY = Toxics(latency_s=0.04, jitter_s=0.06, slice_bytes=60, slice_pause_s=0.001)
FLAKY_S, STORMS, CROWD, WIRED, PHONES = 6.0, 4, 200, 12, 4
#: Fewer and more facts than a client may resume over (promise 4).
FEW, MANY = 150, 450
#: Who vanishes is asked after 20 s at most, and has 10 s to answer.
GHOSTS, GHOSTS_S_MAX = 3, 35.0


async def late_and_in_pieces(network: Network, night: Night) -> None:
    """And every now and then some connections are reset."""
    writers, _ = await gather(night)
    network.hub.both(FLAKY)
    async with night.busy(writers):
        end_s = time.monotonic() + FLAKY_S
        while time.monotonic() < end_s:
            await asyncio.sleep(night.rng.uniform(0.1, 0.5))
            network.hub.cut(0.2, night.rng)
        network.hub.heal()
        await night.recovered()


async def silent(network: Network, night: Night) -> None:
    """Nothing comes any more and nobody says so: phones give up, and come back when there is a network again."""
    writers, _ = await gather(night)
    in_busy = [player for player in writers if player.room == BUSY]
    async with ChaosProxy(network.hub.to) as cell:
        mobile = Mobile(cell)
        phones = await mobile.people(night, "mobile", PHONES, BUSY)
        for missed in (FEW, MANY):
            await until(night.company.settled, night.patience_s)
            await until(lambda: level([*in_busy, *phones]), night.patience_s)
            cell.both(LOST)
            await night.say(in_busy, missed)
            await until(lambda: not any(phone.bot.client.everywhere for phone in phones), night.patience_s)
            cell.heal()
            await until(lambda: all(phone.bot.client.everywhere for phone in phones), night.patience_s)
            await night.recovered()
        if not any(FEW in phone.bot.client.tracks[BUSY].resumes for phone in phones):
            got = [phone.bot.client.tracks[BUSY].resumes for phone in phones]
            night.wrong("no resume", f"nobody who missed {FEW} facts got just these, but {got}")
        _home(night, phones)


async def silent_or_gone(network: Network, night: Night) -> None:
    """Some never come back: without a word from them, the hub lets them go."""
    async with ChaosProxy(network.hub.to) as cell:
        ghosts = await Mobile(cell).people(night, "ghost", GHOSTS, BUSY)
        cell.both(LOST)
        _home(night, ghosts)
        began_s = time.monotonic()
        await silent(network, night)
        while sum(await readings(night.stage, "hub_connections")) > len(night.company.players):
            if time.monotonic() - began_s > GHOSTS_S_MAX:
                night.wrong("ghosts", f"still there after {GHOSTS_S_MAX:.0f} s")
                return
            await asyncio.sleep(0.5)
        night.figures["who never came back was let go after (s)"] = round(time.monotonic() - began_s, 1)


async def all_at_once(network: Network, night: Night) -> None:
    """Every connection is reset, again and again; one time the hub cannot be reached for a while."""
    writers, _ = await gather(night)
    await Mobile(network.hub, beat_s=5.0, silent_s_max=20.0).people(night, "crowd", CROWD, BUSY)
    async with ChaosProxy(network.hub.to) as wire:
        wired = await Mobile(wire).people(night, "wired", WIRED, BUSY, TALK)
        async with night.busy(writers):
            for _ in range(STORMS):
                network.hub.cut()
                await night.recovered()
        network.hub.refuse()
        network.hub.cut()
        await night.say(wired, MANY)
        await network.hub.admit()
        await night.recovered()
        _home(night, wired)


def _home(night: Night, players: list[Player]) -> None:
    for player in players:
        night.go_home(player)


def flaky(network: Network) -> Fault:
    return Fault(
        "a flaky mobile network: late, in pieces, some connections reset all the time",
        promises=(1, 2, 3, 4),
        bound="nothing lost or repeated; each command applied once; up to date 10 s after it is a network again",
        scenario=partial(late_and_in_pieces, network),
        twin=SENT_AGAIN,
        # Who is cut off again and again comes back later and later (`load.bots.backoff`).
        silence_s_max=FLAKY_S + BACK_LAST_S,
        around=network.stores,
        way=network.people,
    )


def vanishing(network: Network) -> Fault:
    return Fault(
        "phones whose network vanishes without a word",
        promises=(1, 2, 4),
        bound=f"exact resume or a snapshot, never a part; the hub lets go of who is silent within {GHOSTS_S_MAX:.0f} s",
        scenario=partial(silent_or_gone, network),
        twin=Twin(
            "whatever is in memory is handed out",
            "resume_with_a_part",
            frozenset({Kind.MISSING, Kind.GAP}),
            partial(silent, network),
        ),
        around=network.stores,
        way=network.people,
    )


def storm(network: Network) -> Fault:
    return Fault(
        "every connection reset at once, again and again",
        promises=(1, 2, 4),
        bound="nothing lost or repeated, everybody up to date in 10 s",
        scenario=partial(all_at_once, network),
        twin=Twin("whatever is in memory is handed out", "resume_with_a_part", frozenset({Kind.MISSING, Kind.GAP})),
        around=network.stores,
        way=network.people,
    )


FAULTS = (flaky, vanishing, storm)
