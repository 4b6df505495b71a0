"""Two screens on hubs that talk to themselves; on a real one they are in test_forms.py."""

import asyncio

import pytest

from hub.kernel import Actor, Command
from load.bots.waiting import until
from load.peers import screens
from load.peers.measures import Unfit
from load.peers.screens import Door, Plan, edits
from tests.load.hubs import TalkingHub, a_talking_hub

ROOM = "show/test"
TINY = Plan(edits=4, every_ms=1, away=3)


class LosingTwo(TalkingHub):
    """Of an edit of each person the listener who came last does not hear, whoever of them that is."""

    def _tell(self, room: str, you: Actor, command: Command) -> None:
        self.lose = self.seq + 1 if self.seq in {12, 13} else 0
        super()._tell(room, you, command)


async def test_nobody_comes_back_while_the_door_is_shut() -> None:
    door = Door()
    await door.pause(60)
    door.open.clear()
    waiting = asyncio.create_task(door.pause(0))
    with pytest.raises(TimeoutError):
        await until(waiting.done, 0.05)
    door.open.set()
    await until(waiting.done, 5)


@pytest.mark.usefixtures("quick")
async def test_an_edit_that_does_not_come_to_the_other_screen_is_told() -> None:
    async with a_talking_hub(LosingTwo()) as address:
        with pytest.raises(Unfit, match="of 8 edits did not come"):
            await edits(address, ["a", "b"], ROOM, TINY)


async def test_screens_that_are_not_let_in_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screens, "S_MAX", 0.3)
    async with a_talking_hub(TalkingHub(shut=True)) as address:
        with pytest.raises(TimeoutError):
            await edits(address, ["a", "b"], ROOM, TINY)
