import asyncio
from collections.abc import Sequence

import pytest

from hub.advancing_sync.messages import Edit
from hub.chat.messages import Post, React
from hub.errors import Rejected
from hub.kernel import Actor, Command, Role
from hub.presence.messages import Focus
from hub.queue.messages import Finish, Submit
from hub.rooms import service as path
from hub.rooms.doors import SNAPSHOT_EVERY
from hub.rooms.ports import Draft, Entry
from hub.rooms.service import BATCH_MAX, QUICK_ATTEMPTS
from tests.builders import an_actor
from tests.hub.rooms.asking import ANA, BEN, asked, troubles
from tests.hub.rooms.stepped import turns
from tests.hub.rooms.world import FLOOR, SHOW, World


async def test_a_command_becomes_a_fact_and_the_sender_learns_its_number(world: World) -> None:
    worker = await world.opened(posts=2)
    assert await worker.service.do(ANA, SHOW, "c1", Post(text="Hi")) == 3
    assert world.posts() == ["Number 1", "Number 2", "Hi"]


async def test_a_command_without_facts_is_done_at_no_number(world: World) -> None:
    worker = await world.opened(posts=2)
    assert await worker.service.do(ANA, SHOW, "c1", Focus(field="show.title")) == 0
    assert len(world.posts()) == 2


async def test_what_comes_while_an_append_is_on_its_way_goes_in_the_next_one(world: World) -> None:
    worker = await world.opened()
    group = await asked(worker)
    group.say("a")
    await turns()
    group.say("b", "c", "d")
    assert await group.all() == {"a": [1], "b": [2], "c": [3], "d": [4]}
    assert worker.doors.meters.appends == 2
    assert worker.doors.meters.batch.total == 4


async def test_a_batch_has_a_limit(world: World) -> None:
    worker = await world.opened()
    group = await asked(worker)
    group.say(*(str(number) for number in range(BATCH_MAX + 1)))
    answers = await group.all()
    assert [answers[str(number)] for number in range(BATCH_MAX + 1)] == [
        [number + 1] for number in range(BATCH_MAX + 1)
    ]
    assert worker.doors.meters.appends == 2


async def test_each_command_of_a_batch_sees_what_those_before_it_did(world: World) -> None:
    worker = await world.opened(FLOOR)
    group = await asked(worker, FLOOR)
    for number in range(5):
        group.ask(f"s{number}", Submit(title=f"Song {number}"), an_actor("ana"))
    answers = await group.all()
    assert list(answers.values()) == [[1], [2], [3], ["queue.too_many"], ["queue.too_many"]]
    assert worker.doors.meters.appends == 1


