import asyncio
from collections.abc import Iterable
from typing import Any

import pytest

from hub.advancing_sync.messages import Edit
from hub.chat.messages import Post
from hub.queue.messages import Finish
from hub.rooms import service as path
from persistence.memory import Trouble
from tests.builders import the_desk
from tests.hub.rooms.asking import ANA, asked, troubles
from tests.hub.rooms.stepped import turns
from tests.hub.rooms.world import FLOOR, SHOW, World


async def test_while_the_log_is_away_commands_are_refused_and_may_come_again(world: World) -> None:
    worker = await world.opened()
    group = await asked(worker)
    troubles(world, ("append", "before"))
    group.say("a", "b")
    assert await group.all() == {"a": ["room.unavailable"], "b": ["room.unavailable"]}
    group.say("a", "b")
    assert await group.all() == {"a": ["room.unavailable", 1], "b": ["room.unavailable", 2]}
    assert world.posts() == ["a", "b"]
    assert worker.doors.meters.unavailable == 1
    assert worker.doors.meters.refused == 2


@pytest.mark.parametrize("planned", [[("append", "after")], [("append", "after"), ("append", "after")]])
async def test_a_write_that_nobody_heard_of_is_found_when_the_command_comes_again(
    world: World, planned: list[tuple[str, Trouble]]
) -> None:
    worker = await world.opened()
    group = await asked(worker)
    troubles(world, *planned)
    group.say("a")
    assert (await group.all())["a"] == ["room.unavailable"]
    group.say("a", "b")
    await group.all()
    group.say("a", "b")
    assert [answers[-1] for answers in (await group.all()).values()] == [1, 2]
    assert world.posts() == ["a", "b"]


@pytest.mark.parametrize("trouble", ["before", "after"])
@pytest.mark.parametrize("operation", ["hold", "commit"])
async def test_trouble_under_the_lock_is_trouble_like_any_other(
    world: World, operation: str, trouble: Trouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(path, "QUICK_ATTEMPTS", 1)
    one, other = await world.opened(), world.worker()
    group = await asked(other)
    world.deaf()
    await world.say(one, 1)
    troubles(world, (operation, trouble))
    group.say("a")
    assert (await group.all())["a"] == ["room.unavailable"]
    group.say("a")
    assert (await group.all())["a"] == ["room.unavailable", 2]
    assert world.posts() == ["Number 1", "a"]


@pytest.mark.parametrize("trouble", ["before", "after"])
async def test_trouble_while_reading_what_was_missed_is_trouble_as_well(world: World, trouble: Trouble) -> None:
    one, other = await world.opened(), world.worker()
    group = await asked(other)
    world.deaf()
    await world.say(one, 1)
    troubles(world, ("since", trouble))
    group.say("a")
    assert (await group.all())["a"] == ["room.unavailable"]
    group.say("a")
    assert (await group.all())["a"] == ["room.unavailable", 2]
    assert world.posts() == ["Number 1", "a"]


async def test_who_was_answered_is_not_refused_because_of_others(world: World) -> None:
    """The write went well; only whether the refused one was done before cannot be looked up."""
    worker = await world.opened(FLOOR)
    group = await asked(worker, FLOOR)
    troubles(world, ("find", "before"))
    group.say("a")
    group.ask("no", Finish(), the_desk())
    assert await group.all() == {"a": [1], "no": ["room.unavailable"]}
    assert worker.doors.meters.refused == 1


async def test_who_is_known_is_answered_though_the_log_is_away(world: World) -> None:
    worker = await world.opened()
    group = await asked(worker)
    group.say("a")
    await group.all()
    troubles(world, ("append", "before"))
    group.say("a", "b")
    assert await group.all() == {"a": [1, 1], "b": ["room.unavailable"]}


async def test_a_log_that_calls_everything_repeated_and_finds_nothing_is_given_up(world: World) -> None:
    """So it is while another worker writes the same commands under our hands."""
    worker = await world.opened()
    group = await asked(worker)
    group.say("a")
    await group.all()
    worker.doors.ports.log.find = found_nothing  # type: ignore[method-assign]
    group.live.history._commands.clear()  # pyright: ignore[reportPrivateUsage]
    group.say("a")
    assert (await group.all())["a"] == [1, "room.unavailable"]


async def found_nothing(_room: str, _commands: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """A log that does not see what it keeps."""
    return {}


async def test_a_rule_that_breaks_costs_its_command_and_no_other(world: World, reports: list[Any]) -> None:
    worker = await world.opened()
    group = await asked(worker)
    group.live.room.states["advancing_sync"] = None  # type: ignore[index]
    group.say("a")
    group.ask("bad", Edit(field="show.title", value="x"))
    group.say("b")
    assert await group.all() == {"a": [1], "bad": ["hub.broken"], "b": [2]}
    assert "bad" in reports[0]["message"]


async def test_a_port_that_breaks_costs_its_batch_and_the_next_one_goes_on(world: World, reports: list[Any]) -> None:
    worker = await world.opened()
    group = await asked(worker)

    def trouble(operation: str) -> Trouble:
        world.log.trouble = lambda _operation: ""
        raise ZeroDivisionError(operation)

    world.log.trouble = trouble
    group.say("a")
    await turns()
    group.say("b")
    assert await group.all() == {"a": ["hub.broken"], "b": [1]}
    assert [type(report["exception"]) for report in reports] == [ZeroDivisionError]


async def test_what_is_written_is_acked_even_if_telling_breaks(world: World, reports: list[Any]) -> None:
    worker = await world.opened()
    group = await asked(worker)

    def publish(_room: str, _message: bytes) -> None:
        raise ZeroDivisionError

    worker.bus.publish = publish  # type: ignore[method-assign]
    group.say("a")
    assert await group.all() == {"a": [1]}
    assert reports


async def test_who_asked_and_went_away_does_not_disturb(world: World) -> None:
    worker = await world.opened()
    asking = asyncio.create_task(worker.service.do(ANA, SHOW, "c1", Post(text="Hi")))
    await turns(2)
    asking.cancel()
    await worker.service.settled()
    assert world.posts() == ["Hi"]


async def test_a_room_that_started_over_takes_no_command_of_its_old_history(world: World) -> None:
    worker = await world.opened(posts=3)
    group = await asked(worker)
    world.log.restore(SHOW, 3)
    worker.doors.reset(group.live)
    group.say("a")
    assert (await group.all())["a"] == ["room.unavailable"]
    assert await worker.service.do(ANA, SHOW, "a", Post(text="a")) == 4
