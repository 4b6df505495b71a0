import asyncio

import pytest

from load.bots.waiting import until


async def test_it_returns_when_it_is_true() -> None:
    done = asyncio.Event()
    asyncio.get_running_loop().call_soon(done.set)
    await until(done.is_set, 5.0)


async def test_it_gives_up_in_time() -> None:
    with pytest.raises(TimeoutError):
        await until(lambda: False, 0.01)
