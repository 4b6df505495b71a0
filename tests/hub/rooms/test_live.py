import pytest

from hub.kernel import Lane, Role, Sight
from hub.rooms.history import RESUME_FACTS_MAX
from hub.rooms.live import MISSED_MAX, SHOWN_FACTS_MAX
from hub.rooms.room import snapshot
from hub.wire import JSON, MSGPACK, Seen
from tests.contracts.ports import save_snapshot
from tests.hub.rooms.entries import entries
from tests.hub.rooms.phone import Phone
from tests.hub.rooms.stepped import turns
from tests.hub.rooms.world import FLOOR, SHOW, World


def texts(phone: Phone, room: str = SHOW) -> list[str]:
    """What the phone was told was said, in order."""
    return [fact["text"] for fact in phone.stream(room).facts.values()]


async def test_a_newcomer_gets_a_state_and_whatever_leads_from_it_to_now(world: World) -> None:
    worker = await world.opened(posts=3)

    ana = await world.joined(worker, world.phone())
    [welcome, *_] = ana.read()

    assert welcome["you"] == {"person": "ana", "role": "crew", "name": "Ana", "party": ""}
    assert (welcome["at"], welcome["upto"], welcome["facts"]) == (3, 3, [])
    assert [each["text"] for each in welcome["state"]["chat"]["messages"]] == ["Number 1", "Number 2", "Number 3"]


async def test_thousands_who_join_together_share_one_state_and_get_the_rest_as_facts(world: World) -> None:
    worker = await world.opened(posts=1)
    await world.joined(worker, world.phone("ana"))
    await world.say(worker, SHOWN_FACTS_MAX)
    await world.settle()

    ben = await world.joined(worker, world.phone("ben"))
    ben.read()

    assert ben.stream(SHOW).at == SHOWN_FACTS_MAX + 1
    assert len(ben.stream(SHOW).facts) == SHOWN_FACTS_MAX
    [shown] = (await worker.doors.open(SHOW)).shown.values()
    assert shown[0] == 1


async def test_a_state_too_far_back_is_made_anew(world: World) -> None:
    worker = await world.opened(posts=1)
    await world.joined(worker, world.phone("ana"))
    await world.say(worker, SHOWN_FACTS_MAX + 1)
    await world.settle()

    ben = await world.joined(worker, world.phone("ben"))
    ben.read()

    assert ben.stream(SHOW).facts == {}
    assert ben.stream(SHOW).at == SHOWN_FACTS_MAX + 2


async def test_who_comes_back_gets_exactly_what_was_missed(world: World) -> None:
    worker = await world.opened(posts=5)
    ana = await world.joined(worker, world.phone())
    ana.hang_up()
    await world.say(worker, 4)

    await world.joined(worker, ana)
    ana.read()

    assert ana.stream(SHOW).snapshots == 1
    assert texts(ana) == ["Number 6", "Number 7", "Number 8", "Number 9"]


async def test_who_missed_nothing_is_told_nothing(world: World) -> None:
    worker = await world.opened(posts=5)
    ana = await world.joined(worker, world.phone())
    ana.hang_up()

    await world.joined(worker, ana)
    [welcome, *_] = ana.read()

    assert "state" not in welcome
    assert (welcome["at"], welcome["upto"], welcome["facts"]) == (5, 5, [])


@pytest.mark.parametrize(("missed", "snapshots"), [(RESUME_FACTS_MAX, 1), (RESUME_FACTS_MAX + 1, 2)])
async def test_who_missed_too_much_gets_a_state_and_never_a_part(world: World, missed: int, snapshots: int) -> None:
    worker = await world.opened(posts=2)
    ana = await world.joined(worker, world.phone())
    ana.hang_up()
    await world.say(worker, missed)
    await world.settle()

    await world.joined(worker, ana)
    ana.read()

    assert ana.stream(SHOW).snapshots == snapshots
    assert ana.stream(SHOW).at == missed + 2


async def test_who_missed_what_is_not_at_hand_gets_a_state_and_never_a_part(world: World) -> None:
    """A worker that was started since has only what came after the snapshot it opened the room from."""
    one = await world.opened(posts=5)
    ana = await world.joined(one, world.phone())
    ana.hang_up()
    await world.say(one, 5)
    await save_snapshot(world.log, SHOW, 10, snapshot((await one.doors.open(SHOW)).room))
    await world.say(one, 2)

    await world.joined(world.worker(), ana)
    ana.read()

    assert (ana.stream(SHOW).snapshots, ana.stream(SHOW).at) == (2, 12)


async def test_a_number_of_another_history_is_worth_nothing(world: World) -> None:
    worker = await world.opened(posts=5)
    ana = await world.joined(worker, world.phone())
    ana.hang_up()
    ana.stream(SHOW).epoch = "another"

    await world.joined(worker, ana)
    ana.read()

    assert ana.stream(SHOW).snapshots == 2


async def test_who_has_seen_more_than_this_worker_makes_it_catch_up(world: World) -> None:
    """They were on a worker that was ahead: to be thrown back to an older state would take facts away from them."""
    one = await world.opened(posts=5)
    world.deaf()
    other = world.worker()
    await other.doors.open(SHOW)
    ana = await world.joined(one, world.phone())
    await world.say(one, 3)
    await world.settle()
    ana.hang_up()

    await world.joined(other, ana)
    ana.read()

    assert ana.stream(SHOW).snapshots == 1
    assert ana.stream(SHOW).at == 8


