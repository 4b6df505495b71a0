"""What row-level security costs is measured on a database as the hub has it."""

import asyncpg
import pytest

from embedded.postgres import Postgres
from load.bench import tenancy as module
from load.bench.measures import Size, Subject
from load.bench.tenancy import LISTS, ORG, tenancy
from load.bots.bot import Address
from tests.services import TEMPLATE, a_database, as_app

ROOM = "floor/bench-tenancy"


@pytest.fixture(autouse=True)
def in_small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tenth of everything."""
    for name, value in {"ORGS": 3, "SHOWS": 60, "NOTES": 60, "TURNS": 3, "EACH": 5}.items():
        monkeypatch.setattr(module, name, value)


async def measured(server: Postgres) -> tuple[str, dict[str, float]]:
    url = await a_database(server, TEMPLATE)
    return url, await tenancy(Subject(Address("127.0.0.1", 1), [], url), [], ROOM, Size())


async def test_both_sides_are_measured_and_nothing_of_the_room_is_left(postgres_server: Postgres) -> None:
    url, found = await measured(postgres_server)
    assert list(found) == ["append_us", "append_times", "list_us", "list_times"]
    assert min(found.values()) > 0
    connection = await asyncpg.connect(url)
    assert await connection.fetchval("SELECT count(*) FROM room") == 0
    await connection.close()


@pytest.mark.parametrize("name", LISTS)
async def test_a_list_is_one_that_row_level_security_watches(name: str, postgres_server: Postgres) -> None:
    """The twin: as the hub, without having entered, the same statement finds nothing."""
    url, _ = await measured(postgres_server)
    statement, values = LISTS[name]
    found: list[int] = []
    for each in (url, as_app(url)):
        connection = await asyncpg.connect(each)
        found.append(len(await connection.fetch(statement, *values)))
        await connection.close()
    assert found[0] > 0
    assert found[1] == 0
    assert ORG in values
