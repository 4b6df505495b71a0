"""Every test has a show of its own, with its advance."""

import pytest
import pytest_asyncio

from tests.api.access.shown import Shown, a_shown
from tests.api.whole import Whole


@pytest.fixture(autouse=True)
def _somebody_new(hub: Whole) -> None:
    hub.http.cookies.clear()


@pytest_asyncio.fixture(loop_scope="module")
async def night(hub: Whole) -> Shown:
    """Ana's."""
    return await a_shown(hub)


@pytest_asyncio.fixture(loop_scope="module")
async def other(hub: Whole) -> Shown:
    """That of somebody in another organisation."""
    return await a_shown(hub, "Eve")
