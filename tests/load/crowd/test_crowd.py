"""Real processes, on a hub in this one."""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from http import HTTPStatus

import psutil
import pytest
from websockets.asyncio.server import ServerConnection, broadcast, serve

from load.bots.bot import Address
from load.bots.waiting import until
from load.bots.writers import Writers
from load.costs import cpu_s
from load.crowd import crowd as module
from load.crowd.crowd import NotJoined, crowd, shares
from load.crowd.speech import Speech, Step, speech_of_hub
from tests.load.frames import EPOCH, FLOOR, facts, welcome
from tests.load.hubs import TalkingHub, a_hub, a_talking_hub, says

SPEECH = speech_of_hub(FLOOR, "http://h")
STEADY_S = 20.0


class Choir:
    """A server that is no hub: hears one line, says yes, and sings to everybody."""

    def __init__(self) -> None:
        self.sockets: set[ServerConnection] = set()
        self.hosts: set[str] = set()
        self.heard: list[str] = []

    async def talk(self, socket: ServerConnection) -> None:
        """A connection."""
        self.hosts.add(socket.remote_address[0])
        self.heard.append(str(await socket.recv()))
        await socket.send("yes")
        self.sockets.add(socket)
        try:
            async for message in socket:
                self.heard.append(str(message))
        finally:
            self.sockets.discard(socket)

    def sing(self, number: int = 0) -> None:
        """One song for everybody."""
        broadcast(self.sockets, f"song {number} at {time.monotonic_ns()}")


SINGING = Speech(
    path="/",
    hellos=(Step(b"let in {token}"),),
    welcome=b"yes",
    mark=b"song",
    stamp=r"song (?P<n>\d+) at (?P<at>\d+)",
    sample=2,
    pongs={b"ping": b"pong"},
)


@asynccontextmanager
async def a_choir() -> AsyncGenerator[tuple[Address, Choir]]:
    choir = Choir()
    async with serve(choir.talk, "127.0.0.1", 0, compression=None, close_timeout=0.2) as server:
        port: int = next(iter(server.sockets)).getsockname()[1]
        yield Address("127.0.0.1", port), choir


async def test_many_sit_in_a_room_and_all_hear_all() -> None:
    hub = TalkingHub()
    async with (
        a_talking_hub(hub) as address,
        Writers(address, ["w"], FLOOR) as writers,
        crowd(address, SPEECH, [f"t{each}" for each in range(31)], processes=2) as receivers,
    ):
        assert receivers.size == 31
        assert 0 < await receivers.join(20, at_once=5) < STEADY_S
        await receivers.join()
        await writers.keep_pace(200, 0.1)
        await receivers.settled(writers.said())
        tally = await receivers.fresh()
        assert (tally.open, tally.joined, tally.wanted, receivers.missing) == (31, 31, 31, 0)
        assert tally.deliveries == 31 * writers.said()
        assert (tally.faults, tally.lost) == (0, 0)
        assert tally.cpu_s == pytest.approx(cpu_s(receivers.pids), abs=0.5)
        pids = receivers.pids
    assert not any(psutil.pid_exists(pid) for pid in pids)


async def test_a_fact_that_one_of_them_did_not_get_is_a_fault() -> None:
    async with (
        a_talking_hub(TalkingHub(lose=3)) as address,
        Writers(address, ["w"], FLOOR) as writers,
        crowd(address, SPEECH, 3) as receivers,
    ):
        await receivers.join()
        await writers.keep_full(1, 0.05)
        await receivers.settled(writers.said())
        tally = await receivers.fresh()
        assert (tally.faults, tally.missed) == (1, 1)


async def test_any_other_server_will_do_and_latencies_are_measured() -> None:
    async with a_choir() as (address, choir), crowd(address, SINGING, 6, per_source=2) as receivers:
        await receivers.join()
        for number in range(5):
            choir.sing(number)
        broadcast(choir.sockets, "ping")
        await receivers.settled(5)
        tally = await receivers.fresh()
        assert (tally.deliveries, tally.faults) == (30, 0)
        assert tally.latency.count == 3 * 5
        assert 0 < tally.latency.max_ms < STEADY_S * 1000
        assert len(choir.hosts) == 3
        assert sorted(choir.heard[:6]) == [f"let in {number}" for number in range(6)]
        await until(lambda: choir.heard[6:] == ["pong"] * 6, STEADY_S)
        choir.sing(9)
        await receivers.settled(6)
        assert (await receivers.fresh()).missed == 3 * 4


async def test_who_is_told_to_leaves_and_is_not_missed() -> None:
    async with a_choir() as (address, choir), crowd(address, SINGING, 6, processes=2) as receivers:
        await receivers.join()
        await receivers.leave(4)
        await until(lambda: len(choir.sockets) == 2, STEADY_S)
        tally = await receivers.fresh()
        assert (tally.open, tally.joined, tally.wanted, tally.lost) == (2, 2, 2, 0)


async def test_who_is_cut_off_comes_back_and_goes_on_where_they_were() -> None:
    async with a_choir() as (address, _), crowd(address, SINGING, 6, comes_back=True) as receivers:
        await receivers.join()
        began_ns = time.monotonic_ns()
        await receivers.cut(4)
        assert 0 < await receivers.whole(STEADY_S, began_ns) < STEADY_S
        tally = await receivers.fresh()
        assert (tally.lost, tally.back, tally.joined, tally.away.count) == (4, 4, 6, 4)


