"""What every bus promises while it works; what it does when it does not is in the tests of each."""

from collections.abc import Awaitable, Callable

from tests.contracts.ports import Ear
from tests.services import a_room

Join = Callable[[], Awaitable[Ear]]


async def test_a_ring_reaches_another_worker_with_its_room(worker: Join) -> None:
    here, there = await worker(), await worker()
    room = a_room()
    await there.bus.subscribe(room)
    here.bus.publish(room, b"\x00\xff binary \r\n")
    assert await there.next() == (room, b"\x00\xff binary \r\n")


async def test_a_worker_that_has_subscribed_hears_the_very_next_ring(worker: Join) -> None:
    here, there = await worker(), await worker()
    for n in range(20):
        room = a_room()
        await there.bus.subscribe(room)
        here.bus.publish(room, str(n).encode())
        assert await there.next() == (room, str(n).encode())


async def test_only_the_rooms_subscribed_to_are_heard(worker: Join) -> None:
    here, there = await worker(), await worker()
    mine, other = a_room(), a_room()
    await there.bus.subscribe(mine)
    here.bus.publish(other, b"no")
    here.bus.publish(mine, b"yes")
    assert await there.next() == (mine, b"yes")
    assert there.heard.empty()


async def test_a_room_unsubscribed_from_is_silent(worker: Join) -> None:
    here, there = await worker(), await worker()
    left, kept = a_room(), a_room()
    await there.bus.subscribe(left)
    await there.bus.subscribe(kept)
    await there.bus.unsubscribe(left)
    here.bus.publish(left, b"no")
    here.bus.publish(kept, b"yes")
    assert await there.next() == (kept, b"yes")


async def test_a_room_can_be_subscribed_to_again(worker: Join) -> None:
    here, there = await worker(), await worker()
    room = a_room()
    await there.bus.subscribe(room)
    await there.bus.unsubscribe(room)
    await there.bus.subscribe(room)
    here.bus.publish(room, b"back")
    assert await there.next() == (room, b"back")


async def test_every_worker_hears_it_once_and_in_order(worker: Join) -> None:
    here, there, elsewhere = await worker(), await worker(), await worker()
    room = a_room()
    for each in (there, elsewhere):
        await each.bus.subscribe(room)
    for n in range(500):
        here.bus.publish(room, str(n).encode())
    for each in (there, elsewhere):
        assert [(await each.next())[1] for _ in range(500)] == [str(n).encode() for n in range(500)]
        assert each.heard.empty()


async def test_rings_that_nobody_hears_harm_nobody(worker: Join) -> None:
    here = await worker()
    here.bus.publish(a_room(), b"")
    assert here.bus.up


async def test_a_bus_that_works_is_up(worker: Join) -> None:
    assert (await worker()).bus.up
