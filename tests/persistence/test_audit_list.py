"""Reading the audit, through row-level security."""

from collections.abc import AsyncGenerator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from persistence.audit import Actor, note
from persistence.audit_list import Noted, Place, Sought, page
from persistence.database import Database
from persistence.tenancy import within
from tests.persistence.offices import open_as

FILLED = "filled"
TIMES = (5, 5, 5, 6, 6, 7)
EVERYTHING, FIRST = Sought(), Place()


@pytest.fixture
async def app(app_url: str) -> AsyncGenerator[Database]:
    async with open_as(app_url) as database:
        yield database


async def lines(
    database: Database, org: str, sought: Sought = EVERYTHING, after: Place = FIRST, limit: int = 99
) -> list[Noted]:
    """What is found."""
    async with within(database, org) as connection:
        return await page(connection, org, sought, after, limit)


async def tell(database: Database, org: str, what: str, about: str, at_ms: int, **values: Any) -> None:
    """Note something."""
    async with within(database, org) as connection:
        await note(connection, Actor(org, "a1", "Ana", "::1"), what, about, now_ms=at_ms, **values)


async def test_a_line_says_all_of_it(app: Database) -> None:
    await tell(app, "one", "show.changed", "s1", 7, before={"title": "A"}, after={"title": "B"})
    (line,) = await lines(app, "one")
    assert (line.at_ms, line.account, line.name, line.what, line.about) == (7, "a1", "Ana", "show.changed", "s1")
    assert (line.address, line.before, line.after) == ("::1", {"title": "A"}, {"title": "B"})


async def test_nobody_reads_anothers(app: Database) -> None:
    await tell(app, "theirs", "show.changed", "s1", 7)
    async with within(app, "ours") as connection:
        assert await page(connection, "theirs", Sought(), Place(), 9) == []


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        (Sought(what="show"), [3, 1]),
        (Sought(what="show.made"), [1]),
        (Sought(what="sho"), []),
        (Sought(about="s2"), [3, 2]),
        (Sought(account="a1"), [3, 2, 1]),
        (Sought(account="a2"), []),
        (Sought(since_ms=2), [3, 2]),
        (Sought(what="show", about="s2", since_ms=2), [3]),
    ],
)
async def test_what_is_sought_is_found(app: Database, sought: Sought, found: list[int]) -> None:
    if not await lines(app, "sought"):
        await tell(app, "sought", "show.made", "s1", 1)
        await tell(app, "sought", "showcase.made", "s2", 2)
        await tell(app, "sought", "show.changed", "s2", 3)
    assert [line.at_ms for line in await lines(app, "sought", sought)] == found


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(limits=st.lists(st.integers(1, 4), min_size=len(TIMES) + 1, max_size=len(TIMES) + 1))
async def test_pages_of_any_length_are_the_whole_list(app: Database, limits: list[int]) -> None:
    """Also where lines have the same time."""
    if not await lines(app, FILLED):
        for at_ms in TIMES:
            await tell(app, FILLED, "show.changed", "s1", at_ms)
    paged: list[Noted] = []
    after = Place()
    for limit in limits:
        found = await lines(app, FILLED, after=after, limit=limit)
        paged += found
        if found:
            after = Place(found[-1].at_ms, found[-1].id)
    assert paged == await lines(app, FILLED)
    assert len(paged) == len(TIMES)
