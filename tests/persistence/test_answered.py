"""Of a request that is sent twice one is the first, whoever asks at the same time."""

import asyncio

import asyncpg
import pytest

from persistence.answered import KEPT_MS, Earlier, Named, claim, keep, release
from persistence.database import Database

DIGEST = b"d" * 32


@pytest.fixture
def named(request: pytest.FixtureRequest) -> Named:
    """A request of this test's own."""
    return Named("ana", request.node.name, 1_000)


async def test_the_first_has_the_key_and_the_second_what_became_of_it(database: Database, named: Named) -> None:
    assert await claim(database, named, DIGEST) is None
    assert await claim(database, named, b"other") == Earlier(DIGEST, None, None, 1_000)
    await keep(database, named, 201, b"made")
    assert await claim(database, named, b"other") == Earlier(DIGEST, 201, b"made", 1_000)


async def test_of_many_at_once_one_is_the_first(database: Database, named: Named) -> None:
    found = await asyncio.gather(*(claim(database, named, DIGEST) for _ in range(20)))
    assert found.count(None) == 1
    assert set(found) == {None, Earlier(DIGEST, None, None, 1_000)}


async def test_a_key_is_one_persons(database: Database, named: Named) -> None:
    assert await claim(database, named, DIGEST) is None
    assert await claim(database, Named("ben", named.key, 1_000), DIGEST) is None


async def test_what_was_released_is_free(database: Database, named: Named) -> None:
    assert await claim(database, named, DIGEST) is None
    await release(database, named)
    assert await claim(database, named, DIGEST) is None


async def test_an_answer_is_not_released_and_not_replaced(database: Database, named: Named) -> None:
    assert await claim(database, named, DIGEST) is None
    await keep(database, named, 201, b"made")
    await release(database, named)
    await keep(database, named, 202, b"other")
    assert await claim(database, named, DIGEST) == Earlier(DIGEST, 201, b"made", 1_000)


async def test_after_a_day_a_key_is_free_and_its_row_is_cleared_away(
    database: Database, database_url: str, named: Named
) -> None:
    assert await claim(database, named, DIGEST) is None
    later = Named("ben", named.key, named.at_ms + KEPT_MS)
    assert await claim(database, Named("ana", "another", later.at_ms - 1), DIGEST) is None
    connection = await asyncpg.connect(database_url)
    kept = "SELECT count(*) FROM answered WHERE key = $1"
    assert await connection.fetchval(kept, named.key) == 1
    assert await claim(database, later, DIGEST) is None
    assert await connection.fetch("SELECT account FROM answered WHERE key = $1", named.key) == [("ben",)]
    await connection.close()
    assert await claim(database, Named("ana", named.key, later.at_ms), DIGEST) is None
