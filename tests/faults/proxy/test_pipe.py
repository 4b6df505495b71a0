"""Each toxic, measured at real sockets. A machine may be slow, so times are only ever bounded from below."""

import asyncio
from collections.abc import AsyncGenerator

import pytest

from tests.faults.proxy.chaos import ChaosProxy
from tests.faults.proxy.ends import Service, a_client, a_service
from tests.faults.proxy.toxics import CLEAN, HELD, LOST, Toxics
from tests.services import until


@pytest.fixture
async def both() -> AsyncGenerator[tuple[ChaosProxy, Service]]:
    async with a_service() as (service, to), ChaosProxy(to, seed=7) as proxy:
        yield proxy, service


async def test_latency_is_added_in_each_direction(both: tuple[ChaosProxy, Service]) -> None:
    proxy, _ = both
    async with a_client(proxy) as client:
        proxy.up.toxics = Toxics(latency_s=0.05)
        assert await client.echo_s(b"one way") >= 0.05
        proxy.down.toxics = Toxics(latency_s=0.05)
        assert await client.echo_s(b"both ways") >= 0.1


async def test_latency_is_not_a_bandwidth(both: tuple[ChaosProxy, Service]) -> None:
    """Fifty chunks that are each late by 0.4 s are late together: one after the other they would take 20 s."""
    proxy, _ = both
    proxy.up.toxics = Toxics(latency_s=0.4)
    async with a_client(proxy) as client:
        for _ in range(50):
            await client.say(b"x")
            await asyncio.sleep(0.001)
        async with asyncio.timeout(10):
            assert await client.reader.readexactly(50) == b"x" * 50


async def test_jitter_keeps_the_order(both: tuple[ChaosProxy, Service]) -> None:
    proxy, service = both
    proxy.up.toxics = Toxics(latency_s=0.001, jitter_s=0.02)
    said = b"".join(number.to_bytes(2) for number in range(30))
    async with a_client(proxy) as client:
        for at in range(0, len(said), 2):
            await client.say(said[at : at + 2])
            await asyncio.sleep(0.001)
        await client.hear(len(said))
    assert bytes(service.heard) == said


async def test_a_bandwidth_takes_its_time(both: tuple[ChaosProxy, Service]) -> None:
    proxy, _ = both
    proxy.down.toxics = Toxics(bytes_per_s=100_000)
    async with a_client(proxy) as client:
        assert await client.echo_s(bytes(20_000)) >= 0.15


async def test_the_slicer_cuts_into_small_pieces_and_rests(both: tuple[ChaosProxy, Service]) -> None:
    proxy, service = both
    proxy.up.toxics = Toxics(slice_bytes=100, slice_pause_s=0.003)
    async with a_client(proxy) as client:
        assert await client.echo_s(bytes(1_000)) >= 10 * 0.003
    assert len(service.pieces) > 1
    assert service.pieces[0] <= 100


async def test_a_reset_comes_with_the_next_byte(both: tuple[ChaosProxy, Service]) -> None:
    proxy, service = both
    async with a_client(proxy) as client:
        await client.echo_s(b"hello")
        proxy.down.toxics = Toxics(reset_after_bytes=0)
        await client.say(b"done, but you will never know")
        with pytest.raises(ConnectionResetError):
            await client.rest()
    assert service.heard.endswith(b"know")
    await until(lambda: service.endings == ["reset"])


async def test_a_reset_comes_after_so_many_bytes(both: tuple[ChaosProxy, Service]) -> None:
    proxy, service = both
    async with a_client(proxy) as client:
        await client.echo_s(b"hello")
        proxy.up.toxics = Toxics(reset_after_bytes=7)
        await client.say(b"1234567")
        assert await client.hear(7) == b"1234567"
        await client.say(b"8")
        with pytest.raises(ConnectionResetError):
            await client.rest()
    assert bytes(service.heard) == b"hello1234567"


async def test_every_connection_has_its_own_count_to_the_reset(both: tuple[ChaosProxy, Service]) -> None:
    proxy, service = both
    proxy.up.toxics = Toxics(reset_after_bytes=3)
    async with a_client(proxy) as one, a_client(proxy) as two:
        await one.echo_s(b"123")
        await two.echo_s(b"123")
        await one.say(b"4")
        with pytest.raises(ConnectionResetError):
            await one.rest()
        assert proxy.open == 1
    assert bytes(service.heard) == b"123123"


async def test_a_held_link_delivers_everything_when_it_is_back(both: tuple[ChaosProxy, Service]) -> None:
    proxy, _ = both
    async with a_client(proxy) as client:
        await client.echo_s(b"before")
        proxy.both(HELD)
        await client.say(b"meanwhile")
        assert await client.silent_for(0.05)
        proxy.heal()
        assert await client.hear(9) == b"meanwhile"


async def test_a_full_link_makes_the_sender_wait(both: tuple[ChaosProxy, Service]) -> None:
    proxy, service = both
    proxy.up.toxics = HELD
    said = bytes(40 << 20)
    async with a_client(proxy) as client:
        saying = asyncio.create_task(client.say(said))
        done, _ = await asyncio.wait([saying], timeout=0.3)
        assert not done
        saying.cancel()
    assert not service.heard


async def test_a_lost_direction_swallows_and_then_goes_on(both: tuple[ChaosProxy, Service]) -> None:
    proxy, service = both
    async with a_client(proxy) as client:
        await client.echo_s(b"1")
        proxy.up.toxics = LOST
        await client.say(b"2")
        assert await client.silent_for(0.05)
        proxy.up.toxics = CLEAN
        await client.echo_s(b"3")
    assert bytes(service.heard) == b"13"


async def test_a_peer_that_vanishes_sends_no_end(both: tuple[ChaosProxy, Service]) -> None:
    proxy, service = both
    async with a_client(proxy) as client:
        await client.echo_s(b"hello")
        proxy.both(LOST)
        client.writer.transport.abort()
        await asyncio.sleep(0.05)
        assert (service.open, service.endings) == (1, [])
        proxy.heal()
        await until(lambda: service.open == 0)


async def test_what_waits_on_the_way_is_lost_with_the_link(both: tuple[ChaosProxy, Service]) -> None:
    proxy, service = both
    proxy.up.toxics = Toxics(latency_s=0.05)
    async with a_client(proxy) as client:
        await client.say(b"on its way")
        proxy.up.toxics = LOST
        assert await client.silent_for(0.1)
    assert not service.heard
