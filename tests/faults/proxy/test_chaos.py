"""The proxy itself: who gets in, what is cut, and what a clean way does, which is nothing."""

import random
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.faults.proxy.chaos import ChaosProxy, seeded
from tests.faults.proxy.ends import Service, a_client, a_service
from tests.faults.proxy.toxics import CLEAN, LOST, Toxics
from tests.services import until


@pytest.fixture
async def both() -> AsyncGenerator[tuple[ChaosProxy, Service]]:
    async with a_service() as (service, to), ChaosProxy(to) as proxy:
        yield proxy, service


async def test_a_clean_way_changes_nothing(both: tuple[ChaosProxy, Service]) -> None:
    proxy, service = both
    said = random.Random(1).randbytes(300_000)
    async with a_client(proxy) as client:
        await client.echo_s(said)
        client.writer.write_eof()
        assert await client.rest() == b""
    assert bytes(service.heard) == said
    assert service.endings == ["end"]


async def test_it_reaches_a_unix_socket(tmp_path: Path) -> None:
    async with a_service(tmp_path / "service") as (service, to), ChaosProxy(to) as proxy, a_client(proxy) as client:
        await client.echo_s(b"hello")
        assert bytes(service.heard) == b"hello"


async def test_the_service_sees_the_port_that_the_client_has(both: tuple[ChaosProxy, Service]) -> None:
    proxy, service = both
    async with a_client(proxy) as client:
        await client.echo_s(b"hello")
        assert service.ports == [client.writer.get_extra_info("sockname")[1]]


async def test_each_direction_is_counted(both: tuple[ChaosProxy, Service]) -> None:
    proxy, _ = both
    async with a_client(proxy) as client:
        await client.echo_s(b"12345")
    assert (proxy.accepted, proxy.up.bytes, proxy.down.bytes) == (1, 5, 5)


async def test_the_end_of_one_side_reaches_the_other_and_nothing_is_left(both: tuple[ChaosProxy, Service]) -> None:
    proxy, service = both
    async with a_client(proxy) as client:
        await client.echo_s(b"hello")
        assert (proxy.open, service.open) == (1, 1)
    await until(lambda: proxy.open == service.open == 0)
    assert service.endings != []


async def test_a_reset_of_one_side_is_one_for_the_other(both: tuple[ChaosProxy, Service]) -> None:
    proxy, service = both
    async with a_client(proxy) as client:
        await client.echo_s(b"hello")
        proxy.cut()
        with pytest.raises(ConnectionResetError):
            await client.rest()
    await until(lambda: service.endings == ["reset"])


async def test_cutting_says_how_many_and_lets_them_come_back(both: tuple[ChaosProxy, Service]) -> None:
    proxy, _ = both
    async with a_client(proxy) as one, a_client(proxy) as two:
        await one.echo_s(b"1")
        await two.echo_s(b"2")
        assert proxy.cut() == 2
    async with a_client(proxy) as again:
        await again.echo_s(b"3")


async def test_a_part_can_be_cut(both: tuple[ChaosProxy, Service]) -> None:
    proxy, service = both
    async with AsyncExitStack() as clients:
        for _ in range(20):
            client = await clients.enter_async_context(a_client(proxy))
            await client.echo_s(b"hello")
        cut = proxy.cut(0.5, random.Random(3))
        assert 0 < cut < 20
        await until(lambda: service.open == 20 - cut)


async def test_nobody_new_gets_in_while_it_refuses_and_who_is_in_stays(both: tuple[ChaosProxy, Service]) -> None:
    proxy, _ = both
    async with a_client(proxy) as early:
        await early.echo_s(b"1")
        proxy.refuse()
        with pytest.raises(ConnectionRefusedError):
            async with a_client(proxy):
                pass
        await early.echo_s(b"2")
        await proxy.admit()
        async with a_client(proxy) as late:
            await late.echo_s(b"3")


async def test_who_comes_while_the_link_is_dead_gets_in_and_hears_nothing(both: tuple[ChaosProxy, Service]) -> None:
    proxy, service = both
    proxy.both(LOST)
    async with a_client(proxy) as client:
        await client.say(b"hello")
        assert await client.silent_for(0.05)
    assert not service.heard


async def test_who_is_stranded_hears_nothing_any_more_and_who_comes_then_does(
    both: tuple[ChaosProxy, Service],
) -> None:
    proxy, service = both
    async with a_client(proxy) as old, a_client(proxy) as other:
        await old.echo_s(b"1")
        await other.echo_s(b"1")
        assert proxy.strand() == 2
        await old.say(b"2")
        assert await old.silent_for(0.05)
        async with a_client(proxy) as new:
            await new.echo_s(b"3")
        proxy.heal()
        await old.say(b"4")
        assert await old.silent_for(0.05)
    assert bytes(service.heard) == b"113"


async def test_a_service_that_is_away_resets_who_comes() -> None:
    async with a_service() as (_, to):
        pass
    async with ChaosProxy(to) as proxy, a_client(proxy) as client:
        with pytest.raises(ConnectionResetError):
            await client.rest()


async def test_a_proxy_to_nowhere_yet_resets_who_comes() -> None:
    async with ChaosProxy() as proxy, a_client(proxy) as client:
        with pytest.raises(ConnectionResetError):
            await client.rest()


async def test_healing_takes_every_toxic_away(both: tuple[ChaosProxy, Service]) -> None:
    proxy, _ = both
    proxy.both(Toxics(latency_s=60))
    proxy.heal()
    assert (proxy.up.toxics, proxy.down.toxics) == (CLEAN, CLEAN)
    async with a_client(proxy) as client:
        await client.echo_s(b"hello")


def test_chance_is_the_same_for_the_same_connection_only() -> None:
    first = seeded(1, 1, "up").random()
    assert seeded(1, 1, "up").random() == first
    assert len({first, *(seeded(*each).random() for each in ((2, 1, "up"), (1, 2, "up"), (1, 1, "down")))}) == 4
