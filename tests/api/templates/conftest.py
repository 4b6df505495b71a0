"""Every test has an organisation of its own."""

import pytest_asyncio

from tests.api.shows.people import Person, an_owner
from tests.api.whole import Whole


@pytest_asyncio.fixture(loop_scope="module")
async def ana(hub: Whole) -> Person:
    """Its owner."""
    return await an_owner(hub)


@pytest_asyncio.fixture(loop_scope="module")
async def eve(hub: Whole) -> Person:
    """The owner of another one."""
    return await an_owner(hub, "Eve")