async def test_too_many_that_wait_are_told_to_come_later(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(path, "WAITING_MAX", 3)
    worker = await world.opened()
    group = await asked(worker)
    group.say("a", "b", "c", "d")
    assert (await group.all())["d"] == ["room.busy"]
    assert world.posts() == ["a", "b", "c"]
    assert worker.doors.meters.refused == 1


@pytest.mark.parametrize(
    ("actor", "command", "code"),
    [
        (an_actor(role=Role.DJ), Edit(field="show.title", value="x"), "room.wrong_kind"),
        (an_actor(role=Role.AUDIENCE), Finish(), "auth.forbidden"),
        (an_actor(role=Role.DJ), Finish(), "queue.not_playing"),
    ],
)
async def test_a_command_that_may_not_be_changes_nothing(
    world: World, actor: Actor, command: Command, code: str
) -> None:
    worker = await world.opened(FLOOR)
    with pytest.raises(Rejected) as caught:
        await worker.service.do(actor, FLOOR, "c1", command)
    assert caught.value.code == code
    assert worker.doors.meters.appends == 0


@pytest.mark.parametrize("room", ["floor/nowhere", "attic/demo"])
async def test_there_is_nothing_to_do_in_no_room(world: World, room: str) -> None:
    with pytest.raises(Rejected) as caught:
        await world.worker().service.do(ANA, room, "c1", Post(text="Hi"))
    assert caught.value.code == "room.unknown"


async def test_who_is_slower_decides_again_on_what_the_other_wrote(world: World) -> None:
    one, other = await world.opened(FLOOR), world.worker()
    await other.doors.open(FLOOR)
    world.deaf()
    for number in range(3):
        await one.service.do(an_actor("ana"), FLOOR, f"s{number}", Submit(title="Song"))
    with pytest.raises(Rejected) as caught:
        await asyncio.gather(
            other.service.do(an_actor("ben"), FLOOR, "b", Submit(title="Song")),
            other.service.do(an_actor("ana"), FLOOR, "s3", Submit(title="Song")),
        )
    assert caught.value.code == "queue.too_many"
    assert other.doors.meters.conflicts == 1
    assert (await other.doors.open(FLOOR)).room.seq == 4


async def test_who_was_slower_twice_decides_under_the_lock(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = await world.opened(FLOOR), world.worker()
    await other.doors.open(FLOOR)
    world.deaf()
    since, appended = world.log.since, 0

    async def quicker(room: str, after: int, limit: int) -> Sequence[Entry]:
        """Another worker writes once more while this one reads what it missed."""
        nonlocal appended
        entries = await since(room, after, limit)
        appended += 1
        await one.service.do(an_actor("ana"), FLOOR, f"again-{appended}", Submit(title="Song"))
        return entries

    await one.service.do(an_actor("ana"), FLOOR, "first", Submit(title="Song"))
    monkeypatch.setattr(world.log, "since", quicker)
    assert await other.service.do(an_actor("ben"), FLOOR, "b", Submit(title="Song")) == 3
    assert (other.doors.meters.conflicts, appended) == (QUICK_ATTEMPTS, QUICK_ATTEMPTS - 1)


async def test_what_the_bus_brought_meanwhile_is_not_read_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = await world.opened(FLOOR), world.worker()
    live = await other.doors.open(FLOOR)
    world.deaf()
    await one.service.do(an_actor("ana"), FLOOR, "first", Submit(title="Song"))
    append = world.log.append

    async def late(room: str, epoch: str, after: int, drafts: Sequence[Draft]) -> bool:
        """The bus is quicker than the refusal."""
        done = await append(room, epoch, after, drafts)
        if not done:
            live.hear(await world.log.since(room, after, 1))
            monkeypatch.setattr(world.log, "since", None)
        return done

    monkeypatch.setattr(world.log, "append", late)
    assert await other.service.do(an_actor("ben"), FLOOR, "b", Submit(title="Song")) == 2
    assert other.doors.meters.conflicts == 1


@pytest.mark.parametrize("attempts", [1, QUICK_ATTEMPTS])
async def test_a_batch_that_leads_to_nothing_after_all_writes_nothing(
    world: World, attempts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(path, "QUICK_ATTEMPTS", attempts)
    one, other = await world.opened(), world.worker()
    await other.doors.open(SHOW)
    world.deaf()
    edit = Edit(field="show.title", value="Night")
    await one.service.do(BEN, SHOW, "b1", edit)
    assert await other.service.do(ANA, SHOW, "a1", edit) == 0
    assert (await other.doors.open(SHOW)).room.seq == 1


async def test_many_workers_write_one_room_and_each_command_is_there_once(world: World) -> None:
    workers = [await world.opened(), world.worker(), world.worker()]
    groups = [await asked(worker) for worker in workers]
    for number in range(60):
        groups[number % 3].say(f"{number}")
        await turns(number % 4)
    for group in groups:
        await group.all()
    await world.settle()
    assert sorted(map(int, world.posts())) == list(range(60))
    answered = {text: answers for group in groups for text, answers in group.answers.items()}
    assert [world.posts()[int(seq) - 1] for [seq] in answered.values()] == list(answered)


async def test_notices_reach_the_others_on_every_worker(world: World) -> None:
    one, other = await world.opened(), world.worker()
    ana, ben = await world.joined(one, world.phone("ana")), await world.joined(other, world.phone("ben"))
    ana.do("c1", SHOW, React(emoji="🔥"))
    await world.settle()
    for phone in (ana, ben):
        phone.read()
        assert {"t": "chat.reacted", "person": "ana", "emoji": "🔥"} in phone.notices
    assert ana.answers["c1"]["seq"] == 0


async def test_every_so_often_a_snapshot_is_kept(world: World) -> None:
    worker = await world.opened(posts=SNAPSHOT_EVERY - 1)
    await world.settle()
    stored = await world.log.load(SHOW)
    assert stored is not None
    assert stored.snapshot is None
    await world.say(worker, 2)
    await world.settle()
    stored = await world.log.load(SHOW)
    assert stored is not None
    assert (stored.snapshot_seq, len(stored.tail)) == (SNAPSHOT_EVERY, 1)


async def test_a_snapshot_that_cannot_be_kept_is_no_trouble(world: World) -> None:
    worker = await world.opened(posts=SNAPSHOT_EVERY - 1)
    troubles(world, ("save_snapshot", "before"))
    await world.say(worker, 1)
    await world.settle()
    assert len(world.posts()) == SNAPSHOT_EVERY
