import pytest

from hub.advancing_sync.messages import Edit
from hub.chat.messages import Post, Remove
from hub.errors import Rejected
from hub.queue.messages import Finish, Skip, Submit
from hub.rooms import service as path
from tests.builders import an_actor, the_desk
from tests.contracts.ports import save_snapshot
from tests.hub.rooms.asking import ANA, BEN, asked
from tests.hub.rooms.world import FLOOR, SHOW, World


async def test_a_command_again_is_answered_and_not_done_again(world: World) -> None:
    worker = await world.opened()
    for _ in range(3):
        assert await worker.service.do(ANA, SHOW, "c1", Post(text="Hi")) == 1
    assert world.posts() == ["Hi"]


async def test_a_command_again_on_a_worker_that_has_not_heard_of_it(world: World) -> None:
    one, other = await world.opened(), world.worker()
    await other.doors.open(SHOW)
    world.deaf()
    await one.service.do(ANA, SHOW, "c1", Post(text="Hi"))
    assert await other.service.do(ANA, SHOW, "c1", Post(text="Hi")) == 1
    assert world.posts() == ["Hi"]


async def test_a_command_again_that_only_the_log_remembers_is_taken_out_of_its_batch(world: World) -> None:
    """Its worker was started after it: the state is from a snapshot, the command in no memory."""
    one = await world.opened()
    await one.service.do(ANA, SHOW, "c1", Post(text="Hi"))
    await save_snapshot(world.log, SHOW, 1, path.rules.snapshot((await one.doors.open(SHOW)).room))
    group = await asked(world.worker())
    group.say("before")
    group.ask("c1", Post(text="Hi"))
    group.say("after")
    assert await group.all() == {"before": [2], "c1": [1], "after": [3]}
    assert world.posts() == ["Hi", "before", "after"]


async def test_a_command_again_that_would_be_refused_now_was_done_all_the_same(world: World) -> None:
    """A request is withdrawn once; asked again, the rule finds nothing, but the log knows."""
    one = await world.opened(FLOOR)
    await one.service.do(ANA_PUBLIC, FLOOR, "c1", Post(text="Hi"))
    message = (await one.doors.open(FLOOR)).room.states["chat"].messages[0].id
    await one.service.do(ANA_PUBLIC, FLOOR, "c2", Remove(message=message))
    await save_snapshot(world.log, FLOOR, 2, path.rules.snapshot((await one.doors.open(FLOOR)).room))
    other = world.worker()
    assert await other.service.do(ANA_PUBLIC, FLOOR, "c2", Remove(message=message)) == 2
    with pytest.raises(Rejected) as caught:
        await other.service.do(ANA_PUBLIC, FLOOR, "c3", Remove(message=message))
    assert caught.value.code == "chat.gone"


ANA_PUBLIC = an_actor("ana")


async def test_a_command_again_that_would_change_nothing_now_has_the_number_it_had(world: World) -> None:
    one = await world.opened()
    edit = Edit(field="show.title", value="Night")
    assert await one.service.do(ANA, SHOW, "c1", edit) == 1
    await save_snapshot(world.log, SHOW, 1, path.rules.snapshot((await one.doors.open(SHOW)).room))
    other = world.worker()
    assert await other.service.do(ANA, SHOW, "c1", edit) == 1
    assert await other.service.do(ANA, SHOW, "c2", edit) == 0


async def test_the_same_id_of_another_person_is_another_command(world: World) -> None:
    worker = await world.opened()
    assert await worker.service.do(ANA, SHOW, "c1", Post(text="Hi")) == 1
    assert await worker.service.do(BEN, SHOW, "c1", Post(text="Hello")) == 2


async def test_repeats_in_one_batch_get_the_answer_of_the_first(world: World) -> None:
    worker = await world.opened(FLOOR)
    group = await asked(worker, FLOOR)
    for _ in range(3):
        group.ask("c1", Post(text="Hi"))
        group.ask("c2", Finish(), the_desk())
    answers = await group.all()
    assert answers == {"c1": [1, 1, 1], "c2": ["queue.not_playing"] * 3}
    assert world.posts(FLOOR) == ["Hi"]


async def test_a_command_that_was_refused_may_be_asked_again_and_done(world: World) -> None:
    worker = await world.opened(FLOOR)
    group = await asked(worker, FLOOR)
    for number in range(4):
        group.ask(f"s{number}", Submit(title=f"Song {number}"), an_actor("ana"))
    assert (await group.all())["s3"] == ["queue.too_many"]
    entry = next(iter(group.live.room.states["queue"].entries))
    await worker.service.do(the_desk(), FLOOR, "skip", Skip(entry=entry))
    assert await worker.service.do(an_actor("ana"), FLOOR, "s3", Submit(title="Song 3")) == 5
