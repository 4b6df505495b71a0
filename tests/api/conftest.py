"""The door is tested on the loop it runs on."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping

import pytest_asyncio
import uvloop

from tests.api.whole import Whole, whole


def pytest_asyncio_loop_factories() -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Every test of this folder has a uvloop of its own."""
    return {"uvloop": uvloop.new_event_loop}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hub(database_url: str, redis_url: str) -> AsyncGenerator[Whole]:
    """A whole worker that the tests of a module share."""
    async with whole(database_url, redis_url) as hub:
        yield hub
