"""Lists in pages."""

from base64 import urlsafe_b64encode
from collections.abc import AsyncGenerator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import Struct

from hub.errors import Rejected
from persistence.database import Connection, Database
from persistence.paging import Asked, Listing, Page, page, stamped, words
from tests.persistence.houses import an_app


class Line(Struct, frozen=True):
    """A row."""

    id: str
    at_ms: int


SELECT = "SELECT id, at_ms, {key} AS page_key FROM pages WHERE at_ms >= $1"
LINES = Listing(SELECT, {"id": "lower(id)", "at": stamped("at_ms")}, Line)


@pytest.fixture
async def connection(app_url: str) -> AsyncGenerator[Connection]:
    """One with a table for the time of a transaction."""
    async with an_app(app_url) as database, database.transaction() as connection:
        await connection.execute("CREATE TEMPORARY TABLE pages (id text, at_ms bigint) ON COMMIT DROP")
        yield connection


async def put(connection: Connection, *lines: tuple[str, int]) -> None:
    await connection.executemany("INSERT INTO pages VALUES ($1, $2)", lines)


async def test_a_page_that_is_not_full_is_the_last(connection: Connection) -> None:
    await put(connection, ("a", 1), ("b", 2))
    whole = Page([Line("a", 1), Line("b", 2)], None)
    assert await page(connection, LINES, Asked("id", limit=2), 0) == whole
    assert await page(connection, LINES, Asked("id"), 3) == Page([], None)


async def test_a_cursor_goes_on_where_its_page_ended(connection: Connection) -> None:
    await put(connection, ("a", 2), ("b", 1), ("c", 2))
    first = await page(connection, LINES, Asked("-at", limit=2), 0)
    assert [each.id for each in first.rows] == ["c", "a"]
    assert first.cursor
    await put(connection, ("d", 9), ("aa", 1))
    rest = await page(connection, LINES, Asked("-at", first.cursor, 2), 0)
    assert [each.id for each in rest.rows] == ["b", "aa"]


async def test_times_sort_as_numbers(connection: Connection) -> None:
    await put(connection, ("a", 9), ("b", 10), ("c", 1_767_470_400_000))
    found = await page(connection, LINES, Asked("at"), 0)
    assert [each.at_ms for each in found.rows] == [9, 10, 1_767_470_400_000]


@pytest.mark.parametrize(
    "cursor",
    ["A", "AAAA", "é", *(urlsafe_b64encode(each).decode() for each in (b'["id"]', b'["id",1,"a"]', b'["at","1","a"]'))],
)
async def test_a_cursor_of_nowhere_is_refused(connection: Connection, cursor: str) -> None:
    with pytest.raises(Rejected, match=r"http\.no_page"):
        await page(connection, LINES, Asked("id", cursor), 0)


async def test_a_cursor_cannot_carry_what_the_database_does_not_take(connection: Connection) -> None:
    cursor = urlsafe_b64encode(b'["id","\\u0000","a"]').decode()
    with pytest.raises(Rejected, match=r"http\.no_page"):
        await page(connection, LINES, Asked("id", cursor), 0)


ROWS = st.dictionaries(st.text("abAB%_'\\ü ", max_size=3), st.integers(0, 3), max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, limit=st.integers(1, 4), sort=st.sampled_from(["id", "-id", "at", "-at"]))
async def test_the_pages_are_the_list(database: Database, rows: dict[str, int], limit: int, sort: str) -> None:
    """Nothing twice, nothing left out, in one order, and only the last one is short."""
    async with database.transaction() as connection:
        await connection.execute("CREATE TEMPORARY TABLE pages (id text, at_ms bigint) ON COMMIT DROP")
        await put(connection, *rows.items())
        whole = await page(connection, LINES, Asked(sort, limit=200), 0)
        found: list[Line] = []
        cursor: str | None = ""
        while cursor is not None:
            part = await page(connection, LINES, Asked(sort, cursor, limit), 0)
            assert part.cursor is None or len(part.rows) == limit
            found += part.rows
            cursor = part.cursor
    assert found == whole.rows
    assert sorted(each.id for each in found) == sorted(rows)
    if sort.endswith("at"):
        times = [each.at_ms for each in found]
        assert times == sorted(times, reverse=sort.startswith("-"))


def test_every_word_is_looked_for_as_it_is() -> None:
    assert words("  a 100% b_c \\ ") == ["%a%", r"%100\%%", r"%b\_c%", r"%\\%"]
    assert words(" ") == []
