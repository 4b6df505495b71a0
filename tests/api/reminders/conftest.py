"""A show with an advance of a test's own, in a hub that a module shares."""

import pytest_asyncio

from tests.api.access.shown import Shown, a_shown
from tests.api.whole import Whole


@pytest_asyncio.fixture(loop_scope="module")
async def shown(hub: Whole) -> Shown:
    """Its owner, and a show in which nobody has written."""
    return await a_shown(hub)