async def test_who_has_seen_what_others_here_wait_for_goes_on_from_there(world: World) -> None:
    """Between a fact and its flush, the room knows more than it has sent: who comes back with that resumes there."""
    await world.log.create(SHOW, "org")
    one, other = world.worker(flush_ms_max=0), world.worker()
    ana = await world.joined(one, world.phone("ana"))
    ben = await world.joined(other, world.phone("ben"))
    await world.say(one, 2)
    await turns(2)
    live = await other.doors.open(SHOW)
    ana.read()
    ana.hang_up()
    [member] = live.fanout.members()
    assert member.block is not None
    assert member.block.at < live.room.seq == ana.stream(SHOW).at

    await world.joined(other, ana)

    for phone in (ana, ben):
        phone.read()
        assert (phone.stream(SHOW).snapshots, phone.stream(SHOW).at) == (1, 2)


async def test_a_newcomer_whose_block_is_behind_the_state_that_others_were_shown_gets_the_same_state(
    world: World,
) -> None:
    worker = await world.opened()
    ana = await world.joined(worker, world.phone("ana", deflate=True))
    live = await worker.doors.open(SHOW)
    live.hear(entries(1, SHOWN_FACTS_MAX + 1))
    first, second = (live.fanout.place(Sight(Lane.CREW), JSON, deflate=deflate) for deflate in (False, True))
    assert (first.at, second.at) == (SHOWN_FACTS_MAX + 1, 0)
    welcomes = [live.welcome(ana.actor, JSON, Seen(SHOW), block) for block in (first, second)]
    assert welcomes[0] == welcomes[1]
    assert second.at == SHOWN_FACTS_MAX + 1


async def test_who_missed_the_same_gets_the_same_however_many_missed_something_else(world: World) -> None:
    worker = await world.opened(posts=2 * MISSED_MAX)
    live = await worker.doors.open(SHOW)
    ana = world.phone().actor
    block = live.fanout.place(Sight(Lane.CREW), JSON, deflate=False)
    welcomes = [
        live.welcome(ana, JSON, Seen(SHOW, live.epoch, seen), block)
        for seen in (3, 3, *range(5, 5 + MISSED_MAX), 3, 2 * MISSED_MAX)
    ]
    first, again, *_, late, nothing = welcomes
    assert [seq for seq, _ in first.facts] == list(range(4, 2 * MISSED_MAX + 1))
    assert again.facts is first.facts
    assert late == first
    assert nothing.facts == []
    assert len(live.missed) <= MISSED_MAX


async def test_a_lie_about_what_was_seen_gets_a_state(world: World) -> None:
    worker = await world.opened(posts=5)
    ana = await world.joined(worker, world.phone())
    ana.hang_up()
    ana.stream(SHOW).at = 2**53

    await world.joined(worker, ana)
    ana.read()

    assert (ana.stream(SHOW).snapshots, ana.stream(SHOW).at) == (2, 5)


async def test_facts_that_wait_for_a_flush_reach_the_newcomer_once(world: World) -> None:
    """The welcome says where the flush will go on; nothing between them, nothing twice."""
    worker = await world.opened(posts=5)
    ana = await world.joined(worker, world.phone("ana"))
    await world.say(worker, 1)
    ben = world.phone("ben")
    ben.dial(worker.lobby)
    await world.say(worker, 1)
    ben.hello(SHOW)
    await world.say(worker, 1)
    await world.settle()

    for phone in (ana, ben):
        phone.read()
        assert phone.stream(SHOW).at == 8


async def test_each_lane_is_told_what_it_may_see(world: World) -> None:
    await world.log.create(FLOOR, "org")
    worker = world.worker()

    audience = await world.joined(worker, world.phone("ana", Role.AUDIENCE, (FLOOR,), MSGPACK), FLOOR)
    desk = await world.joined(worker, world.phone("dj", Role.DJ, (FLOOR,)), FLOOR)
    await world.say(worker, 1, FLOOR)
    await world.settle()

    for phone in (audience, desk):
        phone.read()
        assert texts(phone, FLOOR) == ["Number 1"]
    assert len((await worker.doors.open(FLOOR)).shown) == 2


async def test_a_role_without_a_seat_is_refused_and_may_go_on_elsewhere(world: World) -> None:
    worker = await world.opened()
    await world.log.create(FLOOR, "org")

    ana = await world.joined(worker, world.phone("ana", Role.AUDIENCE, (SHOW, FLOOR)), SHOW, FLOOR)
    ana.read()

    [no] = ana.fails
    assert (no["code"], no["room"]) == ("auth.forbidden", SHOW)
    assert set(ana.streams) >= {FLOOR}
    assert ana.sink.closed is None


async def test_a_cold_room_opens_from_its_snapshot_and_a_short_tail(world: World) -> None:
    one = await world.opened(posts=10)
    live = await one.doors.open(SHOW)
    await save_snapshot(world.log, SHOW, 10, snapshot(live.room))
    await world.say(one, 2)

    opened = await world.worker().doors.open(SHOW)

    assert opened.room.states == live.room.states
    assert [each.entry.seq for each in opened.history.between(0, 99)] == [11, 12]
