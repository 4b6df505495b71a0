"""The network between the workers and Postgres: slow, reset in the middle of an append, and silently dead."""

import asyncio
from functools import partial

from load.check.checker import Kind
from tests.faults.network import SENT_AGAIN, Network
from tests.faults.night import Night, gather
from tests.faults.prove import Fault, Twin
from tests.faults.proxy.toxics import LOST, Toxics

SLOW = Toxics(latency_s=0.025)
SLOW_S, RESETS, DEAD_S = 5.0, 14, 4.0
#: An append is a few hundred bytes: it is cut anywhere in it, or when its answer comes.
APPEND_BYTES = 900
COMMITTING = "while a commit takes 50 ms"


async def slow(network: Network, night: Night) -> None:
    """Each answer comes 50 ms late, as from a disk or a data centre far away."""
    writers, _ = await gather(night)
    network.postgres.both(SLOW)
    async with night.busy(writers):
        async with night.window(COMMITTING):
            await asyncio.sleep(SLOW_S)
        await night.recovered()


async def ambiguous(network: Network, night: Night) -> None:
    """Connections are reset in the middle of a statement, or when it is done and nobody was told."""
    writers, _ = await gather(night)
    async with night.busy(writers):
        for _ in range(RESETS):
            if night.rng.random() < 0.5:
                network.postgres.up.toxics = Toxics(reset_after_bytes=night.rng.randrange(APPEND_BYTES))
            else:
                network.postgres.down.toxics = Toxics(reset_after_bytes=0)
            await asyncio.sleep(night.rng.uniform(0.1, 0.3))
            network.postgres.heal()
            await asyncio.sleep(night.rng.uniform(0.0, 0.4))
        await night.recovered()


async def stranded(network: Network, night: Night) -> None:
    """Every connection that there is is dead and nothing says so; new ones would work."""
    writers, _ = await gather(night)
    async with night.busy(writers):
        await asyncio.sleep(1.0)
        network.postgres.strand()
        await night.recovered()


async def dead(network: Network, night: Night) -> None:
    """First those that there are, then new ones too, for a while."""
    await stranded(network, night)
    async with night.busy([player for player in night.steady if player.deeds]):
        async with night.outage():
            network.postgres.both(LOST)
            await asyncio.sleep(DEAD_S)
            network.postgres.heal()
        await night.recovered()


def slow_commits(network: Network) -> Fault:
    return Fault(
        "a slow way to Postgres: every answer 50 ms late",
        promises=(1, 2, 3),
        bound="nothing lost or repeated, p99 from screen to screen at most 1 s",
        scenario=partial(slow, network),
        twin=Twin("a command is answered before it is committed", "ack_before_commit", frozenset({Kind.LOST_ACK})),
        silence_s_max=3.0,
        p99_s_max={COMMITTING: 1.0},
        around=network.stores,
        way=network.people,
    )


def cut_in_the_middle(network: Network) -> Fault:
    return Fault(
        "connections to Postgres reset in the middle of an append",
        promises=(1, 2, 3),
        bound="nobody is told whether it was written: applied once or not at all, and answered as it was",
        scenario=partial(ambiguous, network),
        twin=SENT_AGAIN,
        around=network.stores,
        way=network.people,
    )


def silently_dead(network: Network) -> Fault:
    return Fault(
        "connections to Postgres that are dead without a word",
        promises=(1, 2, 7),
        bound="noticed by the bound on a statement (5 s), all connections made anew, commands go on in 12 s",
        scenario=partial(dead, network),
        twin=Twin(
            "whoever asks Postgres waits until it answers",
            "no_patience_bound",
            frozenset({"did not recover", Kind.BEHIND}),
            partial(stranded, network),
            patience_s=8.0,
        ),
        silence_s_max=12.0,
        recovery_s_max=12.0,
        patience_s=60.0,
        around=network.stores,
        way=network.people,
    )


FAULTS = (slow_commits, cut_in_the_middle, silently_dead)
