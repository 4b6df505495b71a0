import pytest

from load.scenarios.probes import welcomes
from tests.load.frames import FLOOR
from tests.load.hubs import TalkingHub, a_talking_hub


async def test_each_knows_how_long_it_stood_at_the_door() -> None:
    async with a_talking_hub() as address:
        took_s = await welcomes(address, ["a", "b", "c"], FLOOR, 0.01)
    assert len(took_s) == 3
    assert all(0 < each < 5 for each in took_s)


async def test_one_who_is_not_let_in_is_a_fault() -> None:
    async with a_talking_hub(TalkingHub(shut=True)) as address:
        with pytest.raises(ConnectionError, match="was not let into"):
            await welcomes(address, ["a"], FLOOR, 0)
