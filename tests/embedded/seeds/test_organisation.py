"""The organisation of the demo: its owner can sign in, and what it has is there."""

from collections.abc import AsyncGenerator
from datetime import date

import pytest

from api.worker import Worker, assemble
from embedded.seeds.organisation import FESTIVAL, MAIL, NIGHT, ORG, organise
from persistence import accounts, advances, audit_list, organisations, shows, streams
from persistence.audit_list import Place, Sought
from persistence.room_log import make_room
from persistence.tenancy import within
from tests.api.whole import some_settings

TODAY = date(2026, 11, 21)
PASSWORD = "correct horse"


@pytest.fixture
async def worker(database_url: str, redis_url: str) -> AsyncGenerator[Worker]:
    worker = assemble(some_settings(database_url, redis_url))
    async with worker.running(None):
        yield worker


async def test_its_owner_signs_in_and_finds_the_night(worker: Worker) -> None:
    # The night's rooms may be there already: what happened in them is seeded beside this.
    async with within(worker.database, ORG) as connection:
        for kind in ("show", "floor", "stream"):
            await make_room(connection, ORG, f"{kind}/{NIGHT}")
    for _ in range(2):
        await organise(worker, PASSWORD, TODAY)
    async with within(worker.database, ORG) as connection:
        owner = await accounts.by_mail(connection, MAIL)
        assert owner is not None
        assert await worker.passwords.fits(owner.password, PASSWORD)
        (mine,) = await organisations.mine(connection, owner.id)
        assert (mine.org, mine.role) == (ORG, "owner")
        night = await shows.read(connection, ORG, NIGHT)
        assert night is not None
        assert (night.day, night.venue_name) == ("2026-11-30", "Lantern Hall")
        assert await advances.read(connection, ORG, NIGHT) is not None
        assert await advances.read(connection, ORG, FESTIVAL) is not None
        assert [stream.id for stream in await streams.of_show(connection, ORG, NIGHT)] == [NIGHT]
        noted = await audit_list.page(connection, ORG, Sought(), Place(), 99)
        assert [each.what for each in noted] == [
            "advance.created",
            "show.created",
            "venue.created",
            "stream.created",
            "advance.created",
            "show.created",
            "venue.created",
            "org.created",
        ]
        assert {(each.account, each.name) for each in noted} == {(owner.id, owner.name)}
        assert noted[5].after["title"] == night.title
        assert noted[5].after.keys() == {"title", "venue", "day", "timezone", "status", "currency"}
