"""What every store of leases promises."""

from tests.contracts.ports import LeasesInTime
from tests.services import a_room

LONG_MS = 600_000


async def test_what_each_worker_holds_is_seen(leases: LeasesInTime) -> None:
    room = a_room()
    await leases.port.hold(room, "w1", b"ana", LONG_MS)
    await leases.port.hold(room, "w2", b"\x00\xff", LONG_MS)
    assert await leases.port.rosters(room) == {"w1": b"ana", "w2": b"\x00\xff"}


async def test_a_room_nobody_holds_is_empty(leases: LeasesInTime) -> None:
    assert await leases.port.rosters(a_room()) == {}


async def test_rooms_are_apart(leases: LeasesInTime) -> None:
    here, there = a_room(), a_room()
    await leases.port.hold(here, "w1", b"ana", LONG_MS)
    assert await leases.port.rosters(there) == {}


async def test_the_latest_roster_of_a_worker_counts(leases: LeasesInTime) -> None:
    room = a_room()
    await leases.port.hold(room, "w1", b"ana", LONG_MS)
    await leases.port.hold(room, "w1", b"ana, ben", LONG_MS)
    assert await leases.port.rosters(room) == {"w1": b"ana, ben"}


async def test_a_released_lease_is_gone_at_once(leases: LeasesInTime) -> None:
    room = a_room()
    await leases.port.hold(room, "w1", b"ana", LONG_MS)
    await leases.port.hold(room, "w2", b"ben", LONG_MS)
    await leases.port.release(room, "w1")
    assert await leases.port.rosters(room) == {"w2": b"ben"}


async def test_releasing_what_is_not_held_harms_nobody(leases: LeasesInTime) -> None:
    room = a_room()
    await leases.port.release(room, "w1")
    assert await leases.port.rosters(room) == {}


async def test_the_lease_of_a_dead_worker_ends_and_the_others_stay(leases: LeasesInTime) -> None:
    room = a_room()
    await leases.port.hold(room, "dead", b"ghost", 50)
    await leases.port.hold(room, "w2", b"ben", LONG_MS)
    assert await leases.port.rosters(room) == {"dead": b"ghost", "w2": b"ben"}
    await leases.settle(room, {"w2": b"ben"})
    assert await leases.port.rosters(room) == {"w2": b"ben"}


async def test_holding_again_makes_it_last(leases: LeasesInTime) -> None:
    room = a_room()
    await leases.port.hold(room, "w1", b"ana", 50)
    await leases.port.hold(room, "w1", b"ana", LONG_MS)
    await leases.port.hold(room, "witness", b"", 50)
    await leases.settle(room, {"w1": b"ana"})
    assert await leases.port.rosters(room) == {"w1": b"ana"}


async def test_a_worker_that_comes_back_after_its_lease_ended_is_seen_again(leases: LeasesInTime) -> None:
    room = a_room()
    await leases.port.hold(room, "w1", b"ana", 20)
    await leases.settle(room, {})
    await leases.port.hold(room, "w1", b"ana", LONG_MS)
    assert await leases.port.rosters(room) == {"w1": b"ana"}
