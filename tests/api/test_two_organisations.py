"""Nobody gets at what is another organisation's: whatever is asked over HTTP, whatever is said on a socket."""

from typing import Any

import pytest
import pytest_asyncio

from hub.rooms.rate import Rate
from tests.api.intruder import OWN, VICTIM, Intruder
from tests.api.neighbours import settle
from tests.api.whole import Whole, whole

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hub(database_url: str, redis_url: str) -> Any:
    """A hub that both use, and that takes as many requests as are made."""
    async with whole(database_url, redis_url, rate_address=Rate(100_000, 100_000)) as hub:
        for each in (VICTIM, OWN):
            await settle(hub, database_url, each)
        yield hub


async def an_intruder(hub: Whole, database_url: str, **how: Any) -> Intruder:
    document = (await hub.http.get("/api/docs/openapi.json")).json()
    return Intruder(hub, document, database_url, **how)


async def test_who_is_signed_in_gets_at_nothing_of_the_other_organisation(hub: Whole, database_url: str) -> None:
    intruder = await an_intruder(hub, database_url)
    assert await intruder.attack() == []
    assert intruder.asked > 200
    # The twin: with their own ids the same requests find something, so they are not just wrong.
    assert await intruder.control() == []


async def test_who_is_not_signed_in_gets_at_nothing(hub: Whole, database_url: str) -> None:
    assert await (await an_intruder(hub, database_url, signed_in=False)).attack() == []