async def test_who_does_not_come_back_is_gone() -> None:
    async with a_choir() as (address, _), crowd(address, SINGING, 3) as receivers:
        await receivers.join()
        await receivers.cut(1)
        tally = await receivers.fresh()
        assert (tally.lost, tally.ended, tally.joined, tally.wanted) == (1, 1, 2, 2)


async def test_it_resumes_and_obeys_the_catalogue() -> None:
    """Refused once; lost without a word and resumed; told to come back and resumed; told to stay away."""
    script = (
        says(welcome(0, state=b"{}"), facts(0, 1, 2)),
        says(welcome(2, 3), code=4003),
        says(welcome(3, 4), code=4504),
    )
    async with (
        a_hub(*script, refusals=[HTTPStatus.SERVICE_UNAVAILABLE]) as (address, heard),
        crowd(address, SPEECH, ["grant"], comes_back=True) as receivers,
    ):
        receivers.begin_joining()
        await until(lambda: receivers.tally.ended == 1, STEADY_S)
        tally = await receivers.fresh()
    assert [(each.rooms[0].epoch, each.rooms[0].seen) for each in heard.hellos] == [("", 0), (EPOCH, 2), (EPOCH, 3)]
    assert (tally.refused, tally.faults, tally.deliveries, tally.back, tally.lost) == (1, 0, 4, 2, 3)
    assert tally.sentences == ["0 was told to stay away with 4504"]


async def test_who_is_not_let_in_is_told() -> None:
    async with a_talking_hub(TalkingHub(shut=True)) as address, crowd(address, SPEECH, 2) as receivers:
        with pytest.raises(NotJoined, match="2 receivers did not get in, or did not stay"):
            await receivers.join(within_s=STEADY_S)
        assert (await receivers.fresh()).told == {"auth.grant_invalid": 2}


async def test_nobody_listens_at_that_address() -> None:
    async with crowd(Address("localhost", 1), SPEECH, 2) as receivers:
        with pytest.raises(NotJoined, match="2 receivers did not get in"):
            await receivers.join(within_s=STEADY_S)


async def test_who_is_not_in_in_time_is_told() -> None:
    async with a_choir() as (address, _), crowd(address, Speech(path="/", welcome=b"never"), 2) as receivers:
        with pytest.raises(NotJoined, match="0 of 2 were in after 0 s"):
            await receivers.join(within_s=0.1)


async def test_who_is_not_there_in_time_is_told() -> None:
    async with a_choir() as (address, choir), crowd(address, SINGING, 2) as receivers:
        await receivers.join()
        choir.sing()
        await receivers.settled(1)
        with pytest.raises(NotJoined, match="2 are not at 2 yet, 0 are beyond it"):
            await receivers.settled(2, 0.1)
        with pytest.raises(NotJoined, match="0 are not at 0 yet, 2 are beyond it"):
            await receivers.settled(0, 0.1)


async def test_some_read_slowly_or_not_at_all_and_then_again() -> None:
    """What the kernel's buffers hold for who reads nothing is far less than what was said."""
    async with a_choir() as (address, choir), crowd(address, SINGING, 3) as receivers:
        await receivers.join()
        await receivers.slow(1, 0)
        await receivers.slow(1, 2_000)
        said = 200
        for _ in range(said):
            broadcast(choir.sockets, "song 0 at 0" + "?" * 10_000)
        await until(lambda: receivers.tally.deliveries > said, STEADY_S)
        assert (await receivers.fresh()).deliveries < 2 * said
        await receivers.slow(3, None)
        await receivers.settled(said)


async def test_a_slow_one_that_is_hung_up_on_hears_why() -> None:
    async with a_choir() as (address, choir), crowd(address, SINGING, 2) as receivers:
        await receivers.join()
        await receivers.slow(1, 0)
        for socket in list(choir.sockets):
            await socket.close(4504)
        await until(lambda: receivers.tally.ended == 2, STEADY_S)
        assert all("4504" in each for each in receivers.tally.sentences)


async def test_lazy_ones_hear_everything_a_little_later() -> None:
    async with a_choir() as (address, choir), crowd(address, SINGING, 300, lazy_s=0.1) as receivers:
        await receivers.join()
        for number in range(20):
            choir.sing(number)
            await asyncio.sleep(0.01)
        await receivers.settled(20)
        tally = await receivers.fresh()
        assert (tally.deliveries, tally.faults) == (300 * 20, 0)
        assert tally.reads < 300 * 20
        await receivers.leave(300)
        await until(lambda: not choir.sockets, STEADY_S)


async def test_a_process_that_ends_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    async with a_choir() as (address, _), crowd(address, SINGING, 2) as receivers:
        await receivers.join()
        psutil.Process(receivers.pids[0]).kill()
        with pytest.raises(NotJoined, match="a process of the crowd has ended"):
            await receivers.fresh()
        with pytest.raises(NotJoined, match="a process of the crowd has ended"):
            await receivers.join()
    monkeypatch.setattr(module, "END_S_MAX", 0.0)
    async with crowd(Address("127.0.0.1", 1), SINGING, 1) as receivers:
        pids = receivers.pids
    assert not psutil.pid_exists(pids[0])


def test_shares_are_even_and_nobody_gets_more_than_they_can() -> None:
    assert shares(10, [9, 9, 9]) == [3, 3, 4]
    assert shares(10, [1, 9, 2]) == [1, 7, 2]
    assert shares(99, [1, 2]) == [1, 2]
    assert shares(0, [5]) == [0]
